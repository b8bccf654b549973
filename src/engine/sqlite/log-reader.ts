// Reads of the log, on a thread's own read-only connection.
import type { Database, Statement } from 'better-sqlite3';
import { columnAt, valueStart } from '../../model/event-batch.js';
import { type Offset, type PartitionIndex, parseOffset, type TopicName } from '../../model/names.js';
import type { LogBounds, LogSlice, ReadLimits } from '../engine.js';
import { logTable } from './files.js';
import { StoredBatch } from './row-codec.js';

type LogEntry = { readonly id: number; start_offset: number };
type RawRow = [number, number, number, Buffer | null, Buffer | null, Buffer];
type Edge = { base_offset: number; count: number; position: number; bytes: number };

type Table = {
  readonly read: Statement;
  readonly first: Statement;
  readonly last: Statement;
  readonly highAt: Statement;
};

export class LogReader {
  readonly #db: Database;
  readonly #find: Statement;
  readonly #exists: Statement;
  readonly #tables = new Map<number, Table>();

  constructor(db: Database) {
    this.#db = db;
    this.#find = db.prepare(
      `SELECT logs.id, start_offset FROM topics JOIN logs ON topic_id = topics.id WHERE name = ? AND partition = ?`,
    );
    this.#exists = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).pluck();
  }

  bounds(topic: TopicName, partition: PartitionIndex): LogBounds | undefined {
    const log = this.#find.get(topic, partition) as LogEntry | undefined;
    if (log === undefined) return undefined;
    const table = this.#table(log.id);
    const first = table?.first.get() as Edge | undefined;
    const last = table?.last.get() as Edge | undefined;
    if (first === undefined || last === undefined) {
      const start = parseOffset(log.start_offset);
      return { logStartOffset: start, highWatermark: start, bytes: 0 };
    }
    return {
      logStartOffset: parseOffset(Math.max(first.base_offset, log.start_offset)),
      highWatermark: parseOffset(last.base_offset + last.count),
      bytes: last.position + last.bytes - first.position,
    };
  }

  read(topic: TopicName, partition: PartitionIndex, offset: Offset, limits: ReadLimits): LogSlice[] {
    const table = this.#tableOf(topic, partition);
    if (table === undefined) return [];
    const slices: LogSlice[] = [];
    let events = limits.maxEvents;
    let bytes = limits.maxBytes;
    for (const row of table.read.iterate(offset) as IterableIterator<RawRow>) {
      const slice = cutSlice(row, offset, events, bytes, limits.before, slices.length === 0);
      if (slice === undefined) continue;
      if (slice.last < slice.first) break;
      slices.push(slice);
      const { batch, first, last } = slice;
      events -= last - first + 1;
      bytes -= sliceBytes(slice);
      if (last < batch.count - 1 || events <= 0 || bytes <= 0) break;
    }
    return slices;
  }

  offsetForTimestamp(topic: TopicName, partition: PartitionIndex, timestamp: number): Offset {
    const bounds = this.bounds(topic, partition);
    const table = this.#tableOf(topic, partition);
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
    const found = this.#firstAtOrAfter(topic, partition, parseOffset(low), timestamp);
    return parseOffset(found ?? bounds.highWatermark);
  }

  /** Within the row of `offset`, which is known to reach `timestamp`. */
  #firstAtOrAfter(topic: TopicName, partition: PartitionIndex, offset: Offset, timestamp: number): number | undefined {
    const limits = { maxEvents: Number.MAX_SAFE_INTEGER, maxBytes: Number.MAX_SAFE_INTEGER };
    const [slice] = this.read(topic, partition, offset, { ...limits, maxBytes: 1 });
    if (slice === undefined) return undefined;
    const { batch, baseOffset } = slice;
    for (let i = 0; i < batch.count; i += 1) {
      if ((columnAt(batch.columns.timestamp, i) ?? slice.timestamp) >= timestamp) {
        return baseOffset + i >= offset ? baseOffset + i : offset;
      }
    }
    return undefined;
  }

  #tableOf(topic: TopicName, partition: PartitionIndex): Table | undefined {
    const log = this.#find.get(topic, partition) as LogEntry | undefined;
    return log === undefined ? undefined : this.#table(log.id);
  }

  #table(id: number): Table | undefined {
    const known = this.#tables.get(id);
    if (known !== undefined) return known;
    const name = logTable(id);
    if (this.#exists.get(name) !== 1) return undefined;
    const columns = 'base_offset, count, appended_at, ends, meta, payload';
    const edge = 'SELECT base_offset, count, position, bytes FROM';
    const table: Table = {
      read: this.#db
        .prepare(
          `SELECT ${columns} FROM ${name} WHERE base_offset >=
             coalesce((SELECT base_offset FROM ${name} WHERE base_offset <= ? ORDER BY base_offset DESC LIMIT 1), 0)
           ORDER BY base_offset`,
        )
        .raw(),
      first: this.#db.prepare(`${edge} ${name} ORDER BY base_offset LIMIT 1`),
      last: this.#db.prepare(`${edge} ${name} ORDER BY base_offset DESC LIMIT 1`),
      highAt: this.#db.prepare(
        `SELECT base_offset + count AS next, timestamp_high FROM ${name} WHERE base_offset <= ?
         ORDER BY base_offset DESC LIMIT 1`,
      ),
    };
    this.#tables.set(id, table);
    return table;
  }
}

function sliceBytes({ batch, first, last }: LogSlice): number {
  if (first === 0 && last === batch.count - 1) return batch.payload.byteLength - batch.count;
  return (batch.ends[last] as number) - valueStart(batch.ends, first) - (last - first);
}

/** The wanted part of a row; undefined where the row ends below `offset`, empty where nothing of it fits. */
function cutSlice(
  row: RawRow,
  offset: number,
  maxEvents: number,
  maxBytes: number,
  before: number | undefined,
  takeOne: boolean,
): LogSlice | undefined {
  const [baseOffset, count, timestamp, ends, meta, payload] = row;
  const first = Math.max(0, offset - baseOffset);
  if (first >= count) return undefined;
  const batch = new StoredBatch(count, ends, meta, payload);
  let last = Math.min(count, first + maxEvents, before === undefined ? count : before - baseOffset) - 1;
  if (first > 0 || last < count - 1 || payload.byteLength - count > maxBytes) {
    const start = valueStart(batch.ends, first);
    const least = takeOne ? first : first - 1;
    while (last > least && (batch.ends[last] as number) - start - (last - first) > maxBytes) last -= 1;
  }
  return { batch, baseOffset, timestamp, first, last };
}
