// Every code a caller can meet, with its HTTP status. `retriable`: the same request may succeed later, unchanged.
// Kafka's names where Kafka has one. A test holds this table, the OpenAPI document and README's link target together.

export type ErrorEntry = { readonly status: number; readonly retriable: boolean; readonly title: string };

export const ERRORS = {
  INVALID_REQUEST: { status: 400, retriable: false, title: 'The request is not valid' },
  INVALID_JSON: { status: 422, retriable: false, title: 'The body is not JSON' },
  INVALID_UTF8: { status: 422, retriable: false, title: 'The body is not UTF-8' },
  INVALID_CLOUDEVENT: { status: 422, retriable: false, title: 'The CloudEvent is not valid' },
  INVALID_RECORD: { status: 422, retriable: false, title: 'An event breaks the schema of its topic' },
  KEY_NOT_FOUND: { status: 422, retriable: false, title: 'The key path finds no key in the event' },
  EMPTY_REQUEST: { status: 422, retriable: false, title: 'The request carries no event' },
  INVALID_TOPIC_EXCEPTION: { status: 400, retriable: false, title: 'The topic name is not valid' },
  INVALID_GROUP_ID: { status: 400, retriable: false, title: 'The group or subscription name is not valid' },
  INVALID_PARTITIONS: { status: 422, retriable: false, title: 'The number of partitions is not valid' },
  INVALID_CONFIG: { status: 422, retriable: false, title: 'The configuration is not valid' },
  INVALID_SCHEMA: { status: 422, retriable: false, title: 'The schema is not a valid JSON Schema' },
  INVALID_ENDPOINT: { status: 422, retriable: false, title: 'The endpoint is not valid' },
  ENDPOINT_ADDRESS_FORBIDDEN: { status: 422, retriable: false, title: 'The endpoint has a forbidden address' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, retriable: false, title: 'The idempotency key came with another request' },
  OFFSET_OUT_OF_RANGE: { status: 416, retriable: false, title: 'The offset is outside the log' },
  UNKNOWN_TOPIC_OR_PARTITION: { status: 404, retriable: false, title: 'No such topic or partition' },
  SCHEMA_NOT_FOUND: { status: 404, retriable: false, title: 'No such schema version' },
  SUBSCRIPTION_NOT_FOUND: { status: 404, retriable: false, title: 'No such subscription' },
  ROUTE_NOT_FOUND: { status: 404, retriable: false, title: 'No such call' },
  METHOD_NOT_ALLOWED: { status: 405, retriable: false, title: 'The call has no such method' },
  NOT_ACCEPTABLE: { status: 406, retriable: false, title: 'None of the accepted formats can be served' },
  INCOMPATIBLE_SCHEMA: { status: 409, retriable: false, title: 'The schema breaks with an earlier version' },
  VERSION_CONFLICT: { status: 409, retriable: true, title: 'It was changed by another request meanwhile' },
  TOPIC_AUTHORIZATION_FAILED: { status: 403, retriable: false, title: 'The name is reserved for the bus itself' },
  MESSAGE_TOO_LARGE: { status: 413, retriable: false, title: 'The request or event is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retriable: false, title: 'The content type is not supported here' },
  HEADERS_TOO_LARGE: { status: 431, retriable: false, title: 'The request headers are too large' },
  THROTTLING_QUOTA_EXCEEDED: { status: 429, retriable: true, title: 'Too much at once' },
  UNSUPPORTED_FEATURE: { status: 501, retriable: false, title: 'This is not supported' },
  STORAGE_FULL: { status: 503, retriable: true, title: 'The storage is full' },
  STORAGE_READ_ONLY: { status: 503, retriable: true, title: 'The storage is read-only' },
  KAFKA_STORAGE_ERROR: { status: 503, retriable: true, title: 'The storage failed' },
  SHUTTING_DOWN: { status: 503, retriable: true, title: 'The server is stopping' },
  REQUEST_TIMED_OUT: { status: 408, retriable: true, title: 'The request took too long to arrive' },
  UNKNOWN_SERVER_ERROR: { status: 500, retriable: true, title: 'The server failed' },
  // Met at start, on the terminal, never over HTTP.
  INVALID_SETTING: { status: 500, retriable: false, title: 'A setting is not valid' },
  DATA_IN_USE: { status: 500, retriable: true, title: 'Another process uses the data folder' },
  DATA_TOO_NEW: { status: 500, retriable: false, title: 'The data was written by a newer version' },
  DATA_CORRUPT: { status: 500, retriable: false, title: 'The data is damaged' },
  DATA_UNUSABLE: { status: 500, retriable: false, title: 'The data folder cannot be used' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;
