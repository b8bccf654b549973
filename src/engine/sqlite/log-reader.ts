// Reads of the log, on a thread's own read-only connection.
import type { Database, Statement } from 'better-sqlite3';
import { columnAt } from '../../model/event-batch.js';
import { ROW_CACHE_MAX_BYTES, ROW_MAX_EVENTS, ROW_TARGET_BYTES } from '../../model/limits.js';
import { type Offset, type PartitionIndex, parseOffset, type TopicName } from '../../model/names.js';
import type { LogBounds, LogSlice, ReadLimits } from '../engine.js';
import { logTable } from './files.js';
import { makeEventCounter } from './log-count.js';
import { readSlices } from './log-slices.js';
import { type CachedRow, type CachedRows, decodeRow, makeRowCache, type RawRow, type RowCache } from './row-cache.js';

/** Start offset, bytes of holes; base offset and position of the oldest row; base offset, count, position, bytes of the newest. */
type RawBounds = [number, number, number | null, number, number | null, number, number, number];

/** Base offset of the row at a place, the log start, how often rows of the log were rewritten. */
type RawPlace = [number | null, number, number];

type Table = {
  readonly id: number;
  readonly bounds: Statement;
  /** Of the row that holds an offset, or the log start where that is higher. */
  readonly place: Statement;
  readonly read: Statement;
  readonly rows: CachedRows;
  /** What `rewrites` said when `rows` were read. */
  rewrites: number;
  readonly highAt: Statement;
  readonly reaching: Statement;
  readonly count: (from: number, to: number) => number;
};

export class LogReader {
  readonly #db: Database;
  readonly #find: Statement;
  readonly #exists: Statement;
  readonly #begin: Statement;
  readonly #end: Statement;
  /** By topic, then partition. */
  readonly #tables = new Map<TopicName, Table[]>();
  readonly #cache = makeRowCache(ROW_CACHE_MAX_BYTES);

