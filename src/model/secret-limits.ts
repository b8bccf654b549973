// Bounds of signing secrets, and of the keys that they are stored under.

export const SECRET_MIN_BYTES = 24;
export const SECRET_MAX_BYTES = 64;
export const SECRET_DEFAULT_BYTES = 32;
export const SECRET_ID_BYTES = 8;
/** Secrets of one subscription that sign at the same time. */
export const SECRETS_LIVE_MAX = 5;
/** How long a former secret goes on signing. */
export const SECRET_GRACE_DEFAULT_MS = 24 * 60 * 60 * 1_000;
export const SECRET_GRACE_MAX_MS = 30 * 24 * 60 * 60 * 1_000;
/** Of each key in POSTHORN_SECRET_KEY, and how many may stand there. */
export const SECRET_KEY_BYTES = 32;
export const SECRET_KEYS_MAX = 16;
/** Subscriptions that are named where one is missing. */
export const SECRET_KEY_NAMES_TOLD_MAX = 10;
/** How long a receiver may keep /.well-known/jwks.json. */
export const JWKS_MAX_AGE_S = 300;
