// Bounds of what is kept of attempts, and of looking at it. What a setting can change is listed in config/settings.ts.

/** How much later than one that ended after it an attempt is written down, where `_attempts` is searched by time. */
export const ATTEMPTS_DISORDER_MAX_MS = 10_000;
/** Delivery attempts kept, over all groups, where nothing else is set. */
export const ATTEMPTS_MAX_DEFAULT = 1_000_000;
export const ATTEMPTS_RETENTION_DEFAULT_MS = 30 * 24 * 60 * 60 * 1_000;
export const ATTEMPTS_MAX_BYTES_DEFAULT = 1024 * 1024 * 1024;
/** What an attempt counts as, beside its texts. */
export const ATTEMPT_ROW_BYTES = 64;
/** Attempts that one call looks at; a search for few of many goes on with `next`. */
export const ATTEMPTS_SEARCH_MAX_ROWS = 10_000;
export const ATTEMPTS_DEFAULT_LIMIT = 100;
/** Headers of a request, and of its answer, that an attempt keeps, and about how many characters of them. */
export const ATTEMPT_HEADERS_MAX = 48;
export const ATTEMPT_HEADERS_MAX_CHARS = 2_048;
export const ATTEMPTS_MAX_LIMIT = 1_000;
