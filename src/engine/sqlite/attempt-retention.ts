// Attempts beyond the number, the age or the bytes that are kept go, the oldest first, in small steps; the log start of
// _attempts moves with them.
import type { Database } from 'better-sqlite3';
import { ATTEMPTS_TOPIC, INTERNAL_PARTITION } from '../../model/internal-topics.js';
import { RETENTION_STEP_KEYS } from '../../model/limits.js';
import type { AppendSignal } from '../engine.js';
import { makeEndedBefore } from './attempt-times.js';
import { makeAttemptView } from './attempt-view.js';

/** How many attempts are kept over all groups, how long, and how many bytes of them, about. */
export type AttemptsKept = { readonly max: number; readonly retentionMs: number; readonly maxBytes: number };

export type AttemptRetention = {
  /** Each `next()` is one short transaction. */
  pass(now: number): Generator<void>;
};

export function makeAttemptRetention(
  db: Database,
  kept: AttemptsKept,
  moved: (signal: AppendSignal) => void,
): AttemptRetention {
  const lastGone = makeLastGone(db, kept);
  const drop = db.prepare(
    `DELETE FROM attempts WHERE id IN (SELECT id FROM attempts WHERE id <= ? ORDER BY id LIMIT ${RETENTION_STEP_KEYS})`,
  );
  const forget = db.prepare(
    'DELETE FROM former_groups WHERE NOT EXISTS (SELECT 1 FROM attempts WHERE group_id = former_groups.id)',
  );
  const topic = db.prepare('SELECT 1 FROM topics WHERE name = ?').pluck();
  const log = makeAttemptView(db);
  return {
    *pass(now) {
      const end = lastGone(now);
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

/** @returns of an id: no attempt up to it is kept any more; 0: all are. */
function makeLastGone(db: Database, { max, retentionMs, maxBytes }: AttemptsKept): (now: number) => number {
  const edges = db.prepare('SELECT min(id), max(id) FROM attempts').raw();
  const bytesUpTo = db.prepare('SELECT coalesce(end_bytes, 0) FROM attempts WHERE id >= ? ORDER BY id LIMIT 1').pluck();
  const endedBefore = makeEndedBefore(db);
  return (now) => {
    const [first, last] = edges.get() as [number | null, number | null];
    if (first === null || last === null) return 0;
    const tooOld = endedBefore(now - retentionMs, first - 1, last);
    const tooMuch = (bytesUpTo.get(last) as number) - maxBytes;
    let [low, high] = [first - 1, last];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((bytesUpTo.get(middle) as number) <= tooMuch) low = middle;
      else high = middle - 1;
    }
    return Math.max(last - max, tooOld, low);
  };
}
