// Deletes what need not be kept, a few rows a step, between commits: events by age and size, what was trimmed, logs of
// deleted topics, expired dedupe keys, old attempts, marks of dead letters. Each step is a transaction of its own and short.
import type { Database, Statement } from 'better-sqlite3';
import { RETENTION_STEP_KEYS, RETENTION_STEP_LOGS, RETENTION_STEP_ROWS } from '../../model/limits.js';
import type { TopicName } from '../../model/names.js';
import type { AppendSignal } from '../engine.js';
import type { LogPlace } from '../trouble.js';
import { type AttemptRetention, type AttemptsKept, makeAttemptRetention } from './attempt-retention.js';
import { logTable } from './files.js';
import { makeRedrivenRetention, type RedrivenRetention } from './redriven-retention.js';

type LogRow = {
  id: number;
  topic_id: number | null;
  topic: TopicName | null;
  partition: number;
  start_offset: number;
  hole_bytes: number;
  retention_ms: number | null;
  retention_bytes: number | null;
};
/** Nothing of the log is due before `until`, as long as its topic keeps `retentionMs` and nothing is trimmed. */
type Rest = { readonly until: number; readonly retentionMs: number; readonly startOffset: number };
/** Of the newest row: position and offset behind it. */
type End = { readonly position: number; readonly next: number };
export type RetentionDeps = {
  readonly db: Database;
  readonly attempts: AttemptsKept;
  /** Hears of every log whose start was moved. */
  readonly moved: (signal: AppendSignal) => void;
  /** A part of a pass failed; `place`: the log that it was at. */
  readonly trouble: (error: unknown, place?: LogPlace) => void;
};
/** `next`: the base offset of the row behind it, or its own end. */
type OldRow = {
  base_offset: number;
  count: number;
  position: number;
  bytes: number;
  appended_at: number;
  next: number;
};

export class Retention {
  readonly #db: Database;
  readonly #moved: RetentionDeps['moved'];
  readonly #trouble: RetentionDeps['trouble'];
  readonly #nextLogs: Statement;
  readonly #tables: Statement;
  readonly #exists: Statement;
  readonly #moveStart: Statement;
  readonly #dropPoints: Statement;
  readonly #dropLog: Statement;
  readonly #expireUnits: Statement;
  readonly #expireEvents: Statement;
  readonly #attempts: AttemptRetention;
  readonly #redriven: RedrivenRetention;
  /** By log id: thousands of logs with nothing to delete cost a pass nothing but this look. */
  readonly #resting = new Map<number, Rest>();
  #deletedEvents = 0;

