// A shared fetch, steps choose and lease: which events it gets, and what that makes of the work queues. What is due again goes
// before what is new; the partitions take turns at being the first.
import type { EventLog } from '../../../engine/engine.js';
import { nextInRuns, runsFrom } from '../../../engine/runs.js';
import { WORK_QUEUE_FILTER_STEPS, WORK_QUEUE_MAX_ITEMS } from '../../../model/group-limits.js';
import type { EventFilter } from '../../event-filter.js';
import { addItem, type Backlog, boundsOf, hasDue, type Item, noteLost, passDeleted, removeItem } from './backlog.js';
import { type EventFinder, eventSize, type FoundEvent, keyOf, makeEventFinder } from './event-finder.js';

/** `source`: what it was due as; null: it is new. */
export type Picked = { readonly backlog: Backlog; readonly event: FoundEvent; readonly source: Item | null };

export type Wanted = { readonly maxEvents: number; readonly maxBytes: number };

/** To be leased, or given back. */
export type Choice = {
  readonly picked: readonly Picked[];
  readonly taken: readonly Item[];
  readonly bytes: number;
  /** How far each backlog has come in what is new, with what the filter left out. */
  readonly reached: ReadonlyMap<Backlog, number>;
  /** There is more to look through than one turn allows. */
  readonly isCut: boolean;
};

type Reads = Pick<EventLog, 'read' | 'bounds'>;

/** Events that were deleted meanwhile are passed and counted on the way. */
export function choose(
  log: Reads,
  backlogs: readonly Backlog[],
  wanted: Wanted,
  now: number,
  filter?: EventFilter,
): Choice {
  const picked: Picked[] = [];
  const reached = new Map<Backlog, number>();
  const until = (filter?.spent() ?? 0) + WORK_QUEUE_FILTER_STEPS;
  let isCut = false;
  const taken = new Set<Item>();
  let bytes = 0;
  const hasRoom = (): boolean => picked.length < wanted.maxEvents && bytes < wanted.maxBytes;
  /** False: it does not fit any more; one event always does. */
  const pick = (one: Picked): boolean => {
    const size = eventSize(one.event);
    if (picked.length > 0 && bytes + size > wanted.maxBytes) {
      bytes = wanted.maxBytes;
      return false;
    }
    bytes += size;
    picked.push(one);
    return true;
  };

  for (const backlog of backlogs) {
    if (!hasDue(backlog, now)) continue;
    const logStart = log.bounds(backlog.topic, backlog.partition)?.logStartOffset ?? 0;
    const find = makeEventFinder(log, backlog.topic, backlog.partition);
    while (hasRoom() && backlog.items.size < 2 * WORK_QUEUE_MAX_ITEMS) {
      const item = backlog.due.take(now);
      if (item === undefined) break;
      if (taken.has(item)) continue;
      if (firstOf(item, find, item.offset) === undefined) passGone(item, logStart);
      else {
        taken.add(item);
        pickItem(item, find, (event) => hasRoom() && pick({ backlog, event, source: item }));
      }
    }
  }
  for (const backlog of backlogs) {
    const bounds = boundsOf(log, backlog);
    if (bounds === undefined) continue;
    passDeleted(backlog, bounds.logStartOffset);
    if (backlog.position >= bounds.highWatermark) continue;
    const room = Math.min(WORK_QUEUE_MAX_ITEMS - backlog.items.size, wanted.maxEvents - picked.length);
    const limits = { maxEvents: Math.max(1, room), maxBytes: Math.max(1, wanted.maxBytes - bytes) };
    const find = makeEventFinder(log, backlog.topic, backlog.partition, limits);
    let next = backlog.position;
    for (let left = room; left > 0 && next < bounds.highWatermark && hasRoom(); ) {
      isCut ||= filter !== undefined && filter.spent() >= until;
      if (isCut) break;
      const event = find(next, bounds.highWatermark - 1);
      if (event === undefined) break;
      if (filter === undefined || filter.matches(event.slice, event.index)) {
        if (!pick({ backlog, event, source: null })) break;
        left -= 1;
      }
      next = event.offset + 1;
    }
    if (filter !== undefined && next > backlog.position) reached.set(backlog, next);
  }
  return { picked, taken: [...taken], bytes, reached, isCut };
}

