// The dead letters of one redrive as a log that a lane reads: an event's offset is its place in the redrive's order. What a
// delivery says of itself (topic, partition, offset, headers) is that of the event as it was produced.
import type { Engine, EventLog, LogSlice } from '../../engine/engine.js';
import { type Column, columnAt, type EventBatch, valueAt } from '../../model/event-batch.js';
import type { Offset, PartitionIndex, TopicName } from '../../model/names.js';
import { LETTERS_READ_MAX_BYTES, REDRIVE_READ_MAX_EVENTS } from '../../model/redrive-limits.js';
import { pack } from '../../model/values.js';
import { messageId, messageIdPrefix } from '../signing.js';
import { type Letter, readLetter } from './letter.js';
import { LETTERS_PARTITION } from './letter-scan.js';

export type LaneLog = Pick<EventLog, 'read' | 'bounds' | 'count'>;

/** One delivery, with the events that it had when it failed. */
export type LetterSlice = LogSlice & { readonly origin: Origin };

export type Origin = {
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly offset: number;
  readonly lastOffset: number;
  readonly webhookId: string;
  /** The same events, by the offsets at which they were produced. */
  readonly slices: readonly LogSlice[];
};

export type RedrivePlace = {
  readonly redrive: string;
  /** The dead letter topic. */
  readonly topic: TopicName;
  readonly incarnation: number;
  readonly events: number;
  readonly subscriptionId: string;
};

type Found = { readonly place: number; readonly letter: Letter; readonly slice: LogSlice; readonly index: number };
type Reads = Pick<Engine, 'log' | 'redriven' | 'registry'>;

export function makeRedriveLog(engine: Reads, at: RedrivePlace): LaneLog {
  const { topic, incarnation } = at;
  const replay = 'dead-letter';
  const place = { subscriptionId: at.subscriptionId, topic, topicIncarnation: incarnation };
  const idPrefix = messageIdPrefix({ ...place, partition: LETTERS_PARTITION, replay });
  const find = makeFinder(engine, at);
  return {
    // Places are never deleted: one whose dead letter is gone is a gap.
    bounds: () => ({ logStartOffset: 0 as Offset, highWatermark: at.events as Offset, bytes: 0 }),
    count: (_topic, _partition, from, to) => Math.max(0, to - from),
    read: (_topic, _partition, from, { maxEvents, before = at.events }) => {
      const end = Math.min(before, at.events);
      let found = find(from, Math.min(end, from + Math.min(maxEvents, REDRIVE_READ_MAX_EVENTS)));
      const last = found.at(-1);
      // What failed as one delivery is read as a whole.
      if (last !== undefined && last.letter.events > 1) {
        found = [...found, ...find(last.place + 1, Math.min(end, last.place + last.letter.events))];
      }
      return deliveries(found, idPrefix);
    },
  };
}

/** The dead letters at some places, as far as they are there. Neighbours in the topic come from one read. */
function makeFinder({ log, redriven, registry }: Reads, { redrive, topic, incarnation }: RedrivePlace) {
  return (from: number, to: number): Found[] => {
    if (registry.get('topics', topic)?.incarnation !== incarnation) return [];
    let slices: readonly LogSlice[] = [];
    return redriven.places(topic, redrive, from, to).flatMap(({ place, offset }) => {
      const has = (slice: LogSlice): boolean =>
        offset >= slice.baseOffset + slice.first && offset <= slice.baseOffset + slice.last;
      if (!slices.some(has)) {
        const limits = { maxEvents: REDRIVE_READ_MAX_EVENTS, maxBytes: LETTERS_READ_MAX_BYTES };
        slices = log.read(topic, LETTERS_PARTITION, offset as Offset, limits);
      }
      const slice = slices.find(has);
      if (slice === undefined) return [];
      const index = offset - slice.baseOffset;
      const letter = readLetter(slice, index);
      return letter === undefined ? [] : [{ place, letter, slice, index }];
    });
  };
}

/** Events that failed as one batch are one delivery again, if all of them are there; else each is one of its own. */
function deliveries(found: readonly Found[], idPrefix: string): LetterSlice[] {
  const made: LetterSlice[] = [];
  for (let at = 0; at < found.length; ) {
    const first = found[at] as Found;
    const { events, webhookId, offset } = first.letter;
    const run = found.slice(at, at + events);
    const whole =
      webhookId !== null && run.length === events && run.every((one, index) => follows(run[index - 1], one));
    const own = messageId(idPrefix, offset, offset);
    made.push(whole ? delivery(run, webhookId) : delivery([first], own));
    at += whole ? events : 1;
  }
  return made;
}

function follows(before: Found | undefined, { place, letter }: Found): boolean {
  if (before === undefined) return true;
  const [one, next] = [before.letter, letter];
  return (
    place === before.place + 1 &&
    next.webhookId === one.webhookId &&
    next.origin.topic === one.origin.topic &&
    next.origin.partition === one.origin.partition &&
    next.origin.offset > one.origin.offset
  );
}

function delivery(run: readonly Found[], webhookId: string): LetterSlice {
  const [first] = run as readonly [Found];
  const { origin } = first.letter;
  const batch = batchOf(run);
  const lastOffset = (run.at(-1) as Found).letter.origin.offset;
  const slices = run.map(({ letter }, index) => ({
    ...{ batch, timestamp: letter.origin.timestamp },
    ...{ baseOffset: letter.origin.offset - index, first: index, last: index },
  }));
  return {
    ...{ batch, baseOffset: first.place, timestamp: origin.timestamp, first: 0, last: run.length - 1 },
    origin: {
      topic: origin.topic as TopicName,
      partition: origin.partition as PartitionIndex,
      ...{ offset: origin.offset, lastOffset, webhookId, slices },
    },
  };
}

function batchOf(run: readonly Found[]): EventBatch {
  const column = <T extends string | number>(of: (columns: EventBatch['columns']) => Column<T> | undefined) =>
    run.map(({ slice, index }) => columnAt(of(slice.batch.columns), index));
  return {
    count: run.length,
    ...pack(run.map(({ slice, index }) => valueAt(slice.batch, index))),
    columns: {
      key: run.map(({ letter }) => letter.key),
      headers: run.map(({ letter }) => letter.headers),
      timestamp: run.map(({ letter }) => letter.origin.timestamp),
      contentType: column(({ contentType }) => contentType),
      tombstone: column(({ tombstone }) => tombstone),
      unframed: column(({ unframed }) => unframed),
    },
  };
}
