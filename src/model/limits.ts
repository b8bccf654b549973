// Every bound of the product, with its unit in the name. What a setting can change is listed in config/settings.ts.

// Engine
/** Values of one stored row; a larger single event gets a row of its own. */
export const ROW_TARGET_BYTES = 256 * 1024;
export const ROW_MAX_EVENTS = 8_192;
/** What may wait for the next commit; beyond it a unit is refused with THROTTLING_QUOTA_EXCEEDED. */
export const COMMIT_QUEUE_MAX_BYTES = 64 * 1024 * 1024;
export const COMMIT_QUEUE_MAX_UNITS = 10_000;
export const COMMIT_QUEUE_RETRY_AFTER_MS = 1_000;
/** What one commit takes from the queue at most. */
export const COMMIT_MAX_BYTES = 16 * 1024 * 1024;
/** Rows (and their pages) that one step of retention deletes. */
export const RETENTION_STEP_ROWS = 64;
/** Logs that one step looks up. */
export const RETENTION_STEP_LOGS = 256;
/** Pages beyond the size limit of the database that a change of definitions may take: a full one can still be emptied. */
export const RESERVED_PAGES = 64;
/** How long `_changes` keeps its events, and the partitions that one of them names. */
export const CHANGES_RETENTION_DEFAULT_MS = 7 * 24 * 60 * 60 * 1_000;
export const CHANGE_MAX_PLACES = 100;
/** Dedupe keys or attempts that one step deletes. */
export const RETENTION_STEP_KEYS = 2_000;
export const RETENTION_INTERVAL_MS = 10_000;
/** Trouble of retention and compaction with one log is told once in this time, and that of so many logs. */
export const TROUBLE_TELL_INTERVAL_MS = 60 * 60 * 1_000;
export const TROUBLES_TOLD_MAX = 100;
/** Compaction: a log is gone through once so large a part of its events came after the last time (as Kafka's default). */
export const COMPACTION_MIN_DIRTY_RATIO = 0.5;
/** Keys that one pass keeps in mind, 24 to 48 bytes each; a log with more takes several passes. */
export const COMPACTION_MAX_KEYS = 1_400_000;
/** What one step of it may take, a row more or less, and how long the writer is left alone between two steps. */
export const COMPACTION_STEP_MS = 2;
export const COMPACTION_PAUSE_MS = 2;
/** Rows that one step deletes, and those of them whose remaining events it reads and joins into one. */
export const COMPACTION_STEP_ROWS = 64;
export const COMPACTION_JOIN_ROWS = 16;
/** Rows of which nothing goes are joined only where it makes so many one. */
export const COMPACTION_JOIN_MIN_ROWS = 4;
/** Into so many parts the time that tombstones stay is divided; their ends are told apart no finer. */
export const COMPACTION_TOMBSTONE_PARTS = 64;
/** Likewise `retentionMs`: rows of two parts are never joined, so that no event gets younger by more than one of them. */
export const COMPACTION_RETENTION_PARTS = 32;
/** Write-ahead log size at which a checkpoint starts. */
export const CHECKPOINT_WAL_BYTES = 32 * 1024 * 1024;
/** Size that the write-ahead log's file keeps once it was checkpointed; it is larger only until then. */
export const WAL_KEPT_BYTES = 2 * CHECKPOINT_WAL_BYTES;
/** Rows of logs kept in memory by each thread that reads: the main and the push thread. */
export const ROW_CACHE_MAX_BYTES = 32 * 1024 * 1024;

