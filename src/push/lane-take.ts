// `deliver()`, step read: the next delivery of a lane, by the order that its subscription asked for.
import type { LogSlice } from '../engine/engine.js';
import { addToRuns, runsOrWhole } from '../engine/runs.js';
import { BATCH_MAX_RUNS } from '../model/delivery-limits.js';
import { columnAt, valueStart } from '../model/event-batch.js';
import { type Entry, isBatch, newEntry } from './entry.js';
import type { Judge } from './filter/judge.js';
import { type Form, formOf } from './format/form.js';
import { holdFromBuffer } from './held.js';
import { enterLine, enterWindow, keepBounds, type Lane, laneOrderKeys, park } from './lane.js';
import { indexIn, keepWhatIsNeeded, locate } from './lane-buffer.js';
import { takeLetters } from './redrive/take-letters.js';
import type { BatchConfig } from './subscription-config.js';

export type TakeLimits = {
  readonly batch: BatchConfig;
  /** Undefined: there are no batches. */
  readonly form?: Pick<Form, 'standsAlone' | 'sizeAt' | 'overhead'> | undefined;
  readonly window: number;
  readonly heldBytes: number;
  readonly maxParked: number;
};

export type TakeContext = {
  readonly limits: TakeLimits;
  /** Undefined: every event is taken. */
  readonly judge?: Judge | undefined;
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
export function nextReady(lane: Lane): Entry | undefined {
  const entry = lane.ready.shift();
  return entry === undefined ? undefined : run(lane, entry);
}

/** The next delivery from the log; undefined while there is none, or the lane has to wait. It counts as running. */
export function takeNew(lane: Lane, context: TakeContext): Entry | undefined {
  const entry = takeFirst(lane, context);
  keepWhatIsNeeded(lane, entry === undefined && lane.running === 0);
  return entry;
}

function takeFirst(lane: Lane, context: TakeContext): Entry | undefined {
  while (mayTake(lane, context)) {
    const slice = locate(lane, context);
    if (slice === undefined) return undefined;
    const entry = takeOne(lane, context, slice);
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
      if (context.limits.batch.maxEvents > 1 || isBatch(entry)) keepBounds(lane, entry);
      return run(lane, entry);
    }
    if (behindParked) park(lane, entry);
  }
  return undefined;
}

function takeOne(lane: Lane, context: TakeContext, slice: LogSlice): Entry | undefined {
  const { redrive } = lane.course;
  if (redrive !== null) return takeLetters(lane, redrive, context, slice);
  return context.limits.batch.maxEvents > 1 ? takeRun(lane, context, slice) : takeSingle(lane, slice);
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
  const { batch: config, form = formOf('raw') } = context.limits;
  const { maxEvents, maxBytes } = config;
  const keys = new Set<string>();
  const slices: LogSlice[] = [];
  let [count, bytes, offset, end]: [number, number, number, number] = [0, 0, 0, 0];
  let sent = form.overhead;
  const runs: number[] = [];
  let kind: Standing | undefined;
  let cut: 'log' | 'full' | 'busy' = 'log';
  scan: for (let next = lane.cursor; next < lane.buffer.length; next += 1) {
    const slice = lane.buffer[next] as LogSlice;
    const { ends, columns } = slice.batch;
    for (let index = slice === first ? indexIn(lane, slice) : slice.first; index <= slice.last; index += 1) {
      if (form.standsAlone(slice.batch, index)) {
        if (count === 0)
          return standing(lane, columnAt(columns.key, index)) === 'busy' ? undefined : single(lane, slice, index);
        cut = 'full';
        break scan;
      }
      const key = columnAt(columns.key, index);
      const stands = standing(lane, key);
      const size = (ends[index] as number) - valueStart(ends, index) + 1;
      const added = form.sizeAt === undefined ? size : form.sizeAt(lane, slice, index);
      if (count >= maxEvents || (count > 0 && (sent + added > maxBytes || (kind !== stands && stands !== 'busy')))) {
        cut = 'full';
        break scan;
      }
      if (stands === 'busy') {
        cut = 'busy';
        break scan;
      }
      const at = slice.baseOffset + index;
      if (context.judge !== undefined) {
        if (runs.length >= 2 * BATCH_MAX_RUNS && at > end + 1) {
          cut = 'full';
          break scan;
        }
        addToRuns(runs, at);
      }
      if (count === 0) offset = at;
      if (slices[slices.length - 1] !== slice) slices.push(slice);
      if (lane.ordering === 'key' && key !== null) keys.add(key);
      kind = stands;
      count += 1;
      bytes += size;
      sent += added;
      end = at;
    }
  }
  if (count === 0) return undefined;
  if (cut === 'busy' && count < maxEvents / 2 && lane.running > 0) return undefined;
  if (cut === 'log' && count < maxEvents && lingers(lane, context)) return undefined;
  const orderKeys = lane.ordering === 'key' ? [...keys] : laneOrderKeys(lane, null);
  const [slice] = slices;
  if (count === 1 && slice !== undefined) return single(lane, slice, offset - slice.baseOffset);
  return newEntry({ offset, lastOffset: end, key: null, orderKeys, bytes, slices, runs: runsOrWhole(runs) });
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
