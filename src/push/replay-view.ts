// A subscription's replays as the API shows them: what each is to send, and how far it has come.
import type { Engine } from '../engine/engine.js';
import type { Offset, PartitionIndex, TopicName } from '../model/names.js';
import { type Replay, type ReplayRange, replayGroup, replaysOf } from './replay-record.js';

export type ReplayRangeDescription = {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  readonly committedOffset: number;
  readonly parked: number;
};

export type ReplayDescription = {
  readonly id: string;
  readonly at: number;
  /** Events below the committed offsets: sent, parked, or lost to retention or a trim. */
  readonly replayed: number;
  /** Events from there on. */
  readonly remaining: number;
  /** Unfinished deliveries below the committed offsets. */
  readonly parked: number;
  readonly lost: number;
  readonly ranges: readonly ReplayRangeDescription[];
};

type Reads = Pick<Engine, 'registry' | 'log' | 'groups'>;

/** Oldest first. */
export function describeReplays(engine: Reads, subscription: string): ReplayDescription[] {
  return replaysOf(engine.registry, subscription)
    .filter(({ record }) => record.redrive === undefined && record.resend === undefined)
    .sort((a, b) => a.record.at - b.record.at)
    .flatMap((replay) => {
      const description = describeReplay(engine, replay);
      const { name, incarnation } = replay.document;
      // Its progress is gone with it: what was read may be that of one that has not begun.
      return engine.registry.get('replays', name)?.incarnation === incarnation ? [description] : [];
    });
}

function describeReplay(engine: Reads, { document, record }: Replay): ReplayDescription {
  const group = replayGroup(document.name);
  const progress = new Map(engine.groups.progress(group).map((one) => [`${one.topic}/${one.partition}`, one]));
  const isThere = ({ topic, incarnation }: ReplayRange): boolean =>
    engine.registry.get('topics', topic)?.incarnation === incarnation;
  let remaining = 0;
  const ranges = record.ranges.filter(isThere).map((range) => {
    const { from, to } = range;
    const [topic, partition] = [range.topic as TopicName, range.partition as PartitionIndex];
    const own = progress.get(`${topic}/${partition}`);
    const committedOffset = own?.committedOffset ?? from;
    remaining += engine.log.count(topic, partition, committedOffset as Offset, to as Offset);
    const parked = engine.groups.parkedCount(group, topic, partition) + (own?.inFlight.length ?? 0);
    return { topic, partition, from, to, committedOffset, parked };
  });
  const events = record.ranges.reduce((sum, range) => sum + range.events, 0);
  return {
    id: record.id,
    at: record.at,
    replayed: events - remaining,
    remaining,
    parked: ranges.reduce((sum, range) => sum + range.parked, 0),
    lost: engine.groups.losses(group).reduce((sum, loss) => sum + loss.events, 0),
    ranges,
  };
}
