// `deliver()`, step read: how lanes get at the log, and how far ahead they may.
import type { Engine, EventLog, LogSlice, ReadLimits } from '../engine/engine.js';
import type { Clock } from '../model/clock.js';
import {
  LANE_HELD_MAX_BYTES,
  LANE_MAX_PARKED,
  LANE_READ_MAX_BYTES,
  LANE_READ_MAX_EVENTS,
  LANE_WINDOW,
} from '../model/limits.js';
import type { Offset } from '../model/names.js';
import type { Entry } from './entry.js';
import type { Gate } from './gate.js';
import { type Lane, skipTo } from './lane.js';
import { passDeleted } from './lane-load.js';
import type { TakeContext } from './lane-take.js';
import type { NoteLoss } from './loss.js';
import type { BatchConfig } from './subscription-config.js';

export type LaneReadDeps = {
  readonly engine: Pick<Engine, 'log'>;
  readonly gate: Pick<Gate, 'mayPark' | 'mayRead'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly noteLoss: NoteLoss;
};

export function makeTakeContext(
  { engine, gate, clock, noteLoss }: LaneReadDeps,
  batch: BatchConfig,
  { lookAgainAt, wake }: Pick<TakeContext, 'lookAgainAt'> & { readonly wake: (lane: Lane) => void },
): TakeContext {
  const maxBytes = batch.maxEvents === 1 ? LANE_READ_MAX_BYTES : Math.max(LANE_READ_MAX_BYTES, batch.maxBytes);
  const readLimits = { maxEvents: Math.max(LANE_READ_MAX_EVENTS, batch.maxEvents), maxBytes };
  return {
    lookAgainAt,
    skipped: (lane, from, to) => {
      // What is missing above the log start is a gap, not a loss.
      const end = Math.min(to, engine.log.bounds(lane.topic, lane.partition)?.logStartOffset ?? to);
      if (end > from) noteLoss(lane, from, end);
      return end;
    },
    limits: { batch, window: LANE_WINDOW, heldBytes: LANE_HELD_MAX_BYTES, maxParked: LANE_MAX_PARKED },
    read: (lane, offset) => {
      if (!gate.mayRead(lane, () => wake(lane))) return [];
      if (lane.course.replay !== null) return readReplayed(engine.log, lane, offset, readLimits, noteLoss);
      return engine.log.read(lane.topic, lane.partition, offset as Offset, readLimits);
    },
    parkedFull: (lane) => !gate.mayPark(lane, () => wake(lane)),
    now: clock.now,
  };
}

/** Nothing behind its end; where nothing is left below that, there will never be, and the lane is through. */
function readReplayed(
  log: Pick<EventLog, 'read' | 'bounds'>,
  lane: Lane,
  offset: number,
  limits: ReadLimits,
  noteLoss: NoteLoss,
): readonly LogSlice[] {
  const slices = log.read(lane.topic, lane.partition, offset as Offset, { ...limits, before: lane.endOffset });
  if (slices.length > 0) return slices;
  passDeleted(lane, log.bounds(lane.topic, lane.partition)?.logStartOffset ?? 0, noteLoss);
  skipTo(lane, lane.endOffset);
  return [];
}

type EntryLog = Pick<EventLog, 'read' | 'bounds' | 'count'>;

/** The bytes of a delivery that were let go; empty: they were deleted, or compacted away. Says what was to come before it. */
export function readEntry(log: EntryLog, lane: Lane, entry: Entry): readonly LogSlice[] {
  const slices = log.read(lane.topic, lane.partition, entry.offset as Offset, {
    maxEvents: entry.lastOffset - entry.offset + 1,
    maxBytes: Number.MAX_SAFE_INTEGER,
    before: entry.lastOffset + 1,
  });
  const [first] = slices;
  if (first === undefined) return slices;
  const logStartOffset = log.bounds(lane.topic, lane.partition)?.logStartOffset ?? 0;
  if (logStartOffset > entry.offset) entry.previous = Math.min(first.baseOffset + first.first, logStartOffset) - 1;
  else entry.previous ??= offsetBefore(log, lane, entry.offset, logStartOffset);
  return slices;
}

/** The last one that is there below `offset`, or was before the log start; -1: none since the subscription's start. */
function offsetBefore(log: EntryLog, lane: Lane, offset: number, logStartOffset: number): number {
  const isEmpty = (from: number): boolean =>
    log.count(lane.topic, lane.partition, from as Offset, offset as Offset) === 0;
  const floor = Math.max(lane.startOffset, logStartOffset);
  if (offset <= floor || isEmpty(floor)) return floor > lane.startOffset ? floor - 1 : -1;
  let width = 1;
  while (isEmpty(offset - width)) width = Math.min(width * 2, offset - floor);
  let [low, high] = [offset - width, offset - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isEmpty(middle)) high = middle - 1;
    else low = middle;
  }
  return low;
}
