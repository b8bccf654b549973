// A shared fetch, steps choose and lease: which events it gets, and what that makes of the work queues. What is due again goes
// before what is new; the partitions take turns at being the first.
import type { EventLog } from '../../../engine/engine.js';
import { WORK_QUEUE_MAX_ITEMS } from '../../../model/group-limits.js';
import { addItem, type Backlog, boundsOf, hasDue, type Item, noteLost, passDeleted, removeItem } from './backlog.js';
import { type EventFinder, eventSize, type FoundEvent, keyOf, makeEventFinder } from './event-finder.js';

/** `source`: what it was due as; null: it is new. */
export type Picked = { readonly backlog: Backlog; readonly event: FoundEvent; readonly source: Item | null };

export type Wanted = { readonly maxEvents: number; readonly maxBytes: number };

/** To be leased, or given back. */
export type Choice = { readonly picked: readonly Picked[]; readonly taken: readonly Item[]; readonly bytes: number };

type Reads = Pick<EventLog, 'read' | 'bounds'>;

/** Events that were deleted meanwhile are passed and counted on the way. */
export function choose(log: Reads, backlogs: readonly Backlog[], wanted: Wanted, now: number): Choice {
  const picked: Picked[] = [];
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
      if (find(item.offset, item.lastOffset) === undefined) passGone(item, logStart);
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
    for (let left = room; left > 0 && next < bounds.highWatermark && hasRoom(); left -= 1) {
      const event = find(next, bounds.highWatermark - 1);
      if (event === undefined || !pick({ backlog, event, source: null })) break;
      next = event.offset + 1;
    }
  }
  return { picked, taken: [...taken], bytes };
}

function pickItem({ offset, lastOffset }: Item, find: EventFinder, pick: (event: FoundEvent) => boolean): void {
  for (let next = offset; next <= lastOffset; ) {
    const event = find(next, lastOffset);
    if (event === undefined || !pick(event)) return;
    next = event.offset + 1;
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
export function lease(log: Reads, { picked, taken }: Choice, to: Lease): void {
  const ends = new Map<Item, number>(taken.map((item) => [item, item.offset - 1]));
  for (const item of taken) removeItem(item);
  for (const { backlog, event, source } of picked) {
    const { offset } = event;
    if (source === null) {
      backlog.position = offset + 1;
      backlog.moved = true;
    } else {
      if (ends.get(source) === source.offset - 1) noteCut(log, source, offset);
      ends.set(source, offset);
    }
    const { attempts, firstAttemptAt } = source ?? { attempts: 0, firstAttemptAt: 0 };
    const held = { attempts: attempts + 1, firstAttemptAt: firstAttemptAt === 0 ? to.now : firstAttemptAt };
    const item = { offset, lastOffset: offset, key: keyOf(event), ...held, nextAttemptAt: to.until, lease: to.member };
    addItem(backlog, item, true);
  }
  for (const [item, end] of ends) keepRest(log, item, end + 1);
}

/** The first events of a run may have been deleted while it waited. */
function noteCut(log: Reads, { backlog, offset }: Item, found: number): void {
  const logStart = log.bounds(backlog.topic, backlog.partition)?.logStartOffset ?? 0;
  noteLost(backlog, offset, Math.min(found, logStart));
}

function keepRest(log: Reads, item: Item, from: number): void {
  const { backlog, lastOffset, attempts, firstAttemptAt, nextAttemptAt } = item;
  const first =
    from > lastOffset ? undefined : makeEventFinder(log, backlog.topic, backlog.partition)(from, lastOffset);
  if (first === undefined) return;
  const { offset } = first;
  const key = offset === lastOffset ? keyOf(first) : null;
  addItem(backlog, { offset, lastOffset, key, attempts, firstAttemptAt, nextAttemptAt, lease: null }, true);
}
