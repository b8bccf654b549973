// After an unclean stop SQLite itself replays the write-ahead log. On top of that, before anything is served: the
// definition and progress tables as a whole, and the newest rows of every log (older ones were checkpointed long
// ago). Bounded, so that a start after a crash stays short whatever is stored.
import type { Database } from 'better-sqlite3';
import { PosthornError } from '../../errors/posthorn-error.js';
import { logTable } from './files.js';
import { StoredBatch } from './row-codec.js';
import { type Run, spanOf } from './row-runs.js';

const TABLES = [
  'topics',
  'logs',
  'documents',
  'groups',
  'progress',
  'parked',
  'losses',
  'clean_points',
  'state',
] as const;
const NEWEST_ROWS = 4;

type TailRow = {
  base_offset: number;
  count: number;
  position: number;
  bytes: number;
  ends: Buffer | null;
  meta: Buffer | null;
  payload: Buffer;
};

/** @throws DATA_CORRUPT */
export function checkIntegrity(db: Database): void {
  for (const table of TABLES) {
    const answer = db.pragma(`quick_check(${table})`, { simple: true });
    if (answer !== 'ok') throw corrupt(`table ${table}: ${String(answer)}`);
  }
  const logs = db.prepare('SELECT id, sparse_offset FROM logs').all() as { id: number; sparse_offset: number }[];
  const exists = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).pluck();
  for (const { id, sparse_offset: sparse } of logs) {
    if (exists.get(logTable(id)) === 1) checkTail(db, id, sparse);
  }
}

/** `sparse`: below it compaction may have left holes. */
function checkTail(db: Database, id: number, sparse: number): void {
  const rows = db
    .prepare(
      `SELECT base_offset, count, position, bytes, ends, meta, payload FROM ${logTable(id)}
       ORDER BY base_offset DESC LIMIT ${NEWEST_ROWS}`,
    )
    .all() as TailRow[];
  let next: TailRow | undefined;
  for (const row of rows) {
    const wrong = wrongInRow(row, next, sparse);
    if (wrong !== undefined) throw corrupt(`log ${id}, offset ${row.base_offset}: ${wrong}`);
    next = row;
  }
}

function wrongInRow(row: TailRow, next: TailRow | undefined, sparse: number): string | undefined {
  let end: number;
  try {
    const batch = new StoredBatch(row.count, row.ends, row.meta, row.payload);
    if (batch.ends[row.count - 1] !== row.payload.byteLength - 1) return 'the values do not fill the payload';
    if (row.bytes !== row.payload.byteLength - row.count) return 'the byte count is wrong';
    if (batch.runs !== undefined && !areRuns(batch.runs, row.count)) return 'the runs do not hold its events';
    end = row.base_offset + spanOf(batch.runs, row.count);
  } catch {
    return 'the row cannot be decoded';
  }
  if (next === undefined) return undefined;
  if (end > next.base_offset) return 'it overlaps the next row';
  const gap = next.position - (row.position + row.bytes);
  return gap < 0 || (gap > 0 && row.base_offset >= sparse) ? 'the positions do not join' : undefined;
}

function areRuns(runs: readonly Run[], count: number): boolean {
  const last = runs.at(-1);
  return last !== undefined && last.index + last.count === count && runs.every((run) => run.count > 0);
}

export function corrupt(what: string): PosthornError {
  return new PosthornError(
    'DATA_CORRUPT',
    `The database is damaged (${what}). Restore a backup; "sqlite3 posthorn.db .recover" saves what can still be read.`,
  );
}