  constructor({ db, attempts, moved, trouble }: RetentionDeps) {
    this.#db = db;
    this.#moved = moved;
    this.#trouble = trouble;
    this.#nextLogs = db.prepare(
      `SELECT logs.id, topic_id, topics.name AS topic, partition, start_offset, hole_bytes, retention_ms, retention_bytes
       FROM logs LEFT JOIN topics ON topics.id = topic_id WHERE logs.id > ?
       ORDER BY logs.id LIMIT ${RETENTION_STEP_LOGS}`,
    );
    this.#exists = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).pluck();
    this.#tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck();
    this.#moveStart = db
      .prepare(
        `UPDATE logs SET start_offset = max(start_offset, ?), hole_bytes = hole_bytes - ? WHERE id = ?
         RETURNING start_offset`,
      )
      .pluck();
    this.#dropPoints = db.prepare('DELETE FROM clean_points WHERE log_id = ?');
    this.#dropLog = db.prepare('DELETE FROM logs WHERE id = ?');
    this.#expireUnits = db.prepare(
      `DELETE FROM unit_dedupe WHERE (scope, key) IN
         (SELECT scope, key FROM unit_dedupe WHERE expires_at <= ? LIMIT ${RETENTION_STEP_KEYS})`,
    );
    this.#expireEvents = db.prepare(
      `DELETE FROM event_dedupe WHERE (topic_id, key) IN
         (SELECT topic_id, key FROM event_dedupe WHERE expires_at <= ? LIMIT ${RETENTION_STEP_KEYS})`,
    );
    this.#attempts = makeAttemptRetention(db, attempts, moved);
    this.#redriven = makeRedrivenRetention(db);
  }

  get deletedEvents(): number {
    return this.#deletedEvents;
  }

  /** One pass over everything, as steps: each `next()` is one short transaction. */
  *pass(now: number): Generator<void> {
    const tables = new Set(this.#tables.all() as string[]);
    let logs = this.#nextLogs.all(0) as LogRow[];
    for (let last = logs.at(-1); last !== undefined; last = logs.at(-1)) {
      for (const log of logs) {
        if (tables.has(logTable(log.id))) yield* this.#guard(this.#clear(log, now), placeOf(log));
        // Its table may have been made since the tables were listed.
        else if (log.topic_id === null && this.#exists.get(logTable(log.id)) !== 1) this.#dropLog.run(log.id);
      }
      yield;
      logs = this.#nextLogs.all(last.id) as LogRow[];
    }
    yield* this.#guard(expire(this.#expireUnits, now));
    yield;
    yield* this.#guard(expire(this.#expireEvents, now));
    yield;
    yield* this.#guard(this.#attempts.pass(now));
    yield;
    yield* this.#guard(this.#redriven.pass());
  }

  /** What fails in one place holds up no other. */
  *#guard(steps: Generator<void>, place?: LogPlace): Generator<void> {
    try {
      yield* steps;
    } catch (error) {
      this.#trouble(error, place);
    }
  }

  *#clear(log: LogRow, now: number): Generator<void> {
    if (isResting(log, this.#resting.get(log.id), now)) return;
    const table = logTable(log.id);
    const oldest = this.#db.prepare(
      `SELECT base_offset, count, position, bytes, appended_at,
         coalesce((SELECT min(base_offset) FROM ${table} WHERE base_offset > log.base_offset), base_offset + count) AS next
       FROM ${table} AS log ORDER BY base_offset LIMIT ${RETENTION_STEP_ROWS + 1}`,
    );
    const newest = this.#db.prepare(
      `SELECT position + bytes AS position, base_offset + count AS next FROM ${table} ORDER BY base_offset DESC LIMIT 1`,
    );
    const remove = this.#db.prepare(`DELETE FROM ${table} WHERE base_offset <= ?`);
    for (;;) {
      const rows = oldest.all() as OldRow[];
      const end = (newest.get() as End | undefined) ?? { position: 0, next: log.start_offset };
      const dead = Math.min(countDead(log, rows, end.position, now), RETENTION_STEP_ROWS);
      const last = rows[dead - 1];
      if (dead < rows.length || rows.length === 0) this.#rest(log, rows[dead]?.appended_at ?? now);
      if (last === undefined) break;
      const holes = holesBefore(rows, dead, end.position);
      const start = this.#db.transaction(() => {
        remove.run(last.base_offset);
        return this.#moveStart.get(last.next, holes, log.id) as number;
      })();
      log.hole_bytes -= holes;
      for (const row of rows.slice(0, dead)) this.#deletedEvents += countAbove(row, log.start_offset);
      if (start > log.start_offset && log.topic !== null) {
        this.#moved({ topic: log.topic, partition: log.partition, highWatermark: end.next, logStartOffset: start });
      }
      log.start_offset = start;
      yield;
      if (dead < RETENTION_STEP_ROWS) break;
    }
    if (log.topic_id !== null) return;
    this.#db.transaction(() => {
      this.#db.exec(`DROP TABLE ${table}`);
      this.#dropPoints.run(log.id);
      this.#dropLog.run(log.id);
    })();
    this.#resting.delete(log.id);
    yield;
  }

  /** `oldest`: when the oldest event that is left was appended; where none is, now, for none can be older. */
  #rest(log: LogRow, oldest: number): void {
    if (log.retention_ms === null) return;
    const until = log.retention_ms < 0 ? Number.POSITIVE_INFINITY : oldest + log.retention_ms;
    this.#resting.set(log.id, { until, retentionMs: log.retention_ms, startOffset: log.start_offset });
  }
}

function* expire(keys: Statement, now: number): Generator<void> {
  while (keys.run(now).changes === RETENTION_STEP_KEYS) yield;
}

function placeOf({ topic, partition }: LogRow): LogPlace | undefined {
  return topic === null ? undefined : { topic, partition };
}

function isResting(log: LogRow, rest: Rest | undefined, now: number): boolean {
  if (rest === undefined || now >= rest.until || boundsBytes(log)) return false;
  return rest.retentionMs === log.retention_ms && rest.startOffset === log.start_offset;
}

/** Events of a row that had not been trimmed; of one that was compacted, about. */
function countAbove({ base_offset: base, count, next }: OldRow, startOffset: number): number {
  return Math.max(0, Math.min(count, next - Math.max(base, startOffset)));
}

/** Bytes that compaction took out of the first `dead` rows, or from between them and the row behind. */
function holesBefore(rows: readonly OldRow[], dead: number, endPosition: number): number {
  const kept = rows.slice(0, dead).reduce((sum, { bytes }) => sum + bytes, 0);
  return (rows[dead]?.position ?? endPosition) - (rows[0]?.position ?? endPosition) - kept;
}

function boundsBytes({ retention_bytes: bytes }: LogRow): boolean {
  return bytes !== null && bytes >= 0;
}

/** How many of the oldest rows may go. */
function countDead(log: LogRow, rows: readonly OldRow[], endPosition: number, now: number): number {
  if (log.topic_id === null) return rows.length;
  const { retention_ms: ms, retention_bytes: bytes } = log;
  let dead = 0;
  let left = endPosition - (rows[0]?.position ?? endPosition) - log.hole_bytes;
  for (const row of rows) {
    left -= row.bytes;
    const tooOld = ms !== null && ms >= 0 && row.appended_at < now - ms;
    // As in Kafka: a row goes only when what is left without it still reaches the limit.
    const tooMuch = bytes !== null && bytes >= 0 && left >= bytes;
    const trimmed = row.next <= log.start_offset;
    if (!tooOld && !tooMuch && !trimmed) break;
    dead += 1;
  }
  return dead;
}
