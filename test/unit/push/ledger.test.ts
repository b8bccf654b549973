// A unit that the writer refused, made again for the world as it is now.
import { expect, test } from 'vitest';
import type { Attempt, Document, Registry } from '#posthorn/engine/engine.js';
import type { GroupName, PartitionIndex, TopicName } from '#posthorn/model/names.js';
import { type Lane, newLane } from '#posthorn/push/lane.js';
import { makeLedger } from '#posthorn/push/ledger.js';

function makeWorld() {
  const documents = new Map<string, Document>();
  const put = (collection: Document['collection'], name: string, incarnation: number, body: object = { id: '1' }) => {
    const document = { collection, name, version: 1, incarnation, body };
    documents.set(`${collection}/${name}`, document);
    return document;
  };
  const registry: Pick<Registry, 'get'> = { get: (collection, name) => documents.get(`${collection}/${name}`) };
  const document = put('subscriptions', 's', 1);
  put('topics', 'a', 2);
  put('topics', 'b', 3);
  const ledger = makeLedger({
    group: 's' as GroupName,
    document,
    registry,
    clock: { now: () => 1_700_000_000_000 },
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
  put('subscriptions', 's', 8, { id: '2' });
  expect(unit === undefined ? null : ledger.revise(unit)).toBeUndefined();
});

test('what a seek has moved is not written any more, what it left alone is, and what happened stays on record', () => {
  const moved = { id: '1', seeks: { a: { 0: 1 } } };
  const attempt = { topic: 'a', outcome: 'retry' } as Attempt;
  const expected = [
    { collection: 'subscriptions', name: 's', incarnation: 8 },
    { collection: 'topics', name: 'b', incarnation: 3 },
  ];
  // The seek comes before the unit is made, and between its making and the writer.
  for (const early of [true, false]) {
    const { put, ledger } = makeWorld();
    ledger.touch(laneOf('a', 2));
    ledger.touch(laneOf('b', 3));
    ledger.attempt(attempt);
    if (early) {
      put('subscriptions', 's', 8, moved);
      ledger.follow();
    }
    const made = ledger.unit();
    if (!early) put('subscriptions', 's', 8, moved);
    const unit = early || made === undefined ? made : ledger.revise(made);
    expect(unit?.offsets).toMatchObject([{ topic: 'b', committedOffset: 4 }]);
    expect(unit?.attempts).toEqual([attempt]);
    expect(unit?.expect?.filter((each) => each.kind === 'progress' || each.name !== 'a')).toMatchObject(expected);
    ledger.touch(laneOf('a', 2));
    expect(ledger.unit()?.offsets).toEqual([]);
  }
});
