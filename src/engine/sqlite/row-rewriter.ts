// compaction ▸ rows of which something goes are replaced by one row with what is left of them, in one short transaction. It is
// not fsynced by itself: nobody waits for it, the next commit's fsync takes it along, and after a loss of power the rows are
// there as they were. The newest row of a log is never among them, so its high watermark stays.
import type { Database, Statement } from 'better-sqlite3';
import { logTable } from './files.js';
import { gatherEvents, type Kept } from './gather-events.js';
import { encodeColumns, encodeEnds, StoredBatch } from './row-codec.js';

/** A row without its values. */
export type RowHead = {
  readonly base_offset: number;
  readonly count: number;
  readonly position: number;
  readonly bytes: number;
  readonly appended_at: number;
  readonly timestamp_high: number;
  readonly meta: Buffer | null;
};

/** A row, and which of its events stay. */
export type Judged = {
  readonly row: RowHead;
  readonly indexes: readonly number[];
  readonly offsets: readonly number[];
};

export type Rewritten = { readonly events: number; readonly bytes: number; readonly writtenBytes: number };

export type RowRewriter = {
  /** Neighbouring rows, in order. Undefined: they are no longer as they were, nothing was changed. */
  rewrite(rows: readonly Judged[]): Rewritten | undefined;
};

type Values = { readonly ends: Buffer | null; readonly payload: Buffer };
type Neighbour = { readonly base_offset: number; readonly position: number };

const FSYNC_BY_THE_NEXT_COMMIT = 'synchronous = NORMAL';
const FSYNC_EACH_COMMIT = 'synchronous = FULL';

/** @param id of a log that has a table */
export function makeRowRewriter(db: Database, id: number): RowRewriter {
  const table = logTable(id);
  const values = db.prepare(`SELECT ends, payload FROM ${table} WHERE base_offset = ?`);
  const remove = db.prepare(`DELETE FROM ${table} WHERE base_offset BETWEEN ? AND ?`);
  const before = db.prepare(`SELECT 1 FROM ${table} WHERE base_offset < ? LIMIT 1`);
  const behind = db.prepare(`SELECT base_offset, position FROM ${table} WHERE base_offset > ? ORDER BY 1 LIMIT 1`);
  const insert = db.prepare(
    `INSERT INTO ${table}
       (base_offset, count, position, bytes, appended_at, timestamp_max, timestamp_high, ends, meta, payload)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const note = db.prepare(
    `UPDATE logs SET hole_bytes = hole_bytes + ?, sparse_offset = max(sparse_offset, ?), rewrites = rewrites + 1
     WHERE id = ?`,
  );

  const replace = db.transaction((rows: readonly Judged[]): Rewritten | undefined => {
    const [first, last] = [rows[0] as Judged, rows[rows.length - 1] as Judged];
    const next = behind.get(last.row.base_offset) as Neighbour | undefined;
    if (next === undefined) return undefined;
    const kept = rows.flatMap((one) => readKept(values, one) ?? []);
    if (remove.run(first.row.base_offset, last.row.base_offset).changes !== rows.length) throw new RowsChanged();
    const written = insertKept(insert, kept, last.row);
    const bytes = rows.reduce((sum, { row }) => sum + row.bytes, 0) - written;
    const isFirst = before.get(first.row.base_offset) === undefined;
    // "position" counts from the first row on: what is missing before it is no hole.
    const start = kept.length > 0 ? last.row.position + last.row.bytes - written : next.position;
    note.run(bytes - (isFirst ? start - first.row.position : 0), next.base_offset, id);
    const events = rows.reduce((sum, { row, indexes }) => sum + row.count - indexes.length, 0);
    return { events, bytes, writtenBytes: written };
  });

  return {
    rewrite: (rows) => {
      db.pragma(FSYNC_BY_THE_NEXT_COMMIT);
      try {
        return replace.immediate(rows);
      } catch (error) {
        if (error instanceof RowsChanged) return undefined;
        throw error;
      } finally {
        db.pragma(FSYNC_EACH_COMMIT);
      }
    },
  };
}

class RowsChanged extends Error {}

function readKept(values: Statement, { row, indexes, offsets }: Judged): Kept | undefined {
  if (indexes.length === 0) return undefined;
  const found = values.get(row.base_offset) as Values | undefined;
  if (found === undefined) throw new RowsChanged();
  const batch = new StoredBatch(row.count, found.ends, row.meta, found.payload);
  return { batch, timestamp: row.appended_at, indexes, offsets };
}

/**
 * Gives the bytes of values written. The new row stands for what its rows stood for: it ends where the last of them did, and is
 * as old as the youngest of which something is left.
 */
function insertKept(insert: Statement, kept: readonly Kept[], last: RowHead): number {
  if (kept.length === 0) return 0;
  const appendedAt = Math.max(...kept.map(({ timestamp }) => timestamp));
  const { batch, baseOffset, runs, timestampMax } = gatherEvents(kept, appendedAt);
  const bytes = batch.payload.byteLength - batch.count;
  insert.run(
    baseOffset,
    batch.count,
    last.position + last.bytes - bytes,
    bytes,
    appendedAt,
    timestampMax,
    last.timestamp_high,
    encodeEnds(batch.ends),
    encodeColumns(batch.columns, batch.count, runs),
    batch.payload,
  );
  return bytes;
}
