// `deliver()`, step read: the next delivery of a lane, by the order that its subscription asked for.
import type { LogSlice } from '../engine/engine.js';
import { columnAt, valueStart } from '../model/event-batch.js';
import { type Entry, newEntry } from './entry.js';
import { dropBuffer, fillBuffer, holdFromBuffer } from './held.js';
import { enterLine, enterWindow, keepBounds, type Lane, laneOrderKeys, park, skipTo } from './lane.js';
import { standsAlone } from './lane-event.js';
import type { BatchConfig } from './subscription-config.js';

export type TakeLimits = {
  readonly batch: BatchConfig;
  readonly window: number;
  readonly heldBytes: number;
  readonly maxParked: number;
};

export type TakeContext = {
  readonly limits: TakeLimits;
  /** From `offset` or the log start on; empty at the high watermark, and while no more may be held in memory. */
  readonly read: (lane: Lane, offset: number) => readonly LogSlice[];
  /** No more parked deliveries fit into memory: the lane is woken when they do. */
  readonly parkedFull: (lane: Lane) => boolean;
  readonly now: () => number;
  /** Look again then: a batch waits for more events. */
  readonly lookAgainAt: (lane: Lane, at: number) => void;
  /** Nothing is there from `from` to `to - 1`. Gives where what was lost of it ends: from there on it is a gap of the log. */
  readonly skipped: (lane: Lane, from: number, to: number) => number;
};

/** The next delivery whose turn has come. It counts as running. */
export function nextReady(lane: Lane, wanted?: (entry: Entry) => boolean): Entry | undefined {
  const index = wanted === undefined ? 0 : lane.ready.findIndex(wanted);
  const entry = index < 0 ? undefined : lane.ready[index];
  if (entry === undefined) return undefined;
  lane.ready.splice(index, 1);
  return run(lane, entry);
}

/** The next delivery from the log; undefined while there is none, or the lane has to wait. It counts as running. */
export function takeNew(lane: Lane, context: TakeContext): Entry | undefined {
  const entry = takeFirst(lane, context);
  // Nothing read ahead is kept without need: nobody knows when the lane will be looked at again.
  const drained = lane.position >= lane.highWatermark;
  if (drained || (entry === undefined && lane.running === 0)) dropBuffer(lane);
  return entry;
}

function takeFirst(lane: Lane, context: TakeContext): Entry | undefined {
  while (mayTake(lane, context)) {
    const slice = locate(lane, context);
    if (slice === undefined) return undefined;
    const entry = context.limits.batch.maxEvents > 1 ? takeRun(lane, context, slice) : takeSingle(lane, slice);
    if (entry === undefined) return undefined;
    holdFromBuffer(lane, entry);
    lane.position = entry.lastOffset + 1;
    entry.previous = lane.previous;
    lane.previous = entry.lastOffset;
    lane.lingerSince = 0;
    const behindParked = entry.orderKeys.some((key) => lane.tails.get(key)?.parked === true);
    enterWindow(lane, entry);
    enterLine(lane, entry);
    if (entry.blockers === 0) {
      if (context.limits.batch.maxEvents > 1) keepBounds(lane, entry);
      return run(lane, entry);
    }
    if (behindParked) park(lane, entry);
  }
  return undefined;
}

function run(lane: Lane, entry: Entry): Entry {
  entry.state = 'running';
  lane.running += 1;
  return entry;
}

function mayTake(lane: Lane, { limits, parkedFull }: TakeContext): boolean {
  if (lane.position >= lane.highWatermark) return false;
  if (lane.ordering === 'partition' && lane.window.size + lane.parkedCount > 0) return false;
  if (lane.window.size >= limits.window || lane.parkedCount >= limits.maxParked) return false;
  if (parkedFull(lane)) return false;
  return lane.window.size === 0 || lane.heldBytes < limits.heldBytes;
}

/** The slice that holds the next event from `position` on, read if need be. */
function locate(lane: Lane, context: TakeContext): LogSlice | undefined {
  for (; lane.cursor < lane.buffer.length; lane.cursor += 1) {
    const slice = lane.buffer[lane.cursor] as LogSlice;
    if (slice.baseOffset + slice.last >= lane.position) return wholeRun(lane, context) ? slice : refill(lane, context);
  }
  return refill(lane, context);
}

/** A batch must not end where the buffer happens to end. */
function wholeRun(lane: Lane, { limits }: TakeContext): boolean {
  if (limits.batch.maxEvents === 1) return true;
  const last = lane.buffer[lane.buffer.length - 1] as LogSlice;
  if (last.baseOffset + last.last + 1 >= lane.highWatermark) return true;
  // Of the buffer from `position` on: events, and bytes of their values, each with its line feed.
  let [events, bytes] = [0, 0];
  for (let at = lane.cursor; at < lane.buffer.length; at += 1) {
    const slice = lane.buffer[at] as LogSlice;
    const { ends } = slice.batch;
    const first = indexIn(lane, slice);
    events += slice.last - first + 1;
    bytes += (ends[slice.last] as number) + 1 - valueStart(ends, first);
    if (events >= limits.batch.maxEvents || bytes >= limits.batch.maxBytes) return true;
  }
  return false;
}

