// Bounds of replies: what the answer of an endpoint may bring.

/** Events that one answer of an endpoint may append, and bytes of it. */
export const REPLY_DEFAULT_MAX_EVENTS = 1_000;
export const REPLY_MAX_EVENTS = 10_000;
export const REPLY_DEFAULT_MAX_BYTES = 256 * 1024;
export const REPLY_MAX_BYTES = 4 * 1024 * 1024;
/** Answers under way at their longest, and replies that wait for their commit, of one subscription: then it sends no more. */
export const SUBSCRIPTION_REPLIES_MAX_BYTES = 16 * 1024 * 1024;
/** Wrong places of a reply that its attempt names. */
export const REPLY_PLACES_TOLD = 5;
