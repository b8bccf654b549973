// Bounds of redrives and of looking at dead letters.

/** Dead letters that one redrive takes. */
export const REDRIVE_MAX_EVENTS = 100_000;
export const REDRIVE_MAX_RATE = 100_000;
/** Offsets that the body of a redrive names. */
export const REDRIVE_MAX_OFFSETS = 10_000;
/** What a redrive that is begun reads at once; then others are served. */
export const LETTERS_READ_MAX_EVENTS = 1_000;
export const LETTERS_READ_MAX_BYTES = 256 * 1024;
/** Dead letters that the push thread reads ahead of a redrive's lane, whole deliveries. */
export const REDRIVE_READ_MAX_EVENTS = 64;
/** How far a redrive may run ahead of its rate. */
export const REDRIVE_BURST_MS = 10;
export const LETTERS_DEFAULT_LIMIT = 100;
export const LETTERS_MAX_LIMIT = 1_000;
/** Dead letters that one call looks at; a search for few of many goes on with `next`. */
export const LETTERS_SEARCH_MAX_EVENTS = 5_000;
/** Bytes of their values that it reads, and at least one step of so many events. */
export const LETTERS_SEARCH_MAX_BYTES = 16 * 1024 * 1024;
export const LETTERS_STEP_EVENTS = 64;
/** Of an answer's start or an error's text, in the header of a dead letter. */
export const LETTER_ERROR_MAX_CHARS = 256;
