// Opens the SQLite engine: starts the writer thread, waits until it holds the data folder, attaches this thread.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { PosthornError } from '../../errors/posthorn-error.js';
import {
  ATTEMPTS_MAX_BYTES_DEFAULT,
  ATTEMPTS_MAX_DEFAULT,
  ATTEMPTS_RETENTION_DEFAULT_MS,
} from '../../model/attempt-limits.js';
import { RETENTION_INTERVAL_MS } from '../../model/limits.js';
import type { Engine } from '../engine.js';
import { makeEngine, type WriterPort } from './attach.js';
import { databasePath } from './files.js';
import type { FromWriter, WriterOptions } from './wire.js';

export type SqliteEngineOptions = {
  /** Folder of the database; made where it is absent. */
  readonly folder: string;
  /** Largest size of the database file, bytes; 0: none. */
  readonly maxDatabaseBytes?: number;
  /** How many attempts are kept over all groups, how long, and how many bytes of them, about. */
  readonly attemptsMax?: number;
  readonly attemptsRetentionMs?: number;
  readonly attemptsMaxBytes?: number;
  readonly retentionIntervalMs?: number;
  /** Called when the writer thread dies: nothing can be written from then on. */
  readonly onFailure?: (error: Error) => void;
};

/** @throws DATA_UNUSABLE DATA_IN_USE DATA_TOO_NEW DATA_CORRUPT */
export async function openSqliteEngine(options: SqliteEngineOptions): Promise<Engine> {
  const writerOptions: WriterOptions = {
    folder: options.folder,
    maxDatabaseBytes: options.maxDatabaseBytes ?? 0,
    attempts: {
      max: options.attemptsMax ?? ATTEMPTS_MAX_DEFAULT,
      retentionMs: options.attemptsRetentionMs ?? ATTEMPTS_RETENTION_DEFAULT_MS,
      maxBytes: options.attemptsMaxBytes ?? ATTEMPTS_MAX_BYTES_DEFAULT,
    },
    retentionIntervalMs: options.retentionIntervalMs ?? RETENTION_INTERVAL_MS,
  };
  const worker = new Worker(new URL('./writer-thread.js', import.meta.url), { workerData: writerOptions });
  const [first] = (await once(worker, 'message')) as [FromWriter];
  if (first.kind === 'failed') {
    await worker.terminate();
    throw PosthornError.fromWire(first.error);
  }
  worker.on('error', (error) => options.onFailure?.(asError(error)));
  const exited = once(worker, 'exit');
  const writer: WriterPort = {
    send: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    receive: (listener) => worker.on('message', listener),
    onGone: (listener) => worker.on('exit', listener),
  };
  return makeEngine(writer, databasePath(options.folder), async () => {
    writer.send({ kind: 'close' });
    await exited;
  });
}

/** SQLite's own errors lose their class on the way between threads. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const { message, code } = (thrown ?? {}) as { message?: string; code?: string };
  return new Error(`${message ?? String(thrown)}${code === undefined ? '' : ` (${code})`}`);
}
