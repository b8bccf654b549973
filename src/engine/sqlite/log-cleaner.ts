// compaction ▸ one pass over one log, after Kafka's LogCleaner: go through the part that is dirty and note each key's newest
// offset ▸ go through everything up to its end and let go of what is superseded, and of tombstones whose time is over. In steps;
// between two of them commits, trims and retention may have changed the log. A pass that ends early leaves a log that is right:
// what it has let go is superseded by an event that stands.
import type { Database } from 'better-sqlite3';
import {
  COMPACTION_JOIN_MIN_ROWS,
  COMPACTION_JOIN_ROWS,
  COMPACTION_RETENTION_PARTS,
  COMPACTION_STEP_ROWS,
  ROW_MAX_EVENTS,
  ROW_TARGET_BYTES,
} from '../../model/limits.js';
import { logTable } from './files.js';
import { type KeyOffsets, makeKeyOffsets } from './key-offsets.js';
import { StoredBatch } from './row-codec.js';
import { eachKey, rowOffsets } from './row-keys.js';
import { type Judged, makeRowRewriter, type Rewritten, type RowHead, type RowRewriter } from './row-rewriter.js';

export type DirtyLog = {
  readonly id: number;
  readonly startOffset: number;
  /** Below it each key has one event. */
  readonly cleanOffset: number;
  /** Base offset of the newest row, which is left alone. */
  readonly endOffset: number;
  /** Age at which retention takes events away; -1: never. */
  readonly retentionMs: number;
};

export type CleanerDeps = {
  readonly db: Database;
  /** At least what one row holds. */
  readonly maxKeys: number;
  readonly seed: number;
  /** A step has lasted long enough. */
  readonly stepIsOver: () => boolean;
  /** The log is still there and to be compacted. */
  readonly stands: (id: number) => boolean;
  readonly rewrote: (rewritten: Rewritten) => void;
};

export type Cleaned = { readonly cleanOffset: number; readonly events: number; readonly tombstones: number };

const NO_PAYLOAD = new Uint8Array(0);