  constructor(db: Database) {
    this.#db = db;
    this.#find = db.prepare(
      `SELECT logs.id, start_offset AS startOffset FROM topics JOIN logs ON topic_id = topics.id
       WHERE name = ? AND partition = ?`,
    );
    this.#exists = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).pluck();
    this.#begin = db.prepare('BEGIN');
    this.#end = db.prepare('COMMIT');
  }

  bounds(topic: TopicName, partition: PartitionIndex): LogBounds | undefined {
    const table = this.#table(topic, partition);
    if (table === undefined) return this.#emptyBounds(topic, partition);
    const edges = this.#unlessDropped(topic, () => table.bounds.get(table.id) as RawBounds | undefined);
    if (edges === undefined) return this.#emptyBounds(topic, partition);
    const [startOffset, holeBytes, firstBase, firstPosition, lastBase, lastCount, lastPosition, lastBytes] = edges;
    if (firstBase === null || lastBase === null) {
      const start = parseOffset(startOffset);
      return { logStartOffset: start, highWatermark: start, bytes: 0 };
    }
    return {
      // The oldest row may begin above it: what was between was compacted away.
      logStartOffset: parseOffset(startOffset),
      highWatermark: parseOffset(lastBase + lastCount),
      bytes: lastPosition + lastBytes - firstPosition - holeBytes,
    };
  }

  /** The topic's logs were changed: what is known of them is looked up again. */
  forget(topic: TopicName): void {
    // Partitions that are not known yet are holes.
    for (const table of this.#tables.get(topic) ?? []) if (table !== undefined) this.#cache.drop(table.rows);
    this.#tables.delete(topic);
  }

  read(topic: TopicName, partition: PartitionIndex, offset: Offset, limits: ReadLimits): LogSlice[] {
    const table = this.#table(topic, partition);
    if (table === undefined) return [];
    return this.#unlessDropped(topic, () => this.#readFrom(table, offset, limits)) ?? [];
  }

  #readFrom(table: Table, offset: Offset, limits: ReadLimits): LogSlice[] {
    // Asked of the tables, so that what was deleted is not given out of the cache.
    const [row, startOffset, rewrites] = this.#place(table, offset);
    if (rewrites > 0) return this.#readSnapshot(table, offset, limits);
    const from = parseOffset(Math.max(offset, startOffset));
    const slices = readSlices(rowsFrom(table, this.#cache, row, from, false), from, limits);
    // Nothing, although a row was there: rows were deleted or rewritten between the two looks.
    return slices.length === 0 && row !== null ? this.#readSnapshot(table, offset, limits) : slices;
  }

  /** Of a log whose rows were rewritten: both looks see the same state, or rows between them could be missed. */
  #readSnapshot(table: Table, offset: Offset, limits: ReadLimits): LogSlice[] {
    this.#begin.run();
    try {
      const [row, startOffset, rewrites] = this.#place(table, offset);
      if (rewrites !== table.rewrites) {
        this.#cache.drop(table.rows);
        table.rewrites = rewrites;
      }
      const from = parseOffset(Math.max(offset, startOffset));
      return readSlices(rowsFrom(table, this.#cache, row, from, true), from, limits);
    } finally {
      this.#end.run();
    }
  }

  #place(table: Table, offset: Offset): RawPlace {
    return (table.place.get(offset, table.id) as RawPlace | undefined) ?? [null, 0, 0];
  }

  offsetForTimestamp(topic: TopicName, partition: PartitionIndex, timestamp: number): Offset {
    const bounds = this.bounds(topic, partition);
    const table = this.#table(topic, partition);
    if (bounds === undefined || table === undefined) return bounds?.highWatermark ?? parseOffset(0);
    // timestamp_high never falls, so the first row that reaches `timestamp` is found by halving.
    let low: number = bounds.logStartOffset;
    let high: number = bounds.highWatermark;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = table.highAt.get(middle) as { next: number; timestamp_high: number } | undefined;
      if (row === undefined || row.timestamp_high < timestamp) low = Math.max(middle + 1, row?.next ?? 0);
      else high = middle;
    }
    // The event that raised it there may have been deleted since: then a later row is the one.
    for (let from = low; from < bounds.highWatermark; ) {
      const row = table.reaching.get(from, timestamp) as number | undefined;
      if (row === undefined) break;
      const slices = this.read(topic, partition, parseOffset(Math.max(row, from)), ABOUT_ONE_ROW);
      const found = firstAtOrAfter(slices, timestamp);
      if (found !== undefined) return parseOffset(found);
      const last = slices.at(-1);
      if (last === undefined) break;
      // What reached it there was trimmed or compacted away.
      from = last.baseOffset + last.last + 1;
    }
    return bounds.highWatermark;
  }

  count(topic: TopicName, partition: PartitionIndex, from: Offset, to: Offset): number {
    const table = this.#table(topic, partition);
    if (table === undefined) return 0;
    return this.#unlessDropped(topic, () => table.count(from, to)) ?? 0;
  }

  /** Of a log that has no table yet: nothing was ever appended. */
  #emptyBounds(topic: TopicName, partition: PartitionIndex): LogBounds | undefined {
    const log = this.#find.get(topic, partition) as { startOffset: number } | undefined;
    if (log === undefined) return undefined;
    const start = parseOffset(log.startOffset);
    return { logStartOffset: start, highWatermark: start, bytes: 0 };
  }

  /** Undefined where there is no such log, or nothing was appended to it yet. */
  #table(topic: TopicName, partition: PartitionIndex): Table | undefined {
    const known = this.#tables.get(topic)?.[partition];
    if (known !== undefined) return known;
    const log = this.#find.get(topic, partition) as { id: number } | undefined;
    if (log === undefined || this.#exists.get(logTable(log.id)) !== 1) return undefined;
    const table = this.#prepareTable(log.id);
    const tables = this.#tables.get(topic) ?? [];
    tables[partition] = table;
    this.#tables.set(topic, tables);
    return table;
  }

  /** Runs a read; undefined where the topic was deleted so recently that this thread has not heard of it yet. */
  #unlessDropped<T>(topic: TopicName, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('no such table')) throw error;
      this.forget(topic);
      return undefined;
    }
  }

  #prepareTable(id: number): Table {
    const name = logTable(id);
    const oldest = (column: string) => `(SELECT ${column} FROM ${name} ORDER BY base_offset LIMIT 1)`;
    const rowOf = `SELECT base_offset FROM ${name} WHERE base_offset <= ? ORDER BY base_offset DESC LIMIT 1`;
    const newest = (column: string) => `(SELECT ${column} FROM ${name} ORDER BY base_offset DESC LIMIT 1)`;
    return {
      id,
      bounds: this.#db
        .prepare(
          `SELECT start_offset, hole_bytes, ${oldest('base_offset')}, ${oldest('position')}, ${newest('base_offset')},
             ${newest('count')}, ${newest('position')}, ${newest('bytes')} FROM logs WHERE id = ?`,
        )
        .raw(),
      place: this.#db
        .prepare(
          `SELECT (SELECT base_offset FROM ${name} WHERE base_offset <= max(?, start_offset) ORDER BY base_offset DESC LIMIT 1),
             start_offset, rewrites FROM logs WHERE id = ?`,
        )
        .raw(),
      read: this.#db
        .prepare(
          `SELECT base_offset, count, appended_at, ends, meta, payload FROM ${name}
           WHERE base_offset >= ? ORDER BY base_offset`,
        )
        .raw(),
      rows: new Map(),
      rewrites: 0,
      count: makeEventCounter(this.#db, id),
      highAt: this.#db.prepare(
        `SELECT base_offset + count AS next, timestamp_high FROM ${name} WHERE base_offset <= ?
         ORDER BY base_offset DESC LIMIT 1`,
      ),
      reaching: this.#db
        .prepare(
          `SELECT base_offset FROM ${name} WHERE base_offset >= coalesce((${rowOf}), 0) AND timestamp_max >= ?
           ORDER BY base_offset LIMIT 1`,
        )
        .pluck(),
    };
  }
}

