// Every bound of consumer groups, with its unit in the name; the others stand in limits.ts.

export const GROUP_MAX_MEMBERS = 1_000;
export const GROUP_MAX_TOPICS = 100;
export const GROUP_DEFAULT_WAIT_MS = 1_000;
/** How long the fetch that joins waits at least for partitions that others have to let go of. */
export const GROUP_ASSIGNMENT_WAIT_MS = 10_000;
/** A member that makes no call for so long has left. */
export const GROUP_DEFAULT_SESSION_TIMEOUT_MS = 30_000;
export const GROUP_MIN_SESSION_TIMEOUT_MS = 1_000;
export const GROUP_MAX_SESSION_TIMEOUT_MS = 60 * 60 * 1_000;
/** Where the end of a session can't be written down, it is tried again after this. */
export const GROUP_SESSION_RETRY_MS = 1_000;
export const MEMBER_ID_MAX_CHARS = 300;
/** Partitions that one commit or seek names. */
export const GROUP_MAX_OFFSETS = 10_000;
/** Fetches of all groups that wait at once; beyond it THROTTLING_QUOTA_EXCEEDED. */
export const GROUP_WAITS_MAX = 10_000;
export const GROUP_WAITS_RETRY_AFTER_MS = 1_000;
/** How often a call on a group decides again when another one came between. */
export const GROUP_COMMIT_ATTEMPTS = 20;

// Shared groups: work queues
/** Unfinished events of one partition below its committed offset; then what is new waits. */
export const WORK_QUEUE_MAX_ITEMS = 10_000;
/** What one fetch is handed out. */
export const WORK_QUEUE_DEFAULT_EVENTS = 500;
export const WORK_QUEUE_MAX_EVENTS = 5_000;
/** Bytes and steps that the filter of a subscription spends for one fetch by its name; then the others have their turn. */
export const WORK_QUEUE_FILTER_STEPS = 512 * 1024;
/** What one unit of a group hands out; one fetch may go beyond it, and is the last of its unit. */
export const WORK_QUEUE_TURN_EVENTS = 2_000;
export const WORK_QUEUE_DEFAULT_ATTEMPTS = 10;
export const WORK_QUEUE_MAX_ATTEMPTS = 1_000;
export const LEASE_DEFAULT_MS = 30_000;
export const LEASE_MIN_MS = 100;
export const LEASE_MAX_MS = 12 * 60 * 60 * 1_000;
/** How long a returned event may rest. */
export const NACK_MAX_DELAY_MS = 30 * 24 * 60 * 60 * 1_000;
/** Events that one call acknowledges, returns or holds on to. */
export const ACKNOWLEDGE_MAX_EVENTS = 10_000;
/** Shared fetches that wait at once, all groups together; beyond it THROTTLING_QUOTA_EXCEEDED. */
export const WORK_QUEUE_WAITING_MAX = 10_000;
/** A shared group that nobody has asked for so long leaves memory. */
export const WORK_QUEUE_IDLE_MS = 60_000;
/** Where push can't say whether a paused subscription rests, it is asked again after this. */
export const WORK_QUEUE_REST_RETRY_MS = 1_000;
/** What is due later than this is looked at again by then: timers run for 24 days at most. */
export const WORK_QUEUE_LOOK_MS = 60 * 60 * 1_000;
/** What becomes due within this time is looked at together. */
export const WORK_QUEUE_TICK_MS = 5;
