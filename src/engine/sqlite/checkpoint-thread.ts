// Copies the write-ahead log into the database file, beside the writer: a passive checkpoint on a connection of its
// own holds no writer up. Asked by the writer (any message), answers when it is done.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const port = parentPort;
if (port === null) throw new Error('checkpoint-thread runs as a worker');
const db = new Database(workerData as string);
db.pragma('synchronous = FULL');

port.on('message', (message: 'checkpoint' | 'close') => {
  if (message === 'close') {
    db.close();
    port.close();
    return;
  }
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
    port.postMessage(null);
  } catch (error) {
    port.postMessage(error instanceof Error ? error.message : String(error));
  }
});
