// Bounds of what a subscription gets, and in which form: filters, batches with gaps, headers.

/** What the filters of all subscriptions may spend in one turn of the event loop: bytes and steps. */
export const FILTER_TURN_STEPS = 256 * 1024;
/** What a seek that only counts looks at to say how many events pass; with more it does not say. */
export const FILTER_COUNT_MAX_EVENTS = 10_000;
export const FILTER_COUNT_MAX_STEPS = 8 * 1024 * 1024;
/** Offsets that a filter has passed beyond the committed one while something is under way; then that is written down. */
export const FILTER_PASS_EVENTS = 1_000;
/** Runs of offsets in one batch where a filter leaves gaps: its header and its row name each. */
export const BATCH_MAX_RUNS = 200;
/** Offsets that a filter looks at for one batch. */
export const FILTER_BATCH_MAX_SPAN = 100_000;
/** Headers of events that a subscription names one by one. */
export const EVENT_HEADER_CHOICE_MAX = 100;
export const EVENT_HEADER_PREFIX_MAX_CHARS = 50;
