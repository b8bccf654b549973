// A unit that the writer refused, made again for the world as it is now.
import { expect, test } from 'vitest';
import type { Document, Registry } from '#posthorn/engine/engine.js';
import type { GroupName, PartitionIndex, TopicName } from '#posthorn/model/names.js';
import { type Lane, newLane } from '#posthorn/push/lane.js';
import { makeLedger } from '#posthorn/push/ledger.js';

function makeWorld() {
  const documents = new Map<string, Document>();
  const put = (collection: Document['collection'], name: string, incarnation: number) =>
    documents.set(`${collection}/${name}`, { collection, name, version: 1, incarnation, body: {} });
  const registry: Pick<Registry, 'get'> = { get: (collection, name) => documents.get(`${collection}/${name}`) };
  put('subscriptions', 's', 1);
  put('topics', 'a', 2);
  put('topics', 'b', 3);
  const ledger = makeLedger({
    group: 's' as GroupName,
    incarnation: 1,
    registry,
    deadLetterTopic: { document: {}, log: { partitions: 1, retentionMs: 0, retentionBytes: 0 } as never },
  });
  return { documents, put, ledger };
}

function laneOf(topic: string, topicIncarnation: number): Lane {
  const place = { topic: topic as TopicName, partition: 0 as PartitionIndex, topicIncarnation };
  return newLane({ ...place, ordering: 'key', startOffset: 0, position: 4, highWatermark: 9 });
}

test('of a topic that is gone, or another of its name, nothing is kept; the others go on', () => {
  for (const incarnation of [undefined, 7]) {
    const { documents, put, ledger } = makeWorld();
    ledger.touch(laneOf('a', 2));
    ledger.touch(laneOf('b', 3));
    const unit = ledger.unit();
    if (incarnation === undefined) documents.delete('topics/a');
    else put('topics', 'a', incarnation);
    const revised = unit === undefined ? undefined : ledger.revise(unit);
    expect(revised?.offsets).toMatchObject([{ topic: 'b', committedOffset: 4 }]);
    expect(revised?.parked).toEqual([]);
    expect(revised?.expect).toMatchObject([
      { collection: 'subscriptions', name: 's', incarnation: 1 },
      { collection: 'topics', name: 'b', incarnation: 3 },
    ]);
  }
});

test('another subscription of the name gets nothing of it', () => {
  const { put, ledger } = makeWorld();
  ledger.touch(laneOf('b', 3));
  const unit = ledger.unit();
  put('subscriptions', 's', 8);
  expect(unit === undefined ? null : ledger.revise(unit)).toBeUndefined();
});
