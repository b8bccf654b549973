// Every bound of live tails, with its unit in the name.

export const TAIL_READERS_MAX = 4_096;
export const TAIL_READERS_RETRY_AFTER_MS = 5_000;
/** Values that are read at once, one event whatever its size. */
export const TAIL_READ_MAX_BYTES = 64 * 1024;
export const TAIL_READ_MAX_EVENTS = 1_000;
/** What is formatted and written at once ends with the frame that reaches this: a slow reader holds one of these. */
export const TAIL_CHUNK_TARGET_BYTES = 128 * 1024;
/** Chunks that one reader takes from the live end in a turn. */
export const TAIL_CHUNKS_PER_TURN = 16;
/** Formatted events that are kept for readers at the live end, of one topic and of all; who falls further behind reads the log. */
export const TAIL_KEPT_MAX_BYTES = 1024 * 1024;
export const TAIL_KEPT_MAX_CHUNKS = 1_024;
export const TAIL_KEPT_TOTAL_MAX_BYTES = 64 * 1024 * 1024;
export const TAIL_HEARTBEAT_MS = 15_000;
/** What a reader is told to wait before it connects again. */
export const TAIL_RECONNECT_MS = 2_000;
/** A narrowed reader is told its position after so many reads without an event for it. */
export const TAIL_SILENT_READS_MAX = 64;
/** Bytes and steps that the filter of one reader takes in a turn; the event that goes beyond them is its last. */
export const TAIL_FILTER_MAX_STEPS = 128 * 1024;
