// Reads of the marks of dead letters, on a thread's own read-only connection.
import type { Database } from 'better-sqlite3';
import type { Redriven, RedrivenStore } from '../redriven.js';

const IN_TOPIC = 'topic_id = (SELECT id FROM topics WHERE name = ?)';

export function makeRedrivenReader(db: Database): RedrivenStore {
  const marks = db.prepare(
    `SELECT "offset", redrive, state, at FROM redriven WHERE ${IN_TOPIC} AND "offset" >= ? AND "offset" < ? ORDER BY "offset"`,
  );
  const places = db.prepare(
    `SELECT place, "offset" FROM redriven WHERE ${IN_TOPIC} AND redrive = ? AND place >= ? AND place < ? ORDER BY place`,
  );
  return {
    marks: (topic, from, to) => marks.all(topic, from, to) as Redriven[],
    places: (topic, redrive, from, to) => places.all(topic, redrive, from, to) as ReturnType<RedrivenStore['places']>,
  };
}
