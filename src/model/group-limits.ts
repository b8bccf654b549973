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
