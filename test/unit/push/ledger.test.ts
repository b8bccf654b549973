// A unit that the writer refused, made again for the world as it is now.
import { expect, test } from 'vitest';
import type { Attempt, Document, Registry } from '#posthorn/engine/engine.js';
import type { GroupName, PartitionIndex, TopicName } from '#posthorn/model/names.js';
import { type Course, liveCourse, NO_END, replayCourse } from '#posthorn/push/course.js';
import { type Lane, newLane } from '#posthorn/push/lane.js';
import { makeLedger } from '#posthorn/push/ledger.js';
import type { ReplayRecord } from '#posthorn/push/replay-record.js';

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
  const replay = put('replays', 's/0', 4, { id: 'r', at: 1, ranges: [] });
  const ledger = makeLedger({
    group: 's' as GroupName,
    document,
    registry,
    clock: { now: () => 1_700_000_000_000 },
    deadLetterTopic: { document: {}, log: { partitions: 1, retentionMs: 0, retentionBytes: 0 } as never },
  });
  const course = replayCourse(
    { document: replay, record: replay.body as ReplayRecord },
    { id: 'i', topics: ['*'] },
    {} as never,
  );
  return { documents, put, ledger, course };
}

const live = liveCourse('s' as GroupName, { startOffsets: {} });

function laneOf(topic: string, topicIncarnation: number, course: Course = live): Lane {
  const place = { topic: topic as TopicName, partition: 0 as PartitionIndex, topicIncarnation };
  const span = { startOffset: 0, endOffset: NO_END };
  return newLane({ ...place, course, ...span, ordering: 'key', position: 4, highWatermark: 9 });
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

const REPLAY_EXPECTED = { kind: 'incarnation', collection: 'replays', name: 's/0', incarnation: 4 };

test('a replay has progress of its own, which no seek makes void, and which is refused once it is cancelled', () => {
  const { documents, put, ledger, course } = makeWorld();
  ledger.touch(laneOf('a', 2, course));
  ledger.touch(laneOf('a', 2));
  const unit = ledger.unit();
  expect(unit?.expect).toContainEqual(REPLAY_EXPECTED);
  expect(unit?.offsets).toMatchObject([{ group: '_replay/s/0', topic: 'a' }, { group: 's' }]);
  put('subscriptions', 's', 8, { id: '1', seeks: { a: { 0: 1 } } });
  const sought = unit === undefined ? undefined : ledger.revise(unit);
  expect(sought?.offsets).toMatchObject([{ group: '_replay/s/0', topic: 'a' }]);
  documents.delete('replays/s/0');
  const cancelled = unit === undefined ? undefined : ledger.revise(unit);
  expect(cancelled?.offsets).toEqual([]);
  expect(cancelled?.expect).not.toContainEqual(REPLAY_EXPECTED);
});

test('the end of a replay is one unit with its last outcome, unless it was cancelled before', () => {
  const { documents, ledger, course } = makeWorld();
  const attempt = { topic: 'a', outcome: 'dead-lettered' } as Attempt;
  ledger.attempt(attempt);
  ledger.deadLetter({ count: 0, payload: Buffer.alloc(0), ends: new Uint32Array(), columns: {} });
  ledger.touch(laneOf('a', 2, course));
  ledger.end(course);
  const unit = ledger.unit();
  const end = { collection: 'replays', name: 's/0', body: null };
  expect(unit?.offsets).toEqual([]);
  expect(unit).toMatchObject({
    attempts: [attempt],
    forgetGroups: ['_replay/s/0'],
    documents: [end, { collection: 'topics', name: 's.dlt' }],
  });
  expect(unit?.expect).toContainEqual(REPLAY_EXPECTED);
  const again = unit === undefined ? undefined : ledger.revise(unit);
  expect(again?.documents).toEqual([end, expect.objectContaining({ name: 's.dlt' })]);
  expect(again?.forgetGroups).toEqual(['_replay/s/0']);
  documents.delete('replays/s/0');
  const cancelled = unit === undefined ? undefined : ledger.revise(unit);
  expect(cancelled?.documents).toMatchObject([{ name: 's.dlt' }]);
  expect(cancelled?.forgetGroups).toBeUndefined();
  expect(cancelled?.attempts).toEqual([attempt]);
  // Nothing that still comes in of it is written.
  ledger.touch(laneOf('a', 2, course));
  expect(ledger.unit()?.offsets).toEqual([]);
});
