// A lane: one partition as one course of a subscription receives it. A record and pure functions on it: nothing here sends, waits
// or writes. Whatever the outcomes and their order, every offset below `frontier` is finished, parked, or listed by
// `inFlightOffsets`; everything from `frontier` on is read again after a crash.
import type { PartitionIndex, TopicName } from '../model/names.js';
import type { Course } from './course.js';
import type { Entry } from './entry.js';
import { dropBuffer, type Holder, letGo } from './held.js';
import type { Ordering } from './subscription-config.js';

export type Lane = Holder & {
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly topicIncarnation: number;
  readonly course: Course;
  readonly ordering: Ordering;
  /** First offset that the course was to receive. */
  readonly startOffset: number;
  /** It takes nothing from here on. */
  readonly endOffset: number;
  /** Next offset to take from the log. */
  position: number;
  /** The last offset before it that the subscription was to receive, be it that it was lost; -1: none. Compaction leaves gaps. */
  previous: number;
  /** What is committed as the committed offset: behind the last event that is finished or parked. */
  frontier: number;
  /** `previous`, of the frontier. */
  frontierPrevious: number;
  /** Of the log, or `endOffset` where that is lower. */
  highWatermark: number;
  /** Unfinished and not parked, in offset order. */
  readonly window: Map<number, Entry>;
  /** Bytes of the values in the window. */
  heldBytes: number;
  parkedCount: number;
  /** How many of them the gate knows of. */
  countedParked: number;
  /** The last unfinished delivery of each key. */
  readonly tails: Map<string, Entry>;
  ready: Entry[];
  running: number;
  /** Rows of the parked set that the next commit puts or removes, by offset. */
  changes: Map<number, Entry>;
  dirty: boolean;
  /** Events deleted before they were delivered, since the last commit. */
  lost: number;
  /** How many of `blockBytes` the gate knows of. */
  countedBytes: number;
  /** When the batch that is not yet full began to wait for more; 0: none waits. */
  lingerSince: number;
  /** Its topic is gone, or its subscription: what still comes in for it is ignored. */
  dropped: boolean;
  /** A filter has looked at what it takes. */
  isJudged: boolean;
  /** It does so in the next turn of the event loop. */
  isJudging: boolean;
  /** It stands in its subscription's queue of lanes with work. */
  queued: boolean;
};

export type NewLane = Pick<
  Lane,
  'topic' | 'partition' | 'topicIncarnation' | 'course' | 'ordering' | 'startOffset' | 'endOffset'
> & {
  readonly position: number;
  /** As the storage knows it; null: the one before `position`. */
  readonly previous?: number | null;
  readonly highWatermark: number;
};

/** A seek begins anew; of a place that was moved by others since, what is known of another is not taken. */
function previousOf({ position, previous = null, startOffset }: NewLane): number {
  if (position <= startOffset) return -1;
  const isKnown = previous !== null && previous < position && (previous === -1 || previous >= startOffset);
  return isKnown ? previous : position - 1;
}

export function newLane(given: NewLane): Lane {
  const previous = previousOf(given);
  return {
    topic: given.topic,
    partition: given.partition,
    topicIncarnation: given.topicIncarnation,
    course: given.course,
    ordering: given.ordering,
    startOffset: given.startOffset,
    endOffset: given.endOffset,
    position: given.position,
    previous,
    frontier: given.position,
    frontierPrevious: previous,
    highWatermark: Math.min(given.highWatermark, given.endOffset),
    window: new Map(),
    heldBytes: 0,
    parkedCount: 0,
    countedParked: 0,
    tails: new Map(),
    ready: [],
    running: 0,
    changes: new Map(),
    dirty: false,
    lost: 0,
    buffer: [],
    cursor: 0,
    readTo: 0,
    block: null,
    blockBytes: 0,
    countedBytes: 0,
    lingerSince: 0,
    dropped: false,
    isJudged: false,
    isJudging: false,
    queued: false,
  };
}

const NO_KEYS: readonly string[] = [];
const WHOLE_PARTITION: readonly string[] = [''];

/** Deliveries that share one of these go one after the other. */
export function laneOrderKeys(lane: Pick<Lane, 'ordering'>, key: string | null): readonly string[] {
  switch (lane.ordering) {
    case 'none':
      return NO_KEYS;
    case 'partition':
      return WHOLE_PARTITION;
    case 'key':
      return key === null ? NO_KEYS : [key];
    default:
      return lane.ordering satisfies never;
  }
}

