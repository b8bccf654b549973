// One delivery while it is unfinished: an event, or a run of events that are sent as one batch.
import type { Runs } from '../engine/runs.js';
import type { Holding } from './held.js';

/**
 * blocked: waits behind an earlier delivery of its key · ready: may be sent · running: its request is under way ·
 * timed: waits for its next attempt · done: acknowledged, dead-lettered or expired.
 */
export type EntryState = 'blocked' | 'ready' | 'running' | 'timed' | 'done';

export type Entry = Holding & {
  readonly offset: number;
  readonly lastOffset: number;
  /** The event's key; null for a batch. */
  readonly key: string | null;
  /** What it waits in line by; see laneOrderKeys. */
  readonly orderKeys: readonly string[];
  /** A batch with gaps that a filter left: what it stands for; null: all of its offsets. */
  readonly runs: Runs | null;
  /** Bytes of its values. */
  readonly bytes: number;
  /** The last offset that the subscription was to receive before it, -1: none; null: not known since the lane was loaded. */
  previous: number | null;
  state: EntryState;
  /** Stands in the parked set; else it is in the lane's window. */
  parked: boolean;
  /** The storage has a row for it. */
  stored: boolean;
  /** Attempts that count for the schedule. */
  attempts: number;
  /** Attempts made while the endpoint was down: they don't count. */
  probes: number;
  firstAttemptAt: number;
  nextAttemptAt: number;
  /** How many deliveries it waits behind, once a key. */
  blockers: number;
  dependents: Entry[] | null;
};

export type NewEntry = Pick<Entry, 'offset' | 'lastOffset' | 'key' | 'orderKeys' | 'bytes' | 'slices'> & {
  readonly runs?: Runs | null;
};

export function newEntry(given: NewEntry): Entry {
  return {
    offset: given.offset,
    lastOffset: given.lastOffset,
    key: given.key,
    orderKeys: given.orderKeys,
    runs: given.runs ?? null,
    bytes: given.bytes,
    previous: null,
    state: 'blocked',
    parked: false,
    stored: false,
    attempts: 0,
    probes: 0,
    firstAttemptAt: 0,
    nextAttemptAt: 0,
    blockers: 0,
    dependents: null,
    slices: given.slices,
    block: null,
  };
}

export function isBatch(entry: Entry): boolean {
  return entry.lastOffset > entry.offset;
}