/** Tombstones below `tombstonesEnd` go. Gives undefined where the log has changed so that the pass ended early. */
export function* cleanLog(
  log: DirtyLog,
  tombstonesEnd: number,
  deps: CleanerDeps,
): Generator<void, Cleaned | undefined> {
  const newest = yield* noteKeys(log, deps);
  if (newest === undefined) return undefined;
  const { db, stepIsOver } = deps;
  const heads = headsOf(db, log.id);
  const group = makeGroup(makeRowRewriter(db, log.id), log.retentionMs, deps.rewrote);
  let [events, tombstones] = [0, 0];
  for (let from = 0; ; ) {
    const rows = heads(from, newest.endOffset);
    for (const row of rows) {
      const judged = judge(row, log.startOffset, tombstonesEnd, newest.keys);
      events += judged.indexes.length;
      tombstones += judged.tombstones;
      if (!group.fits(judged)) {
        if (!(yield* pause(log, deps)) || !group.close() || !(yield* pause(log, deps))) return undefined;
      }
      group.add(judged);
      if (stepIsOver() && !(yield* pause(log, deps))) return undefined;
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    from = last.base_offset + 1;
  }
  if (!group.close()) return undefined;
  return { cleanOffset: newest.endOffset, events, tombstones };
}

/** Undefined: the log is gone. `endOffset`: lower than the log's where it has more keys than there is room for. */
function* noteKeys(
  log: DirtyLog,
  deps: CleanerDeps,
): Generator<void, { readonly keys: KeyOffsets; readonly endOffset: number } | undefined> {
  const { cleanOffset, endOffset } = log;
  const { maxKeys, seed, stepIsOver } = deps;
  const keys = makeKeyOffsets(Math.min(maxKeys, Math.max(0, endOffset - cleanOffset) + ROW_MAX_EVENTS), seed);
  const heads = headsOf(deps.db, log.id);
  for (let from = cleanOffset; ; ) {
    const rows = heads(from, endOffset);
    for (const row of rows) {
      if (keys.size > 0 && keys.size + row.count > maxKeys) return { keys, endOffset: row.base_offset };
      const offsets = offsetsOf(row);
      eachKey(row.meta, row.count, (index, bytes, start, end) => {
        if (start >= 0) keys.put(bytes, start, end, offsets[index] as number);
      });
      from = row.base_offset + 1;
      if (stepIsOver() && !(yield* pause(log, deps))) return undefined;
    }
    if (rows.length === 0) return { keys, endOffset: Math.max(endOffset, cleanOffset) };
  }
}

/** Ends a step. False: the log is not to be compacted any more, or gone. */
function* pause({ id }: DirtyLog, { stands }: CleanerDeps): Generator<void, boolean> {
  yield;
  return stands(id);
}

function headsOf(db: Database, id: number): (from: number, before: number) => RowHead[] {
  const statement = db.prepare(
    `SELECT base_offset, count, position, bytes, appended_at, timestamp_high, meta FROM ${logTable(id)}
     WHERE base_offset >= ? AND base_offset < ? ORDER BY base_offset LIMIT ${COMPACTION_JOIN_ROWS}`,
  );
  return (from, before) => statement.all(from, before) as RowHead[];
}

function offsetsOf({ base_offset: base, count, meta }: RowHead): Float64Array {
  return rowOffsets(base, count, new StoredBatch(count, null, meta, NO_PAYLOAD).runs);
}

type JudgedRow = Judged & { readonly tombstones: number };

/** An event without a key supersedes nothing, and nothing supersedes it. */
function judge(row: RowHead, startOffset: number, tombstonesEnd: number, keys: KeyOffsets): JudgedRow {
  const { columns } = new StoredBatch(row.count, null, row.meta, NO_PAYLOAD);
  const offsets = offsetsOf(row);
  const column = columns.tombstone;
  const kept: number[] = [];
  let tombstones = 0;
  eachKey(row.meta, row.count, (index, bytes, start, end) => {
    const offset = offsets[index] as number;
    if (offset < startOffset || (start >= 0 && keys.find(bytes, start, end) > offset)) return;
    const isTombstone = start >= 0 && (typeof column === 'object' ? column[index] : column) === 1;
    if (isTombstone && offset < tombstonesEnd) return;
    if (isTombstone) tombstones += 1;
    kept.push(index);
  });
  return { row, indexes: kept, offsets: kept.map((index) => offsets[index] as number), tombstones };
}

type Group = {
  fits(judged: Judged): boolean;
  add(judged: Judged): void;
  /** Rewrites what has come together, where that makes it smaller. False: the rows are no longer as they were. */
  close(): boolean;
};

function makeGroup(rewriter: RowRewriter, retentionMs: number, rewrote: (rewritten: Rewritten) => void): Group {
  const partMs = retentionMs > 0 ? retentionMs / COMPACTION_RETENTION_PARTS : Number.POSITIVE_INFINITY;
  // Parts stand where they are: pass after pass may join a row with newer ones, but never beyond the end of its part.
  const partOf = ({ row }: Judged) => Math.floor(row.appended_at / partMs);
  let part: number | undefined;
  let rows: Judged[] = [];
  let [events, bytes, left, removed] = [0, 0, 0, 0];
  return {
    fits: (judged) =>
      rows.length === 0 ||
      (rows.length < COMPACTION_STEP_ROWS &&
        left + (judged.indexes.length > 0 ? 1 : 0) <= COMPACTION_JOIN_ROWS &&
        events + judged.indexes.length <= ROW_MAX_EVENTS &&
        bytes + bytesLeft(judged) <= ROW_TARGET_BYTES &&
        (judged.indexes.length === 0 || part === undefined || part === partOf(judged))),
    add: (judged) => {
      rows.push(judged);
      events += judged.indexes.length;
      bytes += bytesLeft(judged);
      removed += judged.row.count - judged.indexes.length;
      if (judged.indexes.length === 0) return;
      left += 1;
      part = partOf(judged);
    },
    close: () => {
      const closed = rows;
      const worth = removed > 0 || closed.length >= COMPACTION_JOIN_MIN_ROWS;
      rows = [];
      part = undefined;
      [events, bytes, left, removed] = [0, 0, 0, 0];
      if (!worth) return true;
      const rewritten = rewriter.rewrite(closed);
      if (rewritten !== undefined) rewrote(rewritten);
      return rewritten !== undefined;
    },
  };
}

/** About: as if all values of the row were of one size. */
function bytesLeft({ row, indexes }: Judged): number {
  return Math.ceil(((row.bytes + row.count) * indexes.length) / row.count);
}
