// A lane as the storage knows it: after a start, a resume or a change of its subscription. What was parked or under
// way comes first, then the log from the committed offset on.
import type { EventLog, GroupStore, LogSlice, Progress } from '../engine/engine.js';
import type { Parked } from '../engine/parked.js';
import { columnAt } from '../model/event-batch.js';
import { PARKED_FIND_MAX_BYTES, PARKED_FIND_MAX_EVENTS, PARKED_PAGE } from '../model/limits.js';
import type { GroupName, Offset } from '../model/names.js';
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

type Place = Omit<NewLane, 'position' | 'highWatermark'>;

export function loadLane(
  store: LaneStore,
  group: GroupName,
  place: Place,
  progress: Progress | undefined,
  now: number,
  noteLoss: NoteLoss,
): LoadedLane {
  const bounds = store.log.bounds(place.topic, place.partition);
  const highWatermark = bounds?.highWatermark ?? 0;
  const logStartOffset = bounds?.logStartOffset ?? 0;
  const lane = newLane({ ...place, position: progress?.committedOffset ?? place.startOffset, highWatermark });
  const entries = storedEntries(store, lane, group, progress);
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
  if (from >= logStartOffset) return;
  skipTo(lane, logStartOffset);
  noteLoss(lane, from, logStartOffset);
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

function storedEntries(
  store: LaneStore,
  lane: Lane,
  group: GroupName,
  progress: Progress | undefined,
): readonly Entry[] {
  const finder = makeFinder(store, lane);
  const entries: Entry[] = [];
  for (let after = -1; ; ) {
    const page = store.groups.parked(group, lane.topic, lane.partition, { after, limit: PARKED_PAGE });
    for (const parked of page) entries.push(parkedEntry(lane, parked, finder));
    const last = page[page.length - 1];
    if (last === undefined || page.length < PARKED_PAGE) break;
    after = last.offset;
  }
  for (const offset of progress?.inFlight ?? []) {
    const key = finder(offset);
    const orderKeys = laneOrderKeys(lane, key);
    entries.push(newEntry({ offset, lastOffset: offset, key, orderKeys, bytes: 0, slices: null }));
  }
  return entries.sort((a, b) => a.offset - b.offset);
}

function parkedEntry(lane: Lane, parked: Parked, keyAt: (offset: number) => string | null): Entry {
  const { offset, lastOffset, key } = parked;
  let orderKeys = laneOrderKeys(lane, key);
  if (lane.ordering === 'key' && lastOffset > offset) {
    const keys = new Set<string>();
    for (let at: number = offset; at <= lastOffset; at += 1) {
      const one = keyAt(at);
      if (one !== null) keys.add(one);
    }
    orderKeys = [...keys];
  }
  const entry = newEntry({ offset, lastOffset, key, orderKeys, bytes: 0, slices: null });
  entry.parked = true;
  entry.stored = true;
  entry.attempts = parked.attempts;
  entry.firstAttemptAt = parked.firstAttemptAt;
  entry.nextAttemptAt = parked.nextAttemptAt;
  return entry;
}

const FINDER_READ = { maxEvents: PARKED_FIND_MAX_EVENTS, maxBytes: PARKED_FIND_MAX_BYTES };

/** Keys by offset; neighbours come from one read. */
function makeFinder(store: LaneStore, lane: Lane): (offset: number) => string | null {
  let slices: readonly LogSlice[] = [];
  return (offset) => {
    let slice = sliceOf(slices, offset);
    if (slice === undefined) {
      slices = store.log.read(lane.topic, lane.partition, offset as Offset, FINDER_READ);
      slice = sliceOf(slices, offset);
    }
    return slice === undefined ? null : columnAt(slice.batch.columns.key, offset - slice.baseOffset);
  };
}
