// Bounds of listeners, of the command that is one, and of test deliveries.

/** Listeners at once, each at one subscription. */
export const LISTENERS_MAX = 256;
export const LISTENERS_RETRY_AFTER_MS = 5_000;
/** Deliveries that a listener's connection has not taken yet; one goes beyond it whatever its size. */
export const LISTENER_UNWRITTEN_MAX_BYTES = 1024 * 1024;
export const LISTENER_HEARTBEAT_MS = 15_000;
/** Answers of one call, its body, and their headers. */
export const LISTENER_MAX_ANSWERS = 1_024;
export const LISTENER_ANSWERS_BODY_MAX_BYTES = 8 * 1024 * 1024;
export const LISTENER_ANSWER_MAX_HEADERS = 256;

// `posthorn listen`
/** A call to the server that is silent for so long is given up. */
export const LISTEN_CALL_TIMEOUT_MS = 30_000;
/** Of the server's answers; what is longer is cut. */
export const LISTEN_CALL_MAX_BYTES = 16 * 1024 * 1024;
/** Three heartbeats have not come: the stream's server is gone. */
export const LISTEN_SILENCE_MS = 3 * LISTENER_HEARTBEAT_MS;
/** Answers that go back in one call, one whatever its size. */
export const LISTEN_ANSWERS_TARGET_BYTES = 1024 * 1024;
export const LISTEN_RECONNECT_FIRST_MS = 250;
export const LISTEN_RECONNECT_MAX_MS = 5_000;

// Samples of schemas
/** How often one is tried, by other choices each time. */
export const SAMPLE_MAX_TRIES = 96;
/** Parts of the schema that one try looks at. */
export const SAMPLE_MAX_PARTS = 4_000;
export const SAMPLE_MAX_DEPTH = 40;
/** Members that are not required are left out below it. */
export const SAMPLE_OPTIONAL_DEPTH = 5;
export const SAMPLE_MAX_ITEMS = 64;
export const SAMPLE_MAX_CHARS = 4_096;

// Test deliveries
/** Under way at once, of all subscriptions. */
export const TESTS_AT_ONCE_MAX = 32;
export const TESTS_RETRY_AFTER_MS = 1_000;
