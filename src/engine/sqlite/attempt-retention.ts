// Attempts beyond the number that is kept go, the oldest first, in small steps; the log start of _attempts moves with them.
import type { Database } from 'better-sqlite3';
import { ATTEMPTS_TOPIC, INTERNAL_PARTITION } from '../../model/internal-topics.js';
import { RETENTION_STEP_KEYS } from '../../model/limits.js';
import type { AppendSignal } from '../engine.js';
import { makeAttemptView } from './attempt-view.js';

export type AttemptRetention = {
  /** Each `next()` is one short transaction. */
  pass(): Generator<void>;
};

export function makeAttemptRetention(
  db: Database,
  attemptsMax: number,
  moved: (signal: AppendSignal) => void,
): AttemptRetention {
  const last = db.prepare('SELECT max(id) FROM attempts').pluck();
  const drop = db.prepare(
    `DELETE FROM attempts WHERE id IN (SELECT id FROM attempts WHERE id <= ? ORDER BY id LIMIT ${RETENTION_STEP_KEYS})`,
  );
  const forget = db.prepare(
    'DELETE FROM former_groups WHERE NOT EXISTS (SELECT 1 FROM attempts WHERE group_id = former_groups.id)',
  );
  const topic = db.prepare('SELECT 1 FROM topics WHERE name = ?').pluck();
  const log = makeAttemptView(db);
  return {
    *pass() {
      const end = ((last.get() as number | null) ?? 0) - attemptsMax;
      let dropped = 0;
      for (let step = RETENTION_STEP_KEYS; step === RETENTION_STEP_KEYS; ) {
        step = drop.run(end).changes;
        dropped += step;
        if (step === RETENTION_STEP_KEYS) yield;
      }
      if (dropped === 0) return;
      forget.run();
      if (topic.get(ATTEMPTS_TOPIC) === undefined) return;
      const { logStartOffset, highWatermark } = log.bounds();
      moved({ topic: ATTEMPTS_TOPIC, partition: INTERNAL_PARTITION, highWatermark, logStartOffset });
    },
  };
}
