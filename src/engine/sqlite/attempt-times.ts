// Attempts by time. They are written down soon after they have ended, but not quite in that order; halving finds about where
// a time is, without an index.
import type { Database } from 'better-sqlite3';
import { ATTEMPTS_DISORDER_MAX_MS } from '../../model/attempt-limits.js';

/** When an attempt ended, ms since the epoch. */
export const ENDED = 'CAST(round(at + duration_ms) AS INTEGER)';

/** @returns of an id: no attempt up to it ended at `timestamp` or later. `low..high`: ids between which to look. */
export function makeEndedBefore(db: Database): (timestamp: number, low: number, high: number) => number {
  const endedFrom = db.prepare(`SELECT id, ${ENDED} FROM attempts WHERE id >= ? ORDER BY id LIMIT 1`).raw();
  return (timestamp, first, last) => {
    let [low, high] = [first, last];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [id, ended] = (endedFrom.get(middle + 1) as [number, number] | undefined) ?? [high, timestamp];
      if (ended < timestamp - ATTEMPTS_DISORDER_MAX_MS) low = id;
      else high = middle;
    }
    return low;
  };
}
