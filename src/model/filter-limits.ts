// Every bound of filters, with its unit in the name.

export const FILTER_MAX_BYTES = 16 * 1024;
/** Filters inside `all`, `any` and `not`. */
export const FILTER_MAX_DEPTH = 16;
/** Attributes, operators and expressions of one filter, all together. */
export const FILTER_MAX_CONDITIONS = 256;
/** Values of one `in` or `anything-but`. */
export const FILTER_LIST_MAX_VALUES = 256;
/** Of an expression of CloudEvents SQL: its text, parts inside parts, what it takes for one event, and texts that it makes. */
export const FILTER_SQL_MAX_CHARS = 4_096;
export const FILTER_SQL_MAX_DEPTH = 32;
export const FILTER_SQL_MAX_STEPS = 100_000;
export const FILTER_SQL_MAX_TEXT_CHARS = 64 * 1024;
/** What the evaluation for one event counts as, beside the bytes that it looks at. */
export const FILTER_EVENT_STEPS = 64;
/** Sample events of one POST /v1/filters/check, and the size of its body. */
export const FILTER_CHECK_MAX_EVENTS = 100;
export const FILTER_CHECK_BODY_MAX_BYTES = 1024 * 1024;
