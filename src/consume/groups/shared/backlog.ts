// One partition as a work queue: a record and pure steps on it. Everything below `position` is done or stands in `items`, as in
// storage; what a step has changed is noted, and collected for the unit that writes it down.
import type { EventLog, LogBounds, Progress } from '../../../engine/engine.js';
import type { ParkedChange } from '../../../engine/parked.js';
import type { Runs } from '../../../engine/runs.js';
import type { Loss } from '../../../engine/trim.js';
import type { GroupName, Offset, PartitionIndex, TopicName } from '../../../model/names.js';
import { type DueHeap, makeDueHeap } from './due-heap.js';
import type { Holders } from './holders.js';

/** An unfinished event below `position`; or a run of them, as push left it: `offset..lastOffset`. */
export type Item = {
  readonly backlog: Backlog;
  readonly offset: number;
  readonly lastOffset: number;
  readonly key: string | null;
  /** The last offset that was to be delivered before it, -1: none; null: the one right before it. */
  readonly previous: number | null;
  /** Of a run with gaps that a filter left: what it stands for; null: all of it. */
  readonly runs: Runs | null;
  /** How often it was handed out or sent. */
  readonly attempts: number;
  readonly firstAttemptAt: number;
  /** When it is due, ms since the epoch: the end of its lease where somebody holds it. */
  nextAttemptAt: number;
  /** The member that holds it; null: nobody. Runs are not held. */
  lease: string | null;
};

export type Backlog = {
  readonly topic: TopicName;
  readonly topicIncarnation: number;
  readonly partition: PartitionIndex;
  /** Of the whole group. */
  readonly holders: Holders;
  /** The committed offset. */
  position: number;
  /** The last offset below it that the group was to get; -1: none. */
  previous: number;
  /** Of its log; undefined: to be looked up, as after every signal of the log. */
  bounds: LogBounds | undefined;
  readonly items: Map<number, Item>;
  /** What can be handed out, now or later. */
  readonly due: DueHeap;
  /** Held for the last time: when the lease ends it is a dead letter. */
  readonly final: DueHeap;
  maxAttempts: number;
  /** Offsets whose rows the next unit puts or removes. */
  readonly touched: Set<number>;
  /** Its progress is to be written. */
  moved: boolean;
  /** Events deleted before they were done, since the last unit. */
  lost: number;
};

export type NewBacklog = Pick<
  Backlog,
  'topic' | 'topicIncarnation' | 'partition' | 'holders' | 'position' | 'previous' | 'maxAttempts'
>;

export function newBacklog(given: NewBacklog): Backlog {
  const items = new Map<number, Item>();
  const heaps = { due: makeDueHeap(items), final: makeDueHeap(items) };
  return { ...given, bounds: undefined, items, ...heaps, touched: new Set(), moved: false, lost: 0 };
}

/** Undefined: the partition is gone. */
export function boundsOf(log: Pick<EventLog, 'bounds'>, backlog: Backlog): LogBounds | undefined {
  backlog.bounds ??= log.bounds(backlog.topic, backlog.partition);
  return backlog.bounds;
}

function enqueue(item: Item): void {
  const { due, final, maxAttempts } = item.backlog;
  if (item.lease !== null && item.attempts >= maxAttempts) final.add(item);
  else due.add(item);
}

/** `isNew`: the next unit writes it down. */
export function addItem(backlog: Backlog, given: Omit<Item, 'backlog'>, isNew: boolean): void {
  const item = { backlog, ...given };
  backlog.items.set(item.offset, item);
  backlog.holders.add(item);
  if (isNew) backlog.touched.add(item.offset);
  enqueue(item);
}

export function removeItem(item: Item): void {
  const { backlog, offset } = item;
  backlog.items.delete(offset);
  backlog.holders.drop(item);
  backlog.touched.add(offset);
}

/** Changes when it is due, and who holds it. */
export function postpone(item: Item, nextAttemptAt: number, lease: string | null): void {
  item.backlog.holders.drop(item);
  item.nextAttemptAt = nextAttemptAt;
  item.lease = lease;
  item.backlog.holders.add(item);
  item.backlog.touched.add(item.offset);
  enqueue(item);
}

/** Leases that have ended for the last time. */
export function takeExhausted({ final, due, maxAttempts }: Backlog, now: number): Item[] {
  const exhausted: Item[] = [];
  for (let item = final.take(now); item !== undefined; item = final.take(now)) {
    // More attempts may have been granted since.
    if (item.attempts >= maxAttempts) exhausted.push(item);
    else due.add(item);
  }
  return exhausted;
}

/** Something of it waits for nothing but somebody who takes it. */
export function hasDue({ due }: Backlog, now: number): boolean {
  return isBy(due, now);
}

/** Some lease has ended for the last time. */
export function hasEnded({ final }: Backlog, now: number): boolean {
  return isBy(final, now);
}

function isBy(heap: DueHeap, now: number): boolean {
  const first = heap.first();
  return first !== undefined && first.nextAttemptAt <= now;
}

/** When something of it changes by itself, ms since the epoch; Infinity: never. `isWaitedFor`: what is due matters, too. */
export function nextChangeAt({ due, final }: Backlog, now: number, isWaitedFor: boolean): number {
  const ends = final.first()?.nextAttemptAt ?? Number.POSITIVE_INFINITY;
  const next = isWaitedFor ? due.first()?.nextAttemptAt : undefined;
  // What is due already was looked at.
  return next === undefined || next <= now ? ends : Math.min(ends, next);
}

/** The committed offset passes what can't be read any more. */
export function passDeleted(backlog: Backlog, logStartOffset: number): void {
  if (backlog.position >= logStartOffset) return;
  noteLost(backlog, backlog.position, logStartOffset);
  backlog.position = logStartOffset;
  backlog.previous = logStartOffset - 1;
  backlog.moved = true;
}

/** The events `from..to - 1` are gone. */
export function noteLost(backlog: Backlog, from: number, to: number): void {
  if (to > from) backlog.lost += to - from;
}

export type BacklogChanges = {
  readonly progress: readonly Progress[];
  readonly parked: readonly ParkedChange[];
  readonly losses: readonly Loss[];
};

/** What the next unit writes; the backlog is clean afterwards. */
export function collectChanges(backlog: Backlog, group: GroupName): BacklogChanges {
  const { topic, partition, items, touched, position, lost } = backlog;
  const place = { group, topic, partition };
  const parked = [...touched].map((at): ParkedChange => {
    const offset = at as Offset;
    const item = items.get(at);
    if (item === undefined) return { kind: 'remove', ...place, offset };
    const { key, attempts, firstAttemptAt, nextAttemptAt, lease, runs } = item;
    const previous = item.previous === at - 1 ? null : item.previous;
    const lastOffset = item.lastOffset as Offset;
    const row = { offset, lastOffset, key, attempts, firstAttemptAt, nextAttemptAt, lease, previous, runs };
    return { kind: 'put', ...place, ...row };
  });
  const previous = backlog.previous === position - 1 ? null : backlog.previous;
  const progress = backlog.moved ? [{ ...place, committedOffset: position as Offset, inFlight: [], previous }] : [];
  const losses = lost > 0 ? [{ ...place, events: lost }] : [];
  touched.clear();
  backlog.moved = false;
  backlog.lost = 0;
  return { progress, parked, losses };
}
