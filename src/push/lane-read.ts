// `deliver()`, step read: how lanes get at the log, and how far ahead they may.
import type { Engine, EventLog, LogSlice, ReadLimits } from '../engine/engine.js';
import { slicesIn } from '../engine/runs.js';
import type { Clock } from '../model/clock.js';
import {
  LANE_HELD_MAX_BYTES,
  LANE_MAX_PARKED,
  LANE_READ_MAX_BYTES,
  LANE_READ_MAX_EVENTS,
  LANE_WINDOW,
} from '../model/limits.js';
import type { Offset } from '../model/names.js';
import { logOf } from './course.js';
import type { Entry } from './entry.js';
import type { CompileFilter } from './filter/event-filter.js';
import type { FilterTurns } from './filter/filter-turns.js';
import { makeJudge } from './filter/judge.js';
import { formOf } from './format/form.js';
import type { Gate } from './gate.js';
import { type Lane, skipTo } from './lane.js';
import { passDeleted } from './lane-load.js';
import type { TakeContext } from './lane-take.js';
import type { NoteLoss } from './loss.js';
import type { SubscriptionConfig } from './subscription-config.js';

export type LaneReadDeps = {
  readonly engine: Pick<Engine, 'log'>;
  readonly gate: Pick<Gate, 'mayPark' | 'mayRead'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly noteLoss: NoteLoss;
  readonly compileFilter: CompileFilter;
  readonly filterTurns: FilterTurns;
};

export function makeTakeContext(
  { engine, gate, clock, noteLoss, compileFilter, filterTurns: turns }: LaneReadDeps,
  { batch, filter, format = 'raw' }: Pick<SubscriptionConfig, 'batch' | 'filter' | 'format'>,
  { lookAgainAt, wake }: Pick<TakeContext, 'lookAgainAt'> & { readonly wake: (lane: Lane) => void },
): TakeContext {
  const maxBytes = batch.maxEvents === 1 ? LANE_READ_MAX_BYTES : Math.max(LANE_READ_MAX_BYTES, batch.maxBytes);
  const readLimits = { maxEvents: Math.max(LANE_READ_MAX_EVENTS, batch.maxEvents), maxBytes };
  const form = batch.maxEvents === 1 ? undefined : formOf(format);
  const judge = filter === undefined ? undefined : makeJudge(filter, { compileFilter, turns }, wake);
  return {
    ...{ lookAgainAt, judge },
    skipped: (lane, from, to) => {
      // What is missing above the log start is a gap, not a loss.
      const end = Math.min(to, logOf(lane, engine.log).bounds(lane.topic, lane.partition)?.logStartOffset ?? to);
      if (end > from) noteLoss(lane, from, end);
      return end;
    },
    limits: { batch, form, window: LANE_WINDOW, heldBytes: LANE_HELD_MAX_BYTES, maxParked: LANE_MAX_PARKED },
    read: (lane, offset) => {
      // With nothing under way nobody would look again, so it waits in line.
      const own = lane.running === 0 ? 0 : lane.countedBytes;
      if (!gate.mayRead(lane, own, () => wake(lane))) return [];
      if (lane.course.replay !== null) return readReplayed(logOf(lane, engine.log), lane, offset, readLimits, noteLoss);
      return engine.log.read(lane.topic, lane.partition, offset as Offset, readLimits);
    },
    parkedFull: (lane) => !gate.mayPark(lane, lane.countedParked, () => wake(lane)),
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
  // With events before it that are not taken yet, it is not at its end.
  if (slices.length > 0 || offset > lane.position) return slices;
  passDeleted(lane, log.bounds(lane.topic, lane.partition)?.logStartOffset ?? 0, noteLoss);
  skipTo(lane, lane.endOffset);
  return [];
}

type EntryLog = Pick<EventLog, 'read' | 'bounds' | 'count'>;

/** The bytes of a delivery that were let go; empty: they were deleted, or compacted away. Says what was to come before it. */
export function readEntry(engineLog: EntryLog, lane: Lane, entry: Entry): readonly LogSlice[] {
  const log = logOf(lane, engineLog);
  const read = log.read(lane.topic, lane.partition, entry.offset as Offset, {
    maxEvents: entry.lastOffset - entry.offset + 1,
    maxBytes: Number.MAX_SAFE_INTEGER,
    before: entry.lastOffset + 1,
  });
  const slices = entry.runs === null ? read : slicesIn(read, entry.runs);
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
