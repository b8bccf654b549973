// A lane as the storage knows it: after a start, a resume or a change of its subscription. What was parked or under
// way comes first, then the log from the committed offset on.
import type { EventLog, GroupStore, LogSlice, Progress } from '../engine/engine.js';
import type { Parked } from '../engine/parked.js';
import type { Runs } from '../engine/runs.js';
import { columnAt } from '../model/event-batch.js';
import { PARKED_FIND_MAX_BYTES, PARKED_FIND_MAX_EVENTS, PARKED_PAGE } from '../model/limits.js';
import type { Offset } from '../model/names.js';
import { type Entry, newEntry } from './entry.js';
import {
  enterLine,
  enterWindow,
  type Lane,
  laneOrderKeys,
  type NewLane,
  newLane,
  park,
  settle,
  skipTo,
} from './lane.js';
import { sliceOf } from './lane-event.js';
import type { NoteLoss } from './loss.js';

export type LaneStore = {
  readonly log: Pick<EventLog, 'read' | 'bounds'>;
  readonly groups: Pick<GroupStore, 'parked'>;
};

export type LoadedLane = {
  readonly lane: Lane;
  /** Parked deliveries at the head of their lines whose time has not come. */
  readonly timed: readonly Entry[];
  /** Their events were deleted. */
  readonly expired: readonly Entry[];
};

type Place = Omit<NewLane, 'position' | 'previous' | 'highWatermark'>;

export function loadLane(
  store: LaneStore,
  place: Place,
  progress: Progress | undefined,
  now: number,
  noteLoss: NoteLoss,
): LoadedLane {
  const bounds = store.log.bounds(place.topic, place.partition);
  const highWatermark = bounds?.highWatermark ?? 0;
  const logStartOffset = bounds?.logStartOffset ?? 0;
  const lane = newLane({
    ...place,
    position: progress?.committedOffset ?? place.startOffset,
    previous: progress?.previous ?? null,
    highWatermark,
  });
  const entries = storedEntries(store, lane, progress);
  for (const entry of entries) {
    if (entry.parked) lane.parkedCount += 1;
    else enterWindow(lane, entry);
    enterLine(lane, entry);
  }
  // A batch that was cut is still owed what is left of it.
  const expired = entries.filter((entry) => entry.lastOffset < logStartOffset);
  for (const entry of expired) settle(lane, entry);
  passDeleted(lane, logStartOffset, noteLoss);
  return { lane, timed: sortOut(lane, entries, now), expired };
}

/** What lies below the log start and was not taken yet will not come any more. */
export function passDeleted(lane: Lane, logStartOffset: number, noteLoss: NoteLoss): void {
  const from = lane.position;
  const to = Math.min(logStartOffset, lane.endOffset);
  if (from >= to) return;
  skipTo(lane, to);
  noteLoss(lane, from, to);
}

/** Heads of lines are ready or timed; what waits behind a parked delivery is parked as well. */
function sortOut(lane: Lane, entries: readonly Entry[], now: number): Entry[] {
  const timed: Entry[] = [];
  for (const entry of entries) {
    if (entry.state === 'done') continue;
    for (const dependent of entry.dependents ?? []) if (entry.parked && !dependent.parked) park(lane, dependent);
    if (entry.blockers > 0) continue;
    if (entry.nextAttemptAt > now) {
      entry.state = 'timed';
      timed.push(entry);
    } else {
      entry.state = 'ready';
      lane.ready.push(entry);
    }
  }
  return timed;
}

function storedEntries(store: LaneStore, lane: Lane, progress: Progress | undefined): readonly Entry[] {
  const finder = makeFinder(store, lane);
  const entries: Entry[] = [];
  for (let after = -1; ; ) {
    const page = store.groups.parked(lane.course.group, lane.topic, lane.partition, { after, limit: PARKED_PAGE });
    for (const parked of page) entries.push(parkedEntry(lane, parked, finder));
    const last = page[page.length - 1];
    if (last === undefined || page.length < PARKED_PAGE) break;
    after = last.offset;
  }
  for (const offset of progress?.inFlight ?? []) {
    const key = finder.keyAt(offset);
    const orderKeys = laneOrderKeys(lane, key);
    entries.push(newEntry({ offset, lastOffset: offset, key, orderKeys, bytes: 0, slices: null }));
  }
  return entries.sort((a, b) => a.offset - b.offset);
}

function parkedEntry(lane: Lane, parked: Parked, finder: Finder): Entry {
  const { offset, lastOffset, key, previous = null, runs = null } = parked;
  let orderKeys = laneOrderKeys(lane, key);
  if (lane.ordering === 'key' && lastOffset > offset) {
    orderKeys = [...finder.keysIn(runs ?? [offset, lastOffset])];
  }
  const entry = newEntry({ offset, lastOffset, key, orderKeys, bytes: 0, slices: null, runs });
  entry.previous = previous;
  entry.parked = true;
  entry.stored = true;
  entry.attempts = parked.attempts;
  entry.firstAttemptAt = parked.firstAttemptAt;
  entry.nextAttemptAt = parked.nextAttemptAt;
  return entry;
}

const FINDER_READ = { maxEvents: PARKED_FIND_MAX_EVENTS, maxBytes: PARKED_FIND_MAX_BYTES };

type Finder = {
  /** null: it has none, or is gone. */
  readonly keyAt: (offset: number) => string | null;
  readonly keysIn: (runs: Runs) => ReadonlySet<string>;
};

/** Keys by offset; neighbours come from one read. */
function makeFinder(store: LaneStore, lane: Lane): Finder {
  let slices: readonly LogSlice[] = [];
  const read = (offset: number) => {
    slices = store.log.read(lane.topic, lane.partition, offset as Offset, FINDER_READ);
  };
  return {
    keyAt: (offset) => {
      if (sliceOf(slices, offset) === undefined) read(offset);
      const slice = sliceOf(slices, offset);
      return slice === undefined ? null : columnAt(slice.batch.columns.key, offset - slice.baseOffset);
    },
    keysIn: (runs) => {
      const keys = new Set<string>();
      for (let at = 0; at < runs.length; at += 2) {
        const lastOffset = runs[at + 1] as number;
        for (let from = runs[at] as number; from <= lastOffset; ) {
          if (sliceOf(slices, from) === undefined) read(from);
          const next = addKeys(keys, slices, from, lastOffset);
          if (next <= from) break;
          from = next;
        }
      }
      return keys;
    },
  };
}

/** Of the events from `from` to `lastOffset`. Gives the offset behind the slices; `from` where they hold nothing more. */
function addKeys(keys: Set<string>, slices: readonly LogSlice[], from: number, lastOffset: number): number {
  for (const { batch, baseOffset, first, last } of slices) {
    const end = Math.min(last, lastOffset - baseOffset);
    for (let index = Math.max(first, from - baseOffset); index <= end; index += 1) {
      const key = columnAt(batch.columns.key, index);
      if (key !== null) keys.add(key);
    }
  }
  const last = slices.at(-1);
  return last === undefined ? from : last.baseOffset + last.last + 1;
}
