// Marks of dead letters go with their letters, in small steps.
import type { Database } from 'better-sqlite3';
import { RETENTION_STEP_KEYS } from '../../model/limits.js';

export type RedrivenRetention = {
  /** Each `next()` is one short transaction. */
  pass(): Generator<void>;
};

export function makeRedrivenRetention(db: Database): RedrivenRetention {
  const nextTopic = db.prepare('SELECT min(topic_id) FROM redriven WHERE topic_id > ?').pluck();
  const isThere = db.prepare('SELECT 1 FROM topics WHERE id = ?').pluck();
  const start = db.prepare('SELECT start_offset FROM logs WHERE topic_id = ? AND partition = 0').pluck();
  const drop = db.prepare(
    `DELETE FROM redriven WHERE topic_id = @id AND "offset" IN (SELECT "offset" FROM redriven
       WHERE topic_id = @id AND "offset" < @before ORDER BY "offset" LIMIT ${RETENTION_STEP_KEYS})`,
  );
  return {
    *pass() {
      for (let id = nextTopic.get(0); id !== null; id = nextTopic.get(id)) {
        const before = isThere.get(id) === undefined ? Number.MAX_SAFE_INTEGER : ((start.get(id) as number) ?? 0);
        while (drop.run({ id, before }).changes === RETENTION_STEP_KEYS) yield;
        yield;
      }
    },
  };
}
