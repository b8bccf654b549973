// `deliver()`, step record: what one lane has come to since its last commit.
import type { Progress } from '../engine/engine.js';
import type { ParkedChange } from '../engine/parked.js';
import type { Loss } from '../engine/trim.js';
import { FILTER_PASS_EVENTS } from '../model/delivery-limits.js';
import type { Offset } from '../model/names.js';
import { isBatch } from './entry.js';
import { advance, type Lane } from './lane.js';

/** Offsets below the frontier that are neither finished nor in the parked set, ascending. */
export function inFlightOffsets(lane: Lane): number[] {
  const offsets: number[] = [];
  for (const entry of lane.window.values()) {
    if (entry.offset >= lane.frontier) break;
    if (!entry.stored) offsets.push(entry.offset);
  }
  return offsets;
}

export type LaneChanges = {
  readonly progress: Progress;
  readonly parked: readonly ParkedChange[];
  readonly losses: readonly Loss[];
};

/** What the next commit writes of this lane; the lane is clean afterwards. */
export function collectChanges(lane: Lane): LaneChanges {
  // What was passed for good, by a filter, is not looked at again.
  const isBehind = lane.isJudged && lane.position - lane.frontier >= FILTER_PASS_EVENTS;
  if (lane.window.size === 0 || isBehind) advance(lane, lane.position, lane.previous);
  // A batch needs a row, given back or under way: the list of offsets in flight names single events, and not what came before.
  for (const entry of lane.window.values()) {
    if (entry.offset >= lane.frontier) break;
    if ((isBatch(entry) || lane.isJudged) && !entry.stored) lane.changes.set(entry.offset, entry);
  }
  const place = { group: lane.course.group, topic: lane.topic, partition: lane.partition };
  const parked: ParkedChange[] = [];
  for (const entry of lane.changes.values()) {
    const offset = entry.offset as Offset;
    if (entry.state === 'done') {
      parked.push({ kind: 'remove', ...place, offset });
      continue;
    }
    entry.stored = true;
    const { key, attempts, firstAttemptAt, nextAttemptAt } = entry;
    const lastOffset = entry.lastOffset as Offset;
    const previous = entry.previous === offset - 1 ? null : entry.previous;
    const row = { offset, lastOffset, key, attempts, firstAttemptAt, nextAttemptAt, previous, runs: entry.runs };
    parked.push({ kind: 'put', ...place, ...row });
  }
  if (lane.changes.size > 0) lane.changes = new Map();
  lane.dirty = false;
  const { frontier, frontierPrevious } = lane;
  const previous = frontierPrevious === frontier - 1 ? null : frontierPrevious;
  const progress = { ...place, committedOffset: frontier as Offset, inFlight: inFlightOffsets(lane), previous };
  const losses = lane.lost > 0 ? [{ ...place, events: lane.lost }] : [];
  lane.lost = 0;
  return { progress, parked, losses };
}
