// Replies on their way into a unit: with the progress of their delivery, or not at all.
import { expect, test } from 'vitest';
import type { Append, CommitUnit, Document, Registry } from '#posthorn/engine/engine.js';
import type { GroupName, PartitionIndex, TopicName } from '#posthorn/model/names.js';
import { REPLY_MAX_BYTES, SUBSCRIPTION_REPLIES_MAX_BYTES } from '#posthorn/model/reply-limits.js';
import { liveCourse, NO_END } from '#posthorn/push/course.js';
import { type Lane, newLane } from '#posthorn/push/lane.js';
import { makeLedger } from '#posthorn/push/ledger.js';
import type { Reply } from '#posthorn/push/replies/pending-replies.js';
import { makeSending } from '#posthorn/push/replies/replies.js';
import type { Judged } from '#posthorn/push/replies/reply-judge.js';
import type { PlannedEvents } from '#posthorn/push/replies/reply-planner.js';
import type { SubscriptionRecord } from '#posthorn/push/subscription-config.js';

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
  put('topics', 'out', 5);
  const ledger = makeLedger({
    group: 's' as GroupName,
    document,
    registry,
    clock: { now: () => 1_700_000_000_000 },
    deadLetterTopic: { document: {}, log: { partitions: 1, retentionMs: 0, retentionBytes: 0 } as never },
  });
  return { documents, put, ledger };
}

const live = liveCourse('s' as GroupName, { startOffsets: {} });

function laneOf(topic: string, topicIncarnation: number): Lane {
  const place = { topic: topic as TopicName, partition: 0 as PartitionIndex, topicIncarnation };
  const span = { startOffset: 0, endOffset: NO_END };
  return newLane({ ...place, course: live, ...span, ordering: 'key', position: 4, highWatermark: 9 });
}

const appendOf = (name: string): Append => ({
  topic: 'out' as TopicName,
  partition: 0 as PartitionIndex,
  batch: { count: 1, payload: Buffer.from(`${name}\n`), ends: Uint32Array.of(name.length), columns: {} },
});

const planOf = (name: string, incarnation = 5, schemas = 0): PlannedEvents => ({
  topic: 'out' as TopicName,
  ...{ incarnation, schemas },
  appends: [appendOf(name)],
});

const replyOf = (name: string, again: Judged = { kind: 'accepted', plans: [planOf(name)] }): Reply => ({
  plans: [planOf(name)],
  bytes: 10,
  judgeAgain: () => again,
});

const payloads = (unit: CommitUnit | undefined) =>
  unit?.appends?.map(({ batch }) => Buffer.from(batch.payload).toString().trim());
const ofOut = (unit: CommitUnit | undefined) =>
  unit?.expect?.filter((each) => each.kind !== 'progress' && each.name === 'out');

function revised({ ledger }: ReturnType<typeof makeWorld>, unit: CommitUnit | undefined) {
  if (unit === undefined) throw new Error('there is no unit');
  return ledger.revise(unit);
}

test('a reply stands in the unit of its progress, which expects the topic and the schemas that it was judged by', () => {
  const { ledger } = makeWorld();
  const lane = laneOf('a', 2);
  ledger.touch(lane);
  ledger.reply(lane, replyOf('one'));
  ledger.reply(lane, replyOf('two'));
  expect(ledger.replyBytes).toBe(20);
  const unit = ledger.unit();
  expect(payloads(unit)).toEqual(['one', 'two']);
  expect(unit?.offsets).toMatchObject([{ topic: 'a', committedOffset: 4 }]);
  expect(ofOut(unit)).toEqual([
    { kind: 'incarnation', collection: 'topics', name: 'out', incarnation: 5 },
    { kind: 'version', collection: 'schemas', name: 'out', version: 0 },
  ]);
  // Until it is on disk it takes room.
  expect(ledger.replyBytes).toBe(20);
  ledger.committed();
  expect(ledger.replyBytes).toBe(0);
  expect(ledger.unit()).toBeUndefined();
});

