// A batch of which the endpoint has acknowledged the first events: they are finished, the rest goes on as a delivery of its own.
import type { LogSlice } from '../../engine/engine.js';
import { runsFrom } from '../../engine/runs.js';
import { columnAt } from '../../model/event-batch.js';
import { type Entry, newEntry } from '../entry.js';
import { letGo } from '../held.js';
import { type Lane, laneOrderKeys, leaveWindow, park } from '../lane.js';
import type { Acked } from './acked-through.js';

export type Split = {
  /** Running as the batch was, and parked: its row and the batch's end are one unit. */
  readonly rest: Entry;
  /** They waited for keys of which nothing is left. */
  readonly freed: readonly Entry[];
};

export function splitOff(
  lane: Lane,
  entry: Entry,
  { last, next }: Extract<Acked, { kind: 'part' }>,
  slices: readonly LogSlice[],
): Split {
  const { lastOffset } = entry;
  const keys = keysFrom(slices, next, lastOffset);
  const key = next === lastOffset ? (keys[0] ?? null) : null;
  const named = keys.filter((one) => one !== null);
  const orderKeys = lane.ordering === 'key' ? [...new Set(named)] : laneOrderKeys(lane, null);
  const rest = newEntry({
    offset: next,
    lastOffset,
    key,
    orderKeys,
    bytes: 0,
    slices: null,
    runs: runsFrom(entry.runs, next),
  });
  rest.previous = last;
  rest.state = 'running';
  const freed = handOver(lane, entry, rest);
  if (entry.parked) lane.parkedCount -= 1;
  else leaveWindow(lane, entry);
  entry.state = 'done';
  letGo(lane, entry);
  if (entry.stored) lane.changes.set(entry.offset, entry);
  else lane.changes.delete(entry.offset);
  park(lane, rest);
  return { rest, freed };
}

/** Of each event from `offset` to `lastOffset`. */
function keysFrom(slices: readonly LogSlice[], offset: number, lastOffset: number): (string | null)[] {
  const keys: (string | null)[] = [];
  for (const { batch, baseOffset, first, last } of slices) {
    const end = Math.min(last, lastOffset - baseOffset);
    for (let index = Math.max(first, offset - baseOffset); index <= end; index += 1) {
      keys.push(columnAt(batch.columns.key, index));
    }
  }
  return keys;
}

/** Whoever waits for a key of the rest waits on behind it. */
function handOver(lane: Lane, entry: Entry, rest: Entry): Entry[] {
  const kept = new Set(rest.orderKeys);
  const left = new Set<string>();
  for (const key of entry.orderKeys) {
    if (!kept.has(key)) left.add(key);
    if (lane.tails.get(key) !== entry) continue;
    if (kept.has(key)) lane.tails.set(key, rest);
    else lane.tails.delete(key);
  }
  // One for each key that it waits by, in offset order: the first that has a key is the one that waits by it.
  const links = entry.dependents ?? [];
  entry.dependents = null;
  const loose = new Map<Entry, number>();
  for (const dependent of new Set(links)) {
    for (const key of dependent.orderKeys) {
      if (left.delete(key)) loose.set(dependent, (loose.get(dependent) ?? 0) + 1);
    }
  }
  const freed: Entry[] = [];
  for (const [dependent, count] of loose) {
    dependent.blockers -= count;
    if (dependent.blockers === 0) freed.push(dependent);
  }
  const still = links.filter((dependent) => {
    const count = loose.get(dependent) ?? 0;
    if (count > 0) loose.set(dependent, count - 1);
    return count === 0;
  });
  rest.dependents = still.length === 0 ? null : still;
  return freed;
}