const ABOUT_ONE_ROW = { maxEvents: ROW_MAX_EVENTS, maxBytes: ROW_TARGET_BYTES };

/** The first offset whose event reaches `timestamp`. */
function firstAtOrAfter(slices: readonly LogSlice[], timestamp: number): number | undefined {
  for (const { batch, baseOffset, timestamp: ofRow, first, last } of slices) {
    const { timestamp: column } = batch.columns;
    for (let i = first; i <= last; i += 1) if ((columnAt(column, i) ?? ofRow) >= timestamp) return baseOffset + i;
  }
  return undefined;
}

/**
 * The rows from the one at `base` on, or where there is none from `offset` on: out of the cache as far as it goes, then out of
 * the table. `snapshot`: the state in which `base` was looked up.
 */
function* rowsFrom(
  table: Table,
  cache: RowCache,
  base: number | null,
  offset: Offset,
  snapshot: boolean,
): Generator<CachedRow> {
  // A cached row may be one that retention has deleted since. The oldest go first, so where this one stands the rows behind
  // it do.
  let next = base ?? offset;
  let row = base === null ? undefined : cache.find(table.rows, next);
  for (; row !== undefined; row = cache.find(table.rows, next)) {
    yield row;
    next = row.endOffset;
  }
  let joins = snapshot || base === null;
  for (const raw of table.read.iterate(next) as IterableIterator<RawRow>) {
    const read = decodeRow(raw);
    // Deleted or rewritten between the two looks: another read tells.
    if (!joins && read.baseOffset !== next) return;
    joins = true;
    cache.keep(table.rows, read);
    yield read;
  }
}
