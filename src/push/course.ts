// What a lane is part of: the live flow of its subscription, or one replay beside it. Each has its own progress; endpoint,
// ordering, retries and limits are the subscription's.
import type { GroupName } from '../model/names.js';
import { matchesTopic } from '../model/topic-match.js';
import { type Replay, replayGroup } from './replay-record.js';
import { type SubscriptionRecord, startOffsetOf } from './subscription-config.js';

/** What it takes of a partition: `startOffset <= offset < endOffset`. */
export type Span = { readonly startOffset: number; readonly endOffset: number };

export type Course = {
  /** Its progress is kept under this name. */
  readonly group: GroupName;
  /** Null: the live flow. */
  readonly replay: Replay | null;
  /** Undefined: nothing of this partition. */
  spanOf(topic: string, incarnation: number, partition: number): Span | undefined;
};

/** The live flow goes on as long as there are events. */
export const NO_END = Number.MAX_SAFE_INTEGER;

export function liveCourse(group: GroupName, { startOffsets }: Pick<SubscriptionRecord, 'startOffsets'>): Course {
  return {
    group,
    replay: null,
    spanOf: (topic, incarnation, partition) => ({
      startOffset: startOffsetOf(startOffsets, topic, incarnation, partition),
      endOffset: NO_END,
    }),
  };
}

/** What the subscription does not receive any more is not replayed either. */
export function replayCourse(replay: Replay, { topics }: Pick<SubscriptionRecord, 'topics'>): Course {
  const ranges = new Map(replay.record.ranges.map((range) => [`${range.topic}/${range.partition}`, range]));
  return {
    group: replayGroup(replay.document.name),
    replay,
    spanOf: (topic, incarnation, partition) => {
      const range = ranges.get(`${topic}/${partition}`);
      if (range?.incarnation !== incarnation || !matchesTopic(topics, topic)) return undefined;
      return { startOffset: range.from, endOffset: range.to };
    },
  };
}