/** All that the lane will ever take is finished. */
export function isThrough(lane: Lane): boolean {
  return lane.position >= lane.endOffset && lane.window.size === 0 && lane.parkedCount === 0;
}

/** Puts a delivery in line behind the others of its keys. They must come in offset order. */
export function enterLine(lane: Lane, entry: Entry): void {
  for (const key of entry.orderKeys) {
    const tail = lane.tails.get(key);
    lane.tails.set(key, entry);
    if (tail === undefined || tail === entry) continue;
    if (tail.dependents === null) tail.dependents = [entry];
    else tail.dependents.push(entry);
    entry.blockers += 1;
  }
}

export function enterWindow(lane: Lane, entry: Entry): void {
  lane.window.set(entry.offset, entry);
  lane.heldBytes += entry.bytes;
}

/**
 * The next commit writes down where a delivery ends, be it a single event: it must be sent again with the same events,
 * or its webhook-id would lie.
 */
export function keepBounds(lane: Lane, entry: Entry): void {
  advance(lane, entry.lastOffset + 1, entry.lastOffset);
  lane.dirty = true;
}

/** The committed offset goes up to `to`; `previous`: the last offset below it that was to be delivered. */
export function advance(lane: Lane, to: number, previous: number): void {
  if (to <= lane.frontier) return;
  lane.frontier = to;
  lane.frontierPrevious = previous;
}

export function leaveWindow(lane: Lane, entry: Entry): void {
  if (lane.window.delete(entry.offset)) lane.heldBytes -= entry.bytes;
}

/** The delivery is finished for good. @returns those of its keys that no longer wait behind anything */
export function settle(lane: Lane, entry: Entry): Entry[] {
  if (entry.parked) lane.parkedCount -= 1;
  else leaveWindow(lane, entry);
  if (entry.state === 'running') lane.running -= 1;
  entry.state = 'done';
  letGo(lane, entry);
  advance(lane, entry.lastOffset + 1, entry.lastOffset);
  lane.dirty = true;
  if (entry.stored) lane.changes.set(entry.offset, entry);
  else lane.changes.delete(entry.offset);
  for (const key of entry.orderKeys) if (lane.tails.get(key) === entry) lane.tails.delete(key);
  const freed: Entry[] = [];
  for (const dependent of entry.dependents ?? []) {
    dependent.blockers -= 1;
    if (dependent.blockers === 0) freed.push(dependent);
  }
  entry.dependents = null;
  return freed;
}

/** Lets the committed offset pass an unfinished delivery, by a row of its own; its bytes are let go. */
export function park(lane: Lane, entry: Entry): void {
  if (!entry.parked) {
    leaveWindow(lane, entry);
    lane.parkedCount += 1;
    entry.parked = true;
    advance(lane, entry.lastOffset + 1, entry.lastOffset);
  }
  letGo(lane, entry);
  lane.changes.set(entry.offset, entry);
  lane.dirty = true;
}

/**
 * What lies from the lane's position up to `offset` can't be read any more. The committed offset passes it at once, with what is
 * still under way below it, so that a loss is written down with the place where it ended, and never counted again.
 */
export function skipTo(lane: Lane, offset: number): void {
  lane.position = offset;
  lane.previous = offset - 1;
  advance(lane, offset, offset - 1);
  lane.dirty = true;
}

/** A failed delivery waits for its next attempt, and all that wait behind it are parked with it. */
export function parkFailed(
  lane: Lane,
  entry: Entry,
  next: { attempts: number; firstAttemptAt: number; nextAttemptAt: number },
): void {
  if (entry.state === 'running') lane.running -= 1;
  entry.state = 'timed';
  entry.attempts = next.attempts;
  entry.firstAttemptAt = next.firstAttemptAt;
  entry.nextAttemptAt = next.nextAttemptAt;
  park(lane, entry);
  const behind = [...(entry.dependents ?? [])];
  for (let waiting = behind.pop(); waiting !== undefined; waiting = behind.pop()) {
    if (waiting.parked) continue;
    park(lane, waiting);
    if (waiting.dependents !== null) behind.push(...waiting.dependents);
  }
}

/** The attempt did not count (a probe, a pause): the delivery is where it was before. */
export function giveBack(lane: Lane, entry: Entry): void {
  lane.running -= 1;
  entry.state = 'ready';
  letGo(lane, entry);
  lane.ready.unshift(entry);
}

/** The lane will not send for a while: of what it holds only that remains which is under way. */
export function rest(lane: Lane): void {
  dropBuffer(lane);
  for (const entry of lane.window.values()) if (entry.state !== 'running') letGo(lane, entry);
}
