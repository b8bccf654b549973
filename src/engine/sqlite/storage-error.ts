// SQLite's errors as the codes of the API: full, read-only, anything else.
import { PosthornError } from '../../errors/posthorn-error.js';

const RETRY_AFTER_MS = 5_000;

/** What a failed write means to the caller whose unit was in it. Nothing of the unit was written. */
export function storageError(cause: unknown): PosthornError {
  if (cause instanceof PosthornError) return cause;
  const sqliteCode = codeOf(cause);
  const options = { cause, retryAfterMs: RETRY_AFTER_MS };
  if (sqliteCode === 'SQLITE_FULL') {
    return new PosthornError(
      'STORAGE_FULL',
      'The disk is full, or the limit POSTHORN_MAX_DATABASE_BYTES is reached; nothing was written. Free disk space or ' +
        'raise the limit (below the limit, DELETE /v1/topics/{topic} and a shorter retentionMs make room too), then ' +
        'send the request again.',
      options,
    );
  }
  if (sqliteCode.startsWith('SQLITE_READONLY') || sqliteCode === 'SQLITE_PERM') {
    return new PosthornError(
      'STORAGE_READ_ONLY',
      'The data folder cannot be written; nothing was written. Make it writable, then send the request again.',
      options,
    );
  }
  return new PosthornError(
    'KAFKA_STORAGE_ERROR',
    `The storage failed (${sqliteCode}); nothing was written. Look at the server's log, then send the request again.`,
    options,
  );
}

function codeOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string') {
    return cause.code;
  }
  return 'UNKNOWN';
}
