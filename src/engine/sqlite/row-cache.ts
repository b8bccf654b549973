// The rows that were read last, kept in memory up to a bound: at the live end of a log many readers want the same rows at
// once, and a row read from the write-ahead log costs several times what sending it does. Rows change only by compaction: the
// reader drops a table's rows when the log says that some were rewritten, or when the writer says that the log has changed.
import { StoredBatch } from './row-codec.js';
import { spanOf } from './row-runs.js';

export type CachedRow = {
  readonly baseOffset: number;
  /** Behind its last event. */
  readonly endOffset: number;
  /** Default timestamp of its events, ms since the epoch. */
  readonly timestamp: number;
  readonly batch: StoredBatch;
  /** What it holds in memory. */
  readonly bytes: number;
};

/** Base offset, count, time of the append, ends, meta, payload. */
export type RawRow = [number, number, number, Buffer | null, Buffer | null, Buffer];

/** The rows of one table, by base offset. */
export type CachedRows = Map<number, CachedRow>;

export type RowCache = {
  find(rows: CachedRows, baseOffset: number): CachedRow | undefined;
  keep(rows: CachedRows, row: CachedRow): void;
  drop(rows: CachedRows): void;
};

/** A larger row would push out too many others. */
const LARGEST_ROW_SHARE = 1 / 8;

export function makeRowCache(maxBytes: number): RowCache {
  /** The one used longest ago comes first. */
  const byUse = new Map<CachedRow, CachedRows>();
  let bytes = 0;

  const remove = (row: CachedRow, rows: CachedRows) => {
    byUse.delete(row);
    rows.delete(row.baseOffset);
    bytes -= row.bytes;
  };

  return {
    find(rows, baseOffset) {
      const row = rows.get(baseOffset);
      if (row === undefined) return undefined;
      byUse.delete(row);
      byUse.set(row, rows);
      return row;
    },

    keep(rows, row) {
      if (row.bytes > maxBytes * LARGEST_ROW_SHARE) return;
      const known = rows.get(row.baseOffset);
      if (known !== undefined) remove(known, rows);
      rows.set(row.baseOffset, row);
      byUse.set(row, rows);
      bytes += row.bytes;
      for (const [oldest, ofRows] of byUse) {
        if (bytes <= maxBytes) break;
        remove(oldest, ofRows);
      }
    },

    drop(rows) {
      for (const row of rows.values()) {
        byUse.delete(row);
        bytes -= row.bytes;
      }
      rows.clear();
    },
  };
}

/** What a row costs in memory beside its bytes, about. */
const ROW_OBJECT_BYTES = 512;
/** Strings and numbers of a decoded column are about so many times their bytes in the row. */
const DECODED_GROWTH = 8;
const END_BYTES = 4;

/** Ends and columns are decoded when they are looked at; the cache must bear them all. */
function decodedBytes(count: number, ends: Buffer | null, meta: Buffer | null): number {
  return (ends?.length ?? 0) + count * END_BYTES + (meta?.length ?? 0) * DECODED_GROWTH;
}

export function decodeRow([baseOffset, count, timestamp, ends, meta, payload]: RawRow): CachedRow {
  const batch = new StoredBatch(count, ends, meta, payload);
  const endOffset = baseOffset + spanOf(batch.runs, count);
  const bytes = ROW_OBJECT_BYTES + payload.length + decodedBytes(count, ends, meta);
  return { baseOffset, endOffset, timestamp, batch, bytes };
}
