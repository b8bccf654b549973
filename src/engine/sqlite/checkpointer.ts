// The writer's hand on the checkpoint thread: starts a checkpoint when enough was written since the last, then
// copies the small rest itself, between two commits, so that the write-ahead log starts again from its beginning.
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import { CHECKPOINT_WAL_BYTES } from '../../model/limits.js';
import { databasePath, walPath } from './files.js';

/** Pages that a commit of one small append dirties, as a rule; measured, see ARCHITECTURE.md. */
const COMMIT_OVERHEAD_BYTES = 3 * 16_384;

export type Checkpointer = {
  /** A commit wrote about this many bytes of values. */
  wrote(bytes: number): void;
  close(): Promise<void>;
};

export function startCheckpointer(db: Database, folder: string): Checkpointer {
  const entry = new URL('./checkpoint-thread.js', import.meta.url);
  const worker = new Worker(entry, { workerData: databasePath(folder) });
  // What a process that was killed has left counts as well: otherwise each kill lets the log grow further.
  let pending = statSync(walPath(folder), { throwIfNoEntry: false })?.size ?? 0;
  let running = false;
  worker.on('message', () => {
    running = false;
    pending = 0;
    try {
      db.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // A full disk: the log stays where it is, commits report the fault to their callers, the next round tries again.
    }
  });
  return {
    wrote(bytes) {
      pending += bytes + COMMIT_OVERHEAD_BYTES;
      if (running || pending < CHECKPOINT_WAL_BYTES) return;
      running = true;
      worker.postMessage('checkpoint');
    },
    async close() {
      const exited = once(worker, 'exit');
      worker.postMessage('close');
      await exited;
    },
  };
}
