// Attempts as the writer stores them: a row each, with the bytes of all that are kept up to it, so that what they take in all
// is one subtraction.
import type { Database, Statement } from 'better-sqlite3';
import { ATTEMPT_ROW_BYTES } from '../../model/attempt-limits.js';
import { ATTEMPTS_TOPIC, INTERNAL_PARTITION } from '../../model/internal-topics.js';
import type { GroupName } from '../../model/names.js';
import type { AppendSignal } from '../engine.js';
import { type PackedAttempt, unpackAttempts } from './attempt-wire.js';
import { isLeftOut, LAST_SHOWN } from './left-out-attempts.js';
import type { TopicTable } from './topic-table.js';

export class AttemptWriter {
  readonly #add: Statement;
  readonly #end: Statement;
  readonly #lastShown: Statement;
  /** Undefined: to be read. */
  #endBytes: number | undefined;
  #attempted = false;

  constructor(db: Database) {
    this.#add = db.prepare(
      `INSERT INTO attempts (group_id, topic, partition, "offset", last_offset, key, attempt, outcome, phase, status,
         duration_ms, at, next_attempt_at, response, replay, detail, end_bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#end = db.prepare('SELECT end_bytes FROM attempts ORDER BY id DESC LIMIT 1').pluck();
    this.#lastShown = db.prepare(LAST_SHOWN).pluck();
  }

  write(packed: string, groupId: (group: GroupName) => number): void {
    for (const attempt of unpackAttempts(packed)) this.#write(attempt, groupId(attempt.group));
  }

  /** Where attempts were written that the topic _attempts shows, once that topic is there. */
  takeSignals(topics: TopicTable): AppendSignal[] {
    const attempted = this.#attempted;
    this.#attempted = false;
    if (!attempted || topics.find(ATTEMPTS_TOPIC) === undefined) return [];
    const highWatermark = (this.#lastShown.get(0) as number | undefined) ?? 0;
    return [{ topic: ATTEMPTS_TOPIC, partition: INTERNAL_PARTITION, highWatermark }];
  }

  /** What was written may have been taken back. */
  reset(): void {
    this.#endBytes = undefined;
  }

  #write(attempt: PackedAttempt, groupId: number): void {
    this.#attempted ||= !isLeftOut(attempt.topic);
    const before = this.#endBytes ?? (this.#end.get() as number | null | undefined) ?? 0;
    this.#endBytes = before + bytesOf(attempt);
    this.#add.run(
      groupId,
      attempt.topic,
      attempt.partition,
      attempt.offset,
      attempt.lastOffset,
      attempt.key,
      attempt.attempt,
      attempt.outcome,
      attempt.phase,
      attempt.status,
      attempt.durationMs,
      Math.round(attempt.at),
      attempt.nextAttemptAt === null ? null : Math.round(attempt.nextAttemptAt),
      attempt.response,
      attempt.replay ?? null,
      attempt.detail,
      this.#endBytes,
    );
  }
}

/** Characters count as bytes: most of them are. */
function bytesOf({ topic, key, response, detail }: PackedAttempt): number {
  return ATTEMPT_ROW_BYTES + topic.length + (key?.length ?? 0) + (response?.length ?? 0) + (detail?.length ?? 0);
}
