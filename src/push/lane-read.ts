// `deliver()`, step read: how lanes get at the log, and how far ahead they may.
import type { Engine, EventLog, LogSlice } from '../engine/engine.js';
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
import type { Lane } from './lane.js';
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
    },
    limits: { batch, window: LANE_WINDOW, heldBytes: LANE_HELD_MAX_BYTES, maxParked: LANE_MAX_PARKED },
    read: (lane, offset) => {
      if (!gate.mayRead(lane, () => wake(lane))) return [];
      return engine.log.read(lane.topic, lane.partition, offset as Offset, readLimits);
    },
    parkedFull: (lane) => !gate.mayPark(lane, () => wake(lane)),
    now: clock.now,
  };
}

/** The bytes of a delivery that were let go; empty: they were deleted. */
export function readEntry(log: Pick<EventLog, 'read'>, lane: Lane, entry: Entry): readonly LogSlice[] {
  return log.read(lane.topic, lane.partition, entry.offset as Offset, {
    maxEvents: entry.lastOffset - entry.offset + 1,
    maxBytes: Number.MAX_SAFE_INTEGER,
    before: entry.lastOffset + 1,
  });
}