test('a refused unit is made anew with its replies, judged as things are now', () => {
  const world = makeWorld();
  const { ledger, put } = world;
  const lane = laneOf('a', 2);
  ledger.touch(lane);
  ledger.reply(lane, replyOf('old', { kind: 'accepted', plans: [planOf('new', 6, 2)] }));
  const unit = ledger.unit();
  put('topics', 'out', 6);
  const again = revised(world, unit);
  expect(payloads(again)).toEqual(['new']);
  expect(again?.offsets).toMatchObject([{ topic: 'a' }]);
  expect(ofOut(again)).toEqual([
    { kind: 'incarnation', collection: 'topics', name: 'out', incarnation: 6 },
    { kind: 'version', collection: 'schemas', name: 'out', version: 2 },
  ]);
});

test('where a reply would be refused now nothing of the unit is written, nor of what comes later', () => {
  const world = makeWorld();
  const { ledger, documents } = world;
  const lane = laneOf('a', 2);
  ledger.touch(lane);
  ledger.reply(lane, replyOf('one', { kind: 'refused', text: 'no such topic' }));
  const unit = ledger.unit();
  documents.delete('topics/out');
  expect(ledger.isVoid).toBe(false);
  expect(revised(world, unit)).toBeUndefined();
  expect(ledger.isVoid).toBe(true);
  ledger.touch(lane);
  expect(ledger.unit()).toBeUndefined();
});

test('what a seek takes back, or a topic that is deleted takes along, its reply goes with', () => {
  for (const gone of ['sought', 'deleted'] as const) {
    const world = makeWorld();
    const { ledger, put, documents } = world;
    const [lost, kept] = [laneOf('a', 2), laneOf('b', 3)];
    for (const [lane, name] of [[lost, 'lost'] as const, [kept, 'kept'] as const]) {
      ledger.touch(lane);
      ledger.reply(lane, replyOf(name));
    }
    const unit = ledger.unit();
    expect(payloads(unit)).toEqual(['lost', 'kept']);
    if (gone === 'sought') put('subscriptions', 's', 8, { id: '1', seeks: { a: { 0: 1 } } });
    else documents.delete('topics/a');
    const again = revised(world, unit);
    expect(payloads(again)).toEqual(['kept']);
    expect(again?.offsets).toMatchObject([{ topic: 'b' }]);
    expect(ledger.replyBytes).toBe(10);
  }
});

test('of a lane that was dropped before the unit was made nothing is appended', () => {
  const { ledger } = makeWorld();
  const [gone, other] = [laneOf('a', 2), laneOf('b', 3)];
  ledger.touch(gone);
  ledger.reply(gone, replyOf('gone'));
  ledger.touch(other);
  ledger.forget(gone);
  expect(payloads(ledger.unit())).toBeUndefined();
  expect(ledger.replyBytes).toBe(0);
});

test('no more is sent than answers could be kept of, and one delivery always is', () => {
  const never = () => {
    throw new Error('nothing is sent here');
  };
  const sendingOf = (replies: SubscriptionRecord['replies']) =>
    makeSending('s', { replies } as SubscriptionRecord, { send: never, openReplies: never });
  const plain = sendingOf(undefined);
  expect(plain.isFull(1_024, SUBSCRIPTION_REPLIES_MAX_BYTES)).toBe(false);
  const long = sendingOf({ topics: ['out'], topic: 'out', maxEvents: 1, maxBytes: REPLY_MAX_BYTES });
  const most = SUBSCRIPTION_REPLIES_MAX_BYTES / REPLY_MAX_BYTES;
  expect(long.isFull(most - 1, 0)).toBe(false);
  expect(long.isFull(most, 0)).toBe(true);
  expect(long.isFull(most - 1, 1)).toBe(true);
  expect(long.isFull(0, SUBSCRIPTION_REPLIES_MAX_BYTES)).toBe(true);
  expect(long.isFull(0, 0)).toBe(false);
});