// HTTP
/** Default limit of a produce request's body. */
export const BODY_MAX_BYTES = 16 * 1024 * 1024;
/** Bodies of control calls (topics, schemas, subscriptions). */
export const CONTROL_BODY_MAX_BYTES = 1024 * 1024;
/** A body above this takes part in the budget of all large bodies in memory. */
export const LARGE_BODY_BYTES = 64 * 1024;
/** A body below this that came in one piece is used as it lies. */
export const SMALL_BODY_BYTES = 16 * 1024;
export const LARGE_BODIES_MAX_BYTES = 256 * 1024 * 1024;
export const LARGE_BODIES_RETRY_AFTER_MS = 1_000;
/** An unwanted body up to this size is read away, so that its sender can read the answer on the same connection. */
export const UNWANTED_BODY_MAX_BYTES = 64 * 1024 * 1024;
/** Request line and headers together: the id of a tail of MAX_PARTITIONS partitions comes back in a header. */
export const HEADER_MAX_BYTES = 32 * 1024;
export const REQUEST_ID_MAX_CHARS = 128;
/** A part of the path; names are checked by the calls themselves. */
export const PATH_PARAMETER_MAX_CHARS = 4_096;
/** From the first byte of a request to its last. */
export const REQUEST_TIMEOUT_MS = 60_000;
export const HEADERS_TIMEOUT_MS = 30_000;
export const KEEP_ALIVE_TIMEOUT_MS = 72_000;
export const SHUTTING_DOWN_RETRY_AFTER_MS = 2_000;
export const DRAIN_TIMEOUT_MS = 10_000;
export const DRAIN_POLL_MS = 50;
/** What a thread gets to answer a readiness probe. */
export const READINESS_TIMEOUT_MS = 2_000;
/** A request that takes longer is logged. */
export const SLOW_REQUEST_MS = 5_000;
/** Wrong places that are kept of one body and named in one answer; it always says how many there are. */
export const ERROR_PLACES_MAX = 100;
/** Topics whose schemas one /openapi.json may hold, and their size together. */
export const OPENAPI_MAX_TOPICS = 100;
export const OPENAPI_SCHEMAS_MAX_BYTES = 8 * 1024 * 1024;

// Topics and schemas
export const MAX_PARTITIONS = 1_024;
export const DEFAULT_RETENTION_MS = 7 * 24 * 60 * 60 * 1_000;
/** How long a compacted topic keeps tombstones. */
export const DEFAULT_DELETE_RETENTION_MS = 24 * 60 * 60 * 1_000;
export const DEFAULT_DEDUPE_WINDOW_MS = 24 * 60 * 60 * 1_000;
export const MAX_DEDUPE_WINDOW_MS = 30 * 24 * 60 * 60 * 1_000;
export const DEFAULT_MAX_EVENT_BYTES = 1024 * 1024;
export const MAX_MAX_EVENT_BYTES = 16 * 1024 * 1024;
export const KEY_PATH_MAX_CHARS = 512;
export const LIST_DEFAULT_LIMIT = 100;
export const LIST_MAX_LIMIT = 1_000;
/** How often a topic or schema change is tried again when another one came between. */
export const DEFINITION_COMMIT_ATTEMPTS = 5;
export const SCHEMA_MAX_BYTES = 256 * 1024;
export const SCHEMA_MAX_DEPTH = 64;
export const SCHEMA_MAX_VERSIONS = 1_000;
/** All versions of one topic together. */
export const SCHEMA_HISTORY_MAX_BYTES = 4 * 1024 * 1024;
/** Ajv keeps a trace of everything it compiled: after so many schemas a fresh instance takes over. */
export const SCHEMA_COMPILATIONS_PER_INSTANCE = 1_000;
/** Steps of the proof that one schema takes all that another one allows; beyond them it counts as not provable. */
export const COMPATIBILITY_MAX_STEPS = 50_000;
/** Of all proofs of one registration: a transitive rule asks for one or two with each version. */
export const COMPATIBILITY_MAX_STEPS_IN_ALL = 1_000_000;
/** How deep that proof follows parts and references into each other. */
export const COMPATIBILITY_MAX_DEPTH = 200;
/** Registered schemas that one schema may refer to, those that they refer to among them. */
export const SCHEMA_MAX_REFERENCES = 64;
/** References of a schema that are followed for one value. */
export const SCHEMA_MAX_STEPS = 20_000;
/** Wrong places named for one value. */
export const SCHEMA_MAX_ERRORS = 8;

// Fetch
export const FETCH_DEFAULT_MAX_EVENTS = 10_000;
export const FETCH_MAX_EVENTS = 100_000;
export const FETCH_DEFAULT_MAX_BYTES = 1024 * 1024;
export const FETCH_MAX_BYTES = 16 * 1024 * 1024;
/** An answer whose keys and headers outgrow its values ends early at this size. */
export const FETCH_ANSWER_TARGET_BYTES = 32 * 1024 * 1024;
/** Stored runs from this size on are sent as they are; smaller ones are copied together. */
export const FETCH_ZERO_COPY_BYTES = 16 * 1024;
/** How long a fetch may wait for events, and how many may wait at once; beyond it THROTTLING_QUOTA_EXCEEDED. */
export const FETCH_MAX_WAIT_MS = 60_000;
export const WAITING_POLLS_MAX = 10_000;
export const WAITING_POLLS_RETRY_AFTER_MS = 1_000;
/** What appends bring about for waiting polls and tail readers: tasks that run before the event loop serves others. */
export const TURN_MAX_TASKS = 128;
/** What they read, format or render by then; one task may go beyond it, and is the last of its turn. */
export const TURN_MAX_BYTES = 1024 * 1024;