function refill(lane: Lane, context: TakeContext): LogSlice | undefined {
  fillBuffer(lane, context.read(lane, lane.position));
  const slice = lane.buffer[0];
  if (slice === undefined) return undefined;
  const offset = slice.baseOffset + slice.first;
  if (offset > lane.position) {
    const lostEnd = context.skipped(lane, lane.position, offset);
    if (lostEnd > lane.position) skipTo(lane, lostEnd);
    lane.position = offset;
  }
  return slice;
}

function indexIn(lane: Lane, slice: LogSlice): number {
  return Math.max(slice.first, lane.position - slice.baseOffset);
}

function takeSingle(lane: Lane, slice: LogSlice): Entry {
  const index = indexIn(lane, slice);
  return single(lane, slice, index);
}

function single(lane: Lane, slice: LogSlice, index: number): Entry {
  const { batch } = slice;
  const offset = slice.baseOffset + index;
  const key = columnAt(batch.columns.key, index);
  const bytes = (batch.ends[index] as number) - valueStart(batch.ends, index);
  return newEntry({ offset, lastOffset: offset, key, orderKeys: laneOrderKeys(lane, key), bytes, slices: [slice] });
}

/** How an event stands to what is unfinished before it. */
type Standing = 'free' | 'busy' | 'parked';

function standing(lane: Lane, key: string | null): Standing {
  if (lane.ordering !== 'key' || key === null) return 'free';
  const tail = lane.tails.get(key);
  if (tail === undefined) return 'free';
  return tail.parked ? 'parked' : 'busy';
}

/**
 * A run of events for one request. All of them are free, or all wait behind parked ones; where the next key's last
 * delivery is still under way, the lane waits for it rather than send crumbs. Keys that share a batch share its fate.
 */
function takeRun(lane: Lane, context: TakeContext, first: LogSlice): Entry | undefined {
  const { maxEvents, maxBytes } = context.limits.batch;
  const keys = new Set<string>();
  const slices: LogSlice[] = [];
  let [count, bytes, offset, end]: [number, number, number, number] = [0, 0, 0, 0];
  let kind: Standing | undefined;
  let cut: 'log' | 'full' | 'busy' = 'log';
  scan: for (let at = lane.cursor; at < lane.buffer.length; at += 1) {
    const slice = lane.buffer[at] as LogSlice;
    const { ends, columns } = slice.batch;
    for (let index = slice === first ? indexIn(lane, slice) : slice.first; index <= slice.last; index += 1) {
      if (standsAlone(slice.batch, index)) {
        if (count === 0)
          return standing(lane, columnAt(columns.key, index)) === 'busy' ? undefined : single(lane, slice, index);
        cut = 'full';
        break scan;
      }
      const key = columnAt(columns.key, index);
      const stands = standing(lane, key);
      const size = (ends[index] as number) - valueStart(ends, index) + 1;
      if (count >= maxEvents || (count > 0 && (bytes + size > maxBytes || (kind !== stands && stands !== 'busy')))) {
        cut = 'full';
        break scan;
      }
      if (stands === 'busy') {
        cut = 'busy';
        break scan;
      }
      if (count === 0) offset = slice.baseOffset + index;
      if (slices[slices.length - 1] !== slice) slices.push(slice);
      if (lane.ordering === 'key' && key !== null) keys.add(key);
      kind = stands;
      count += 1;
      bytes += size;
      end = slice.baseOffset + index;
    }
  }
  if (count === 0) return undefined;
  if (cut === 'busy' && count < maxEvents / 2 && lane.running > 0) return undefined;
  if (cut === 'log' && count < maxEvents && lingers(lane, context)) return undefined;
  const orderKeys = lane.ordering === 'key' ? [...keys] : laneOrderKeys(lane, null);
  const [slice] = slices;
  if (count === 1 && slice !== undefined) return single(lane, slice, offset - slice.baseOffset);
  return newEntry({ offset, lastOffset: end, key: null, orderKeys, bytes, slices });
}

function lingers(lane: Lane, { limits, now, lookAgainAt }: TakeContext): boolean {
  if (limits.batch.lingerMs === 0) return false;
  const time = now();
  if (lane.lingerSince === 0) {
    lane.lingerSince = time;
    lookAgainAt(lane, time + limits.batch.lingerMs);
  }
  return time < lane.lingerSince + limits.batch.lingerMs;
}
