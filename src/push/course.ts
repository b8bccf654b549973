// What a lane is part of: the live flow of its subscription, or a replay, a redrive or a resend beside it. Each has its own
// progress; endpoint, ordering, retries and limits are the subscription's.
import type { Engine } from '../engine/engine.js';
import type { GroupName } from '../model/names.js';
import { matchesTopic } from '../model/topic-match.js';
import { makeRedrive, type Redrive } from './redrive/redrive-course.js';
import type { LaneLog } from './redrive/redrive-log.js';
import { type Replay, replayGroup } from './replay-record.js';
import { type SubscriptionRecord, startOffsetOf } from './subscription-config.js';

/** What it takes of a partition: `startOffset <= offset < endOffset`. */
export type Span = { readonly startOffset: number; readonly endOffset: number };

export type Course = {
  /** Its progress is kept under this name. */
  readonly group: GroupName;
  /** Null: the live flow. */
  readonly replay: Replay | null;
  /** Dead letters that are sent again; null: it reads the partition's own log. */
  readonly redrive: Redrive | null;
  /** Begun by hand: what fails for good there is no dead letter, or stays the one that it is. */
  readonly byHand: boolean;
  /** Nothing is tried a second time. */
  readonly once: boolean;
  /** What its deliveries carry besides: name and value, where there are any. */
  readonly headers: readonly string[];
  /** The replay whose webhook-ids its deliveries have; null: the live flow's. */
  readonly idReplay: string | null;
  /** Of a resend whose webhook-id is another. */
  readonly idKnown: string | null;
  /** Undefined: nothing of this partition. */
  spanOf(topic: string, incarnation: number, partition: number): Span | undefined;
};

/** The live flow goes on as long as there are events. */
export const NO_END = Number.MAX_SAFE_INTEGER;

export function liveCourse(group: GroupName, { startOffsets }: Pick<SubscriptionRecord, 'startOffsets'>): Course {
  return {
    group,
    replay: null,
    ...{ redrive: null, byHand: false, once: false, headers: [], idReplay: null, idKnown: null },
    spanOf: (topic, incarnation, partition) => ({
      startOffset: startOffsetOf(startOffsets, topic, incarnation, partition),
      endOffset: NO_END,
    }),
  };
}

/** What the subscription does not receive any more is not replayed either. */
export function replayCourse(
  replay: Replay,
  { id: subscriptionId, topics }: Pick<SubscriptionRecord, 'id' | 'topics'>,
  engine: Pick<Engine, 'log' | 'redriven' | 'registry'>,
): Course {
  const { record } = replay;
  const redrive = makeRedrive(engine, replay, subscriptionId) ?? null;
  const ranges = new Map(record.ranges.map((range) => [`${range.topic}/${range.partition}`, range]));
  return {
    group: replayGroup(replay.document.name),
    replay,
    redrive,
    byHand: redrive !== null || record.resend !== undefined,
    once: record.resend !== undefined,
    headers: headersOf(record),
    idReplay: record.resend === undefined ? record.id : record.resend.replay,
    idKnown: record.resend?.webhookId ?? null,
    spanOf: (topic, incarnation, partition) => {
      const range = ranges.get(`${topic}/${partition}`);
      if (range?.incarnation !== incarnation) return undefined;
      // What is sent by hand was asked for by name.
      if (redrive === null && record.resend === undefined && !matchesTopic(topics, topic)) return undefined;
      return { startOffset: range.from, endOffset: range.to };
    },
  };
}

function headersOf({ id, redrive, resend }: Replay['record']): readonly string[] {
  if (resend !== undefined) return ['posthorn-resend', resend.attempt];
  return [redrive === undefined ? 'posthorn-replay' : 'posthorn-redrive', id];
}

/** The log that the lanes of a course read. */
export function logOf({ course }: { readonly course: Course }, log: LaneLog): LaneLog {
  return course.redrive?.log ?? log;
}