// Produce
/** Levels of objects and arrays inside one value. */
export const JSON_MAX_DEPTH = 512;
export const PRODUCE_MAX_EVENTS = 100_000;
/** Wrong places that one answer lists; it always says how many there are. */
export const PRODUCE_MAX_PLACES = 1_000;
export const EVENT_KEY_MAX_BYTES = 4_096;
export const EVENT_MAX_HEADERS = 64;
/** Names and values of one event's headers together. */
export const EVENT_HEADERS_MAX_BYTES = 16 * 1024;
export const DEDUPE_KEY_MAX_BYTES = 1_024;
export const IDEMPOTENCY_KEY_MAX_BYTES = 255;

// Transactions
/** Lists of events in one transaction; PRODUCE_MAX_EVENTS holds for all of them together. */
export const TRANSACTION_MAX_TOPICS = 100;
export const TRANSACTION_MAX_GROUPS = 100;
/** Offsets of all groups together. */
export const TRANSACTION_MAX_OFFSETS = 10_000;
/** How long an idempotency-key makes a repeat known. */
export const TRANSACTION_DEDUPE_WINDOW_MS = 24 * 60 * 60 * 1_000;
/** How often it is planned again when a group or topic has changed before the commit. */
export const TRANSACTION_COMMIT_ATTEMPTS = 5;

// Push
/** With `.dlt` behind it the name of a subscription still is a topic name. */
export const SUBSCRIPTION_NAME_MAX_CHARS = 245;
export const SUBSCRIPTION_MAX_TOPICS = 100;
export const ENDPOINT_URL_MAX_CHARS = 2_048;
export const ENDPOINT_MAX_HEADERS = 32;
export const ENDPOINT_HEADER_VALUE_MAX_CHARS = 4_096;
export const ENDPOINT_DEFAULT_TIMEOUT_MS = 15_000;
export const ENDPOINT_MIN_TIMEOUT_MS = 10;
export const ENDPOINT_MAX_TIMEOUT_MS = 120_000;
export const BATCH_MAX_EVENTS = 10_000;
export const BATCH_DEFAULT_MAX_BYTES = 1024 * 1024;
export const BATCH_MAX_BYTES = 16 * 1024 * 1024;
export const BATCH_MAX_LINGER_MS = 60_000;
export const RETRY_MAX_STEPS = 100;
export const RETRY_MAX_DELAY_MS = 30 * 24 * 60 * 60 * 1_000;
export const RETRY_MAX_AGE_MS = 365 * 24 * 60 * 60 * 1_000;
/** However long an endpoint asks to be left alone, it is tried again after this. */
export const RETRY_AFTER_MAX_MS = 24 * 60 * 60 * 1_000;
export const CLIENT_ERROR_MAX_ATTEMPTS = 100;
/** Replays of one subscription that run at once; one digit each names them. */
export const SUBSCRIPTION_MAX_REPLAYS = 8;
export const REPLAYS_RETRY_AFTER_MS = 5_000;
/** Partitions that one replay takes events from. */
export const REPLAY_MAX_PARTITIONS = 4_096;
/** Deliveries of one subscription that run at once. */
export const DEFAULT_MAX_IN_FLIGHT = 32;
export const MAX_MAX_IN_FLIGHT = 1_024;
/** Deliveries of all subscriptions together that run at once. */
export const PUSH_MAX_IN_FLIGHT = 8_192;
/** Deliveries of one lane that are unfinished and not parked. */
export const LANE_WINDOW = 1_024;
/** Bytes of values that one lane holds for them; one delivery is held whatever its size. */
export const LANE_HELD_MAX_BYTES = 4 * 1024 * 1024;
/** Bytes of the log that all lanes together hold in memory; then lanes wait before they read on. */
export const PUSH_HELD_MAX_BYTES = 256 * 1024 * 1024;
/** Parked deliveries of one lane; then the lane waits. */
export const LANE_MAX_PARKED = 10_000;
/** Parked deliveries that the push thread keeps in mind, all lanes together; then lanes wait. */
export const PUSH_MAX_PARKED = 500_000;
export const LANE_READ_MAX_EVENTS = 4_096;
export const LANE_READ_MAX_BYTES = 256 * 1024;
export const PARKED_PAGE = 1_000;
/** How long a start loads subscriptions before the server is ready; the others follow, so long at a time. */
export const START_TURN_MS = 50;
/** What one read brings when the keys of parked events are looked up. */
export const PARKED_FIND_MAX_EVENTS = 256;
export const PARKED_FIND_MAX_BYTES = 64 * 1024;

