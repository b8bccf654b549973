// `deliver()`, step read, of a redrive: what failed as one delivery is taken as one, at the pace that was asked for.
import type { LogSlice } from '../../engine/engine.js';
import { columnAt, valueStart } from '../../model/event-batch.js';
import { type Entry, newEntry } from '../entry.js';
import { type Lane, laneOrderKeys } from '../lane.js';
import type { TakeContext } from '../lane-take.js';
import { paceMs, type Redrive } from './redrive-course.js';

/** Undefined: it has to wait. @param slice one delivery */
export function takeLetters(
  lane: Lane,
  redrive: Redrive,
  { now, lookAgainAt }: Pick<TakeContext, 'now' | 'lookAgainAt'>,
  slice: LogSlice,
): Entry | undefined {
  const { batch, baseOffset, first, last } = slice;
  const time = now();
  const waitMs = paceMs(redrive, last - first + 1, time);
  if (waitMs > 0) {
    if (redrive.waitsUntil <= time) {
      redrive.waitsUntil = time + Math.ceil(waitMs);
      lookAgainAt(lane, redrive.waitsUntil);
    }
    return undefined;
  }
  const keys = new Set<string>();
  for (let index = first; index <= last; index += 1) {
    const key = columnAt(batch.columns.key, index);
    if (key !== null) keys.add(key);
  }
  const key = first === last ? columnAt(batch.columns.key, first) : null;
  const orderKeys = lane.ordering === 'key' ? [...keys] : laneOrderKeys(lane, null);
  const bytes = (batch.ends[last] as number) - valueStart(batch.ends, first);
  const place = { offset: baseOffset + first, lastOffset: baseOffset + last };
  return newEntry({ ...place, key, orderKeys, bytes, slices: [slice] });
}
