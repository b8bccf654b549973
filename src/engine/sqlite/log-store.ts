// The writer's side of the logs: gives offsets, collects what a commit appends, and turns it into rows at its end.
// What it knows of a log in memory is dropped when a transaction is rolled back and read anew.
import type { Database, Statement } from 'better-sqlite3';
import { columnAt, type EventBatch } from '../../model/event-batch.js';
import { ROW_MAX_EVENTS, ROW_TARGET_BYTES } from '../../model/limits.js';
import type { TopicName } from '../../model/names.js';
import type { AppendSignal } from '../engine.js';
import { shapeRows } from './batch-shape.js';
import { logTable } from './files.js';
import { makeEventCounter } from './log-count.js';
import { encodeColumns, encodeEnds } from './row-codec.js';

export type Log = {
  readonly id: number;
  readonly topic: TopicName;
  readonly partition: number;
  nextOffset: number;
  /** Bytes of values ever appended. */
  position: number;
  appendedAt: number;
  /** Highest timestamp of any event so far. */
  timestampHigh: number;
  staged: EventBatch[];
  insert: Statement | undefined;
};

type LastRow = {
  base_offset: number;
  count: number;
  position: number;
  bytes: number;
  appended_at: number;
  timestamp_high: number;
};

export class LogStore {
  readonly #db: Database;
  readonly #exists: Statement;
  readonly #start: Statement;
  readonly #logs = new Map<number, Log>();
  #dirty: Log[] = [];

  constructor(db: Database) {
    this.#db = db;
    this.#exists = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).pluck();
    this.#start = db.prepare('SELECT start_offset FROM logs WHERE id = ?').pluck();
  }

  /** The log `id`, from memory or from its newest row. */
  open(id: number, topic: TopicName, partition: number): Log {
    const known = this.#logs.get(id);
    if (known !== undefined) return known;
    const start = this.#start.get(id) as number;
    const present = this.#exists.get(logTable(id)) === 1;
    const last = present ? this.#lastRow(id) : undefined;
    const log: Log = {
      id,
      topic,
      partition,
      nextOffset: nextOffsetOf(start, last),
      position: last === undefined ? 0 : last.position + last.bytes,
      appendedAt: last?.appended_at ?? 0,
      timestampHigh: last?.timestamp_high ?? 0,
      staged: [],
      insert: present ? this.#prepareInsert(id) : undefined,
    };
    this.#logs.set(id, log);
    return log;
  }

  /** The next offset of log `id`. Remembers nothing: a log that is made in the same unit may yet be rolled back. */
  highWatermark(id: number): number {
    const known = this.#logs.get(id);
    if (known !== undefined) return known.nextOffset;
    const last = this.#exists.get(logTable(id)) === 1 ? this.#lastRow(id) : undefined;
    return nextOffsetOf(this.#start.get(id) as number, last);
  }

  /** How many events of log `id` can be read below `offset`, those among them that this commit has staged. */
  countBelow(id: number, offset: number): number {
    const stored = this.#exists.get(logTable(id)) === 1 ? makeEventCounter(this.#db, id)(0, offset) : 0;
    const log = this.#logs.get(id);
    if (log === undefined || log.staged.length === 0) return stored;
    const stagedFrom = log.nextOffset - log.staged.reduce((sum, batch) => sum + batch.count, 0);
    return stored + Math.max(0, offset - Math.max(stagedFrom, this.#start.get(id) as number));
  }

  /** Gives `batch` the next offsets of `log`; it is written by `flush`. Returns the first one. */
  stage(log: Log, batch: EventBatch): number {
    const baseOffset = log.nextOffset;
    log.nextOffset += batch.count;
    if (log.staged.length === 0) this.#dirty.push(log);
    log.staged.push(batch);
    return baseOffset;
  }

  /** Writes every staged batch as rows of the current transaction. */
  flush(now: number): AppendSignal[] {
    const signals: AppendSignal[] = [];
    for (const log of this.#dirty) {
      const rows = shapeRows(log.staged, ROW_TARGET_BYTES, ROW_MAX_EVENTS);
      let baseOffset = log.nextOffset - log.staged.reduce((sum, batch) => sum + batch.count, 0);
      log.staged = [];
      log.appendedAt = Math.max(now, log.appendedAt);
      for (const row of rows) {
        this.#insertRow(log, baseOffset, row);
        baseOffset += row.count;
      }
      signals.push({ topic: log.topic, partition: log.partition, highWatermark: log.nextOffset });
    }
    this.#dirty = [];
    return signals;
  }

  /** The logs of a deleted topic: their ids are never given again. */
  forget(ids: readonly number[]): void {
    for (const id of ids) this.#logs.delete(id);
  }

  /** Forgets what was staged and read: the transaction was rolled back. */
  reset(): void {
    this.#logs.clear();
    this.#dirty = [];
  }

  #insertRow(log: Log, baseOffset: number, row: EventBatch): void {
    const bytes = row.payload.byteLength - row.count;
    const timestampMax = highestTimestamp(row, log.appendedAt);
    log.timestampHigh = Math.max(log.timestampHigh, timestampMax);
    log.insert ??= this.#createTable(log.id);
    log.insert.run(
      baseOffset,
      row.count,
      log.position,
      bytes,
      log.appendedAt,
      timestampMax,
      log.timestampHigh,
      encodeEnds(row.ends),
      encodeColumns(row.columns, row.count),
      row.payload,
    );
    log.position += bytes;
  }

  #createTable(id: number): Statement {
    this.#db.exec(
      `CREATE TABLE ${logTable(id)} (
         base_offset INTEGER PRIMARY KEY,
         count INTEGER NOT NULL,
         position INTEGER NOT NULL,
         bytes INTEGER NOT NULL,
         appended_at INTEGER NOT NULL,
         timestamp_max INTEGER NOT NULL,
         timestamp_high INTEGER NOT NULL,
         ends BLOB,
         meta BLOB,
         payload BLOB NOT NULL
       ) STRICT`,
    );
    return this.#prepareInsert(id);
  }

  #prepareInsert(id: number): Statement {
    return this.#db.prepare(
      `INSERT INTO ${logTable(id)}
         (base_offset, count, position, bytes, appended_at, timestamp_max, timestamp_high, ends, meta, payload)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  #lastRow(id: number): LastRow | undefined {
    return this.#db
      .prepare(
        `SELECT base_offset, count, position, bytes, appended_at, timestamp_high FROM ${logTable(id)}
         ORDER BY base_offset DESC LIMIT 1`,
      )
      .get() as LastRow | undefined;
  }
}

function nextOffsetOf(start: number, last: LastRow | undefined): number {
  return Math.max(start, last === undefined ? 0 : last.base_offset + last.count);
}

function highestTimestamp(row: EventBatch, appendedAt: number): number {
  const column = row.columns.timestamp;
  if (column === undefined) return appendedAt;
  let highest = 0;
  for (let i = 0; i < row.count; i += 1) highest = Math.max(highest, columnAt(column, i) ?? appendedAt);
  return highest;
}
