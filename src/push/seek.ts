// POST /v1/subscriptions/{name}/seek: where each partition goes, how many events that means, and the one unit that
// moves them. The unit makes the subscription's document anew, so that the writer refuses what was reached before it.
import type { CommitUnit, Document, Engine } from '../engine/engine.js';
import {
  type Destination,
  destinationsOf,
  placesOf,
  type SeekPlace,
  type SeekStep,
  stepOf,
} from '../engine/seek-places.js';
import type { GroupName, TopicName } from '../model/names.js';
import type { SeekTarget } from '../model/seek-body.js';
import { matchesTopic } from '../model/topic-match.js';
import { type SeekCounts, type StartOffsets, type SubscriptionRecord, seekCountOf } from './subscription-config.js';

type Reads = Pick<Engine, 'registry' | 'log' | 'groups'>;

/** Counted as of the last commit. @throws UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE */
export function planSeek(engine: Reads, document: Document, target: SeekTarget): SeekStep[] {
  const group = document.name as GroupName;
  const progress = new Map(engine.groups.progress(group).map((one) => [`${one.topic}/${one.partition}`, one]));
  return destinations(engine, document, target).map((destination) => {
    const { topic, partition } = destination.place;
    return stepOf(engine, group, destination, progress.get(`${topic}/${partition}`));
  });
}

/** Nothing that is parked or in flight there outlives it. */
export function seekUnit({ registry }: Pick<Engine, 'registry'>, document: Document, steps: readonly SeekStep[]) {
  const { collection, name, version } = document;
  const group = name as GroupName;
  const record = document.body as SubscriptionRecord;
  const topics = [...new Set(steps.map(({ topic }) => topic))].map((topic) => ({
    topic,
    // A topic that is gone by now has none: the writer refuses the unit, and the seek is planned again.
    incarnation: registry.get('topics', topic)?.incarnation ?? 0,
  }));
  const startOffsets: Record<string, StartOffsets[string]> = { ...record.startOffsets };
  const seeks: Record<string, SeekCounts[string]> = { ...record.seeks };
  for (const { topic, incarnation } of topics) {
    const here = steps.filter((step) => step.topic === topic);
    const before = startOffsets[topic];
    const offsets = before?.incarnation === incarnation ? [...before.offsets] : [];
    const counts: Record<string, number> = { ...seeks[topic] };
    for (const { partition, newOffset } of here) {
      while (offsets.length < partition) offsets.push(0);
      offsets[partition] = newOffset;
      counts[partition] = seekCountOf(record.seeks, topic, partition) + 1;
    }
    startOffsets[topic] = { incarnation, offsets };
    seeks[topic] = counts;
  }
  const body: SubscriptionRecord = { ...record, startOffsets, seeks };
  return {
    expect: [
      { kind: 'version', collection, name, version },
      ...topics.map(
        ({ topic, incarnation }) => ({ kind: 'incarnation', collection: 'topics', name: topic, incarnation }) as const,
      ),
    ],
    documents: [{ collection, name, body, renew: true }],
    offsets: steps.map(({ topic, partition, newOffset: committedOffset }) => ({
      ...{ group, topic, partition, committedOffset },
      inFlight: [],
    })),
    parked: steps.map(({ topic, partition }) => ({ kind: 'clear', group, topic, partition }) as const),
  } satisfies CommitUnit;
}

/**
 * Where `target` lies in each partition that it is about. @param path of `target` in the body: `/range/from` or empty
 * @throws UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE
 */
export function destinations(
  engine: Pick<Engine, 'registry' | 'log'>,
  document: Document,
  target: SeekTarget,
  path = '',
): Destination[] {
  const received = (document.body as SubscriptionRecord).topics;
  const partitions = new Map<string, readonly SeekPlace[]>();
  for (const { name } of engine.registry.list('topics')) {
    if (matchesTopic(received, name)) partitions.set(name, placesOf(engine.log, name as TopicName));
  }
  const words = {
    notReceived: (topic: string) => `'${topic}' is none of the topics that the subscription receives`,
    lookAt: `GET /v1/subscriptions/${document.name} lists its topics and partitions`,
  };
  return destinationsOf(engine.log, partitions, target, words, path);
}
