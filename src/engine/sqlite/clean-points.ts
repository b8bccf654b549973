// compaction ▸ since when which part of a log is clean: by that the time of its tombstones runs out. A point is written at the
// end of a pass; few are kept, so that a log that is compacted all the time does not gather them.
import type { Database } from 'better-sqlite3';
import { COMPACTION_TOMBSTONE_PARTS } from '../../model/limits.js';

/** Since `at` (ms since the epoch) everything below `offset` is clean. */
export type CleanPoint = { readonly offset: number; readonly at: number };

export type CleanPoints = {
  /** In order of offsets. */
  list(logId: number): CleanPoint[];
  set(logId: number, points: readonly CleanPoint[]): void;
};

export function makeCleanPoints(db: Database): CleanPoints {
  const list = db.prepare('SELECT "offset", at FROM clean_points WHERE log_id = ? ORDER BY "offset"');
  const clear = db.prepare('DELETE FROM clean_points WHERE log_id = ?');
  const put = db.prepare('INSERT INTO clean_points (log_id, "offset", at) VALUES (?, ?, ?)');
  return {
    list: (logId) => list.all(logId) as CleanPoint[],
    set: (logId, points) => {
      clear.run(logId);
      for (const { offset, at } of points) put.run(logId, offset, at);
    },
  };
}

/** Tombstones below this offset have stayed long enough; 0: none. */
export function tombstonesEnd(points: readonly CleanPoint[], deleteRetentionMs: number, now: number): number {
  let end = 0;
  for (const { offset, at } of points) if (at + deleteRetentionMs <= now) end = Math.max(end, offset);
  return end;
}

/** When the next tombstones may go. */
export function tombstonesDueAt(points: readonly CleanPoint[], deleteRetentionMs: number): number {
  return points.reduce((due, { at }) => Math.min(due, at + deleteRetentionMs), Number.POSITIVE_INFINITY);
}

/**
 * The points after a pass that has left everything below `point.offset` clean, and no tombstone below `gone`. Two that follow
 * each other closely become the later one: tombstones stay a little longer, never shorter.
 */
export function addPoint(
  points: readonly CleanPoint[],
  point: CleanPoint,
  gone: number,
  deleteRetentionMs: number,
): CleanPoint[] {
  const kept = points.filter(({ offset }) => offset > gone);
  if (point.offset <= gone || kept.some(({ offset }) => offset >= point.offset)) return kept;
  const beforeLast = kept.at(-2);
  const close = beforeLast !== undefined && point.at - beforeLast.at < deleteRetentionMs / COMPACTION_TOMBSTONE_PARTS;
  return [...(close ? kept.slice(0, -1) : kept), point];
}