function pickItem(item: Item, find: EventFinder, pick: (event: FoundEvent) => boolean): void {
  for (let next = item.offset; next <= item.lastOffset; ) {
    const event = firstOf(item, find, next);
    if (event === undefined || !pick(event)) return;
    next = event.offset + 1;
  }
}

/** Of the events that the item stands for, the first one from `from` on. */
function firstOf({ lastOffset, runs }: Item, find: EventFinder, from: number): FoundEvent | undefined {
  if (runs === null) return find(from, lastOffset);
  for (let next = nextInRuns(runs, from); next !== undefined; ) {
    const event = find(next, lastOffset);
    if (event === undefined) return undefined;
    next = nextInRuns(runs, event.offset);
    if (next === event.offset) return event;
  }
  return undefined;
}

/** What was looked at and left out is passed, also where nothing was picked. */
export function passLeftOut({ reached }: Choice): void {
  for (const [backlog, position] of reached) {
    if (position <= backlog.position) continue;
    backlog.position = position;
    backlog.moved = true;
  }
}

/** It was deleted; above the log start it was superseded, which is no loss. */
export function passGone(item: Item, logStartOffset: number): void {
  noteLost(item.backlog, item.offset, Math.min(item.lastOffset + 1, logStartOffset));
  removeItem(item);
}

/** There was no room for the answer. */
export function giveBack({ taken }: Choice): void {
  for (const item of taken) item.backlog.due.add(item);
}

export type Lease = { readonly member: string; readonly until: number; readonly now: number };

/** Each event that was picked is held by the member from now on, as an item of its own. */
export function lease(log: Reads, choice: Choice, to: Lease): void {
  const { picked, taken } = choice;
  const before = new Map<Item, number | null>(taken.map((item) => [item, item.previous]));
  const ends = new Map<Item, number>(taken.map((item) => [item, item.offset - 1]));
  for (const item of taken) removeItem(item);
  for (const { backlog, event, source } of picked) {
    const { offset } = event;
    const previous = source === null ? backlog.previous : (before.get(source) ?? null);
    if (source === null) {
      backlog.previous = offset;
      backlog.position = offset + 1;
      backlog.moved = true;
    } else {
      if (ends.get(source) === source.offset - 1) noteCut(log, source, offset);
      ends.set(source, offset);
      before.set(source, offset);
    }
    const { attempts, firstAttemptAt } = source ?? { attempts: 0, firstAttemptAt: 0 };
    const held = { attempts: attempts + 1, firstAttemptAt: firstAttemptAt === 0 ? to.now : firstAttemptAt };
    const place = { offset, lastOffset: offset, key: keyOf(event), previous, runs: null };
    const item = { ...place, ...held, nextAttemptAt: to.until, lease: to.member };
    addItem(backlog, item, true);
  }
  for (const [item, end] of ends) keepRest(log, item, end + 1, before.get(item) ?? null);
  passLeftOut(choice);
}

/** The first events of a run may have been deleted while it waited. */
function noteCut(log: Reads, { backlog, offset }: Item, found: number): void {
  const logStart = log.bounds(backlog.topic, backlog.partition)?.logStartOffset ?? 0;
  noteLost(backlog, offset, Math.min(found, logStart));
}

function keepRest(log: Reads, item: Item, from: number, previous: number | null): void {
  const { backlog, lastOffset, attempts, firstAttemptAt, nextAttemptAt } = item;
  const first =
    from > lastOffset ? undefined : firstOf(item, makeEventFinder(log, backlog.topic, backlog.partition), from);
  if (first === undefined) return;
  const { offset } = first;
  const key = offset === lastOffset ? keyOf(first) : null;
  const place = { offset, lastOffset, key, previous, runs: runsFrom(item.runs, offset) };
  addItem(backlog, { ...place, attempts, firstAttemptAt, nextAttemptAt, lease: null }, true);
}