// Health of endpoints
/** Retriable failures in a row, with no success between them, after which an endpoint counts as down. */
export const ENDPOINT_DOWN_AFTER_FAILURES = 10;
/** So does one of whose requests this share fails, of at least so many within so long. */
export const ENDPOINT_DOWN_FAILURE_RATE = 0.5;
export const ENDPOINT_DOWN_MIN_REQUESTS = 10;
export const ENDPOINT_WINDOW_MS = 30_000;
export const ENDPOINT_WINDOW_PARTS = 10;
/** Successes in a row after which it counts as well again. */
export const ENDPOINT_WELL_AFTER_SUCCESSES = 5;
/** Or, where there is little to send, when nothing has failed for so long since the first of them. */
export const ENDPOINT_WELL_AFTER_MS = 5_000;
/** One that is down again sooner than this flaps: it must then be well for so long before that is told and probes begin anew. */
export const ENDPOINT_FLAP_MS = 10 * 60 * 1_000;
/** What shorter time does not change is not written down: since when all fails, until when it asked to be left alone. */
export const ENDPOINT_REMEMBER_AFTER_MS = 60_000;
export const PROBE_FIRST_MS = 1_000;
export const PROBE_MAX_MS = 30_000;
/** Probes of one delivery that do not count as attempts of it: it might be the one that the endpoint can't stand. */
export const PROBES_PER_DELIVERY = 10;
/** A subscription is paused when for so long no request has succeeded. */
export const DISABLE_AFTER_DEFAULT_MS = 5 * 24 * 60 * 60 * 1_000;
export const DISABLE_AFTER_MAX_MS = 365 * 24 * 60 * 60 * 1_000;
/** Requests to an endpoint that run at once before anything is known of it, at most. */
export const IN_FLIGHT_FIRST = 32;
/** Answers by which the number of requests at once is judged, at least. */
export const IN_FLIGHT_WINDOW_MIN = 8;
/** Answers that are faster are no sign of a queue, however fast others were. */
export const IN_FLIGHT_SLOW_MS = 100;
export const RATE_LIMIT_MAX_REQUESTS = 1_000_000;
export const RATE_LIMIT_MAX_PER_MS = 24 * 60 * 60 * 1_000;
/** What a rate gives in so long may come at once, where no burst is named. */
export const RATE_LIMIT_BURST_MS = 100;
/** What is kept of a response. */
export const RESPONSE_KEPT_BYTES = 1_024;
/** A longer response is cut, and its connection with it. */
export const RESPONSE_MAX_BYTES = 64 * 1024;
export const RESPONSE_HEADERS_MAX_BYTES = 16 * 1024;
export const ENDPOINT_CONNECT_TIMEOUT_MS = 10_000;
/** How long a PUT waits for the addresses of its endpoint's name. */
export const RESOLVE_AT_PUT_MAX_MS = 2_000;
/** An origin that nobody sent to for so long loses its connections. */
export const POOL_IDLE_MS = 60_000;
/** Progress is committed at most this often; what was delivered in between is repeated after a crash. */
export const PROGRESS_COMMIT_INTERVAL_MS = 5;
/** Successful first attempts of a subscription that one commit records (all failures always are). */
export const ATTEMPTS_PER_COMMIT = 256;
/** Outcomes that may wait for a commit; then nothing more is sent. */
export const PROGRESS_MAX_PENDING = 8_192;
export const PROGRESS_RETRY_MIN_MS = 100;
export const PROGRESS_RETRY_MAX_MS = 5_000;

// Fetch answers on their way to clients
/** Answers up to this size are sent in one piece; larger ones go out piece by piece, uncopied. */
export const ANSWER_SINGLE_PIECE_BYTES = 64 * 1024;
/** Larger answers that wait for slow clients, together; beyond it a fetch waits, or gets THROTTLING_QUOTA_EXCEEDED. */
export const ANSWERS_IN_FLIGHT_MAX_BYTES = 256 * 1024 * 1024;
export const ANSWERS_IN_FLIGHT_RETRY_AFTER_MS = 1_000;
/** Up to this estimate an answer is built first, and judged by its real size. */
export const ANSWER_BUILT_FIRST_BYTES = 256 * 1024;
export const SCHEMA_BODY_MAX_BYTES = 1024 * 1024;
