// Opens the database for the writer: takes the folder's lock, sets the pragmas, migrates, checks after a crash.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { PosthornError } from '../../errors/posthorn-error.js';
import { WAL_KEPT_BYTES } from '../../model/limits.js';
import { checkIntegrity, corrupt } from './check-integrity.js';
import { databasePath, lockPath } from './files.js';
import { migrate } from './migrate.js';

const PAGE_BYTES = 16_384;
const CACHE_KIB = 64 * 1024;

export type Storage = { readonly db: Database.Database; readonly release: () => void };

/** @throws DATA_UNUSABLE DATA_IN_USE DATA_TOO_NEW DATA_CORRUPT */
export function openStorage(folder: string, maxDatabaseBytes: number): Storage {
  prepareFolder(folder);
  const lock = takeLock(folder);
  try {
    const db = openDatabase(folder, maxDatabaseBytes);
    try {
      migrate(db);
      const clean = db.prepare(`SELECT value FROM state WHERE name = 'clean'`).pluck().get();
      if (clean !== 1) checkIntegrity(db);
      db.prepare(`UPDATE state SET value = 0 WHERE name = 'clean'`).run();
    } catch (error) {
      db.close();
      throw error;
    }
    return { db, release: () => releaseStorage(db, lock) };
  } catch (error) {
    lock.close();
    if (error instanceof PosthornError) throw error;
    throw isDamage(error) ? corrupt(error.message) : unusable(folder, error);
  }
}

function isDamage(error: unknown): error is Error {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}

function prepareFolder(folder: string): void {
  try {
    makeFolder(resolve(folder));
    accessSync(folder, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw unusable(folder, error);
  }
}

/** Not by `recursive`: that never returns where a parent refuses in an unusual way, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function unusable(folder: string, cause: unknown): PosthornError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PosthornError(
    'DATA_UNUSABLE',
    `The data folder '${folder}' cannot be used (${reason}). Name a writable folder in POSTHORN_DATA.`,
    { cause },
  );
}

function takeLock(folder: string): Database.Database {
  let lock: Database.Database | undefined;
  try {
    lock = new Database(lockPath(folder), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    const busy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
    if (!busy) throw unusable(folder, error);
    throw new PosthornError(
      'DATA_IN_USE',
      `Another posthorn process uses the data folder '${folder}'. Stop it, or name another folder in POSTHORN_DATA.`,
      { cause: error },
    );
  }
}

function openDatabase(folder: string, maxDatabaseBytes: number): Database.Database {
  const db = new Database(databasePath(folder));
  db.pragma(`page_size = ${PAGE_BYTES}`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  // Checkpoints run in a thread of their own (checkpoint-thread.ts).
  db.pragma('wal_autocheckpoint = 0');
  // Where it has grown larger it is cut as it starts again from its beginning, which costs no wait.
  db.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`);
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma('temp_store = MEMORY');
  if (maxDatabaseBytes > 0) db.pragma(`max_page_count = ${Math.max(1, Math.floor(maxDatabaseBytes / PAGE_BYTES))}`);
  return db;
}

function releaseStorage(db: Database.Database, lock: Database.Database): void {
  try {
    db.prepare(`UPDATE state SET value = 1 WHERE name = 'clean'`).run();
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // A full or read-only disk: everything committed is in the log, and the next start checks more.
  } finally {
    db.close();
    lock.close();
  }
}
