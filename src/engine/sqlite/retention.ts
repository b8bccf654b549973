// Deletes what need not be kept, a few rows a step, between commits: events by age and size, logs of deleted topics,
// expired dedupe keys, old attempts. Each step is a transaction of its own and short.
import type { Database, Statement } from 'better-sqlite3';
import { RETENTION_STEP_ROWS } from '../../model/limits.js';
import { logTable } from './files.js';

const KEYS_PER_STEP = 2_000;

type LogRow = { id: number; topic_id: number | null; retention_ms: number | null; retention_bytes: number | null };
type OldRow = { base_offset: number; count: number; position: number; bytes: number; appended_at: number };

export class Retention {
  readonly #db: Database;
  readonly #attemptsMax: number;
  readonly #nextLog: Statement;
  readonly #exists: Statement;
  readonly #moveStart: Statement;
  readonly #dropLog: Statement;
  readonly #expireUnits: Statement;
  readonly #expireEvents: Statement;
  readonly #lastAttempt: Statement;
  readonly #dropAttempts: Statement;
  #deletedEvents = 0;

  constructor(db: Database, attemptsMax: number) {
    this.#db = db;
    this.#attemptsMax = attemptsMax;
    this.#nextLog = db.prepare(
      `SELECT logs.id, logs.topic_id, retention_ms, retention_bytes FROM logs LEFT JOIN topics ON topics.id = topic_id
       WHERE logs.id > ? ORDER BY logs.id LIMIT 1`,
    );
    this.#exists = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).pluck();
    this.#moveStart = db.prepare('UPDATE logs SET start_offset = ? WHERE id = ?');
    this.#dropLog = db.prepare('DELETE FROM logs WHERE id = ?');
    this.#expireUnits = db.prepare(
      `DELETE FROM unit_dedupe WHERE (scope, key) IN
         (SELECT scope, key FROM unit_dedupe WHERE expires_at <= ? LIMIT ${KEYS_PER_STEP})`,
    );
    this.#expireEvents = db.prepare(
      `DELETE FROM event_dedupe WHERE (topic_id, key) IN
         (SELECT topic_id, key FROM event_dedupe WHERE expires_at <= ? LIMIT ${KEYS_PER_STEP})`,
    );
    this.#lastAttempt = db.prepare('SELECT max(id) FROM attempts').pluck();
    this.#dropAttempts = db.prepare(
      `DELETE FROM attempts WHERE id IN (SELECT id FROM attempts WHERE id <= ? ORDER BY id LIMIT ${KEYS_PER_STEP})`,
    );
  }

  get deletedEvents(): number {
    return this.#deletedEvents;
  }

  /** One pass over everything, as steps: each `next()` is one short transaction. */
  *pass(now: number): Generator<void> {
    let log = this.#nextLog.get(0) as LogRow | undefined;
    while (log !== undefined) {
      yield* this.#trimLog(log, now);
      log = this.#nextLog.get(log.id) as LogRow | undefined;
    }
    while (this.#expireUnits.run(now).changes === KEYS_PER_STEP) yield;
    yield;
    while (this.#expireEvents.run(now).changes === KEYS_PER_STEP) yield;
    yield;
    const last = (this.#lastAttempt.get() as number | null) ?? 0;
    while (this.#dropAttempts.run(last - this.#attemptsMax).changes === KEYS_PER_STEP) yield;
  }

  *#trimLog(log: LogRow, now: number): Generator<void> {
    const table = logTable(log.id);
    if (this.#exists.get(table) !== 1) {
      if (log.topic_id === null) this.#dropLog.run(log.id);
      return;
    }
    const oldest = this.#db.prepare(
      `SELECT base_offset, count, position, bytes, appended_at FROM ${table}
       ORDER BY base_offset LIMIT ${RETENTION_STEP_ROWS}`,
    );
    const newest = this.#db.prepare(`SELECT position + bytes FROM ${table} ORDER BY base_offset DESC LIMIT 1`).pluck();
    const remove = this.#db.prepare(`DELETE FROM ${table} WHERE base_offset <= ?`);
    for (;;) {
      const rows = oldest.all() as OldRow[];
      const dead = countDead(log, rows, newest.get() as number, now);
      const last = rows[dead - 1];
      if (last === undefined) break;
      this.#db.transaction(() => {
        remove.run(last.base_offset);
        this.#moveStart.run(last.base_offset + last.count, log.id);
      })();
      for (const row of rows.slice(0, dead)) this.#deletedEvents += row.count;
      yield;
      if (dead < RETENTION_STEP_ROWS) break;
    }
    if (log.topic_id !== null) return;
    this.#db.transaction(() => {
      this.#db.exec(`DROP TABLE ${table}`);
      this.#dropLog.run(log.id);
    })();
    yield;
  }
}

/** How many of the oldest rows may go. */
function countDead(log: LogRow, rows: readonly OldRow[], endPosition: number, now: number): number {
  if (log.topic_id === null) return rows.length;
  const { retention_ms: ms, retention_bytes: bytes } = log;
  let dead = 0;
  for (const row of rows) {
    const tooOld = ms !== null && ms >= 0 && row.appended_at < now - ms;
    // As in Kafka: a row goes only when what is left without it still reaches the limit.
    const tooMuch = bytes !== null && bytes >= 0 && endPosition - (row.position + row.bytes) >= bytes;
    if (!tooOld && !tooMuch) break;
    dead += 1;
  }
  return dead;
}
