// The topic _attempts as a log: what is read of it is the table of attempts, in order, for ever the same.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppendSignal, Attempt, Engine, LogChange } from '#posthorn/engine/engine.js';
import { openSqliteEngine } from '#posthorn/engine/sqlite/sqlite-engine.js';
import { ATTEMPTS_TOPIC, INTERNAL_PARTITION } from '#posthorn/model/internal-topics.js';
import { parseGroupName, parseTopicName } from '#posthorn/model/names.js';
import { scratchFolder } from '../conformance/engines.js';
import { EVERYTHING, flatten, G, o, p, T } from '../conformance/events.js';
import { eventually } from '../harness/eventually.js';

const made: LogChange = {
  kind: 'put',
  topic: ATTEMPTS_TOPIC,
  partitions: 1,
  retentionMs: -1,
  retentionBytes: -1,
  dedupeWindowMs: 1000,
};

let scratch: ReturnType<typeof scratchFolder>;
let engine: Engine;
const open = async (attemptsMax = 1000) => {
  engine = await openSqliteEngine({
    folder: scratch.folder,
    attemptsMax,
    attemptsRetentionMs: 1e15,
    retentionIntervalMs: 5,
  });
  await engine.commit({ logs: [{ ...made, ifAbsent: true }] });
};
beforeEach(async () => {
  scratch = scratchFolder();
  await open();
});
afterEach(async () => {
  await engine.close();
  scratch.remove();
});

const attempt = (offset: number, change: Partial<Attempt> = {}): Attempt => ({
  group: G,
  topic: T,
  partition: p(0),
  offset: o(offset),
  lastOffset: o(offset),
  key: null,
  attempt: 1,
  outcome: 'acknowledged',
  phase: null,
  status: 200,
  durationMs: 5,
  at: 1000 + offset,
  nextAttemptAt: null,
  response: null,
  ...change,
});
const own = (offset: number) => attempt(offset, { topic: ATTEMPTS_TOPIC });
const commit = (...attempts: Attempt[]) => engine.commit({ attempts });
const bounds = () => {
  const { logStartOffset, highWatermark } = engine.log.bounds(ATTEMPTS_TOPIC, INTERNAL_PARTITION) ?? {};
  return [logStartOffset, highWatermark];
};
const slices = (from = 0, limits = {}) =>
  engine.log.read(ATTEMPTS_TOPIC, INTERNAL_PARTITION, o(from), { ...EVERYTHING, ...limits });
const offsets = (from = 0, limits = {}) => flatten(slices(from, limits)).map(({ offset }) => offset);
const count = (from: number, to: number) => engine.log.count(ATTEMPTS_TOPIC, INTERNAL_PARTITION, o(from), o(to));

it('shows an attempt as the API does, with its subscription, its end as its time, and the key of the subscription', async () => {
  expect(bounds()).toEqual([0, 0]);
  await commit(attempt(7, { lastOffset: o(9), outcome: 'retry', phase: 'status', status: 503, nextAttemptAt: 99 }));
  const [event] = flatten(slices());
  expect(event).toMatchObject({ offset: 0, key: G, timestamp: 1012, headers: null });
  expect(JSON.parse(event?.value ?? '')).toEqual({
    id: '1',
    subscription: G,
    topic: T,
    partition: 0,
    offset: 7,
    lastOffset: 9,
    attempt: 1,
    outcome: 'retry',
    phase: 'status',
    status: 503,
    durationMs: 5,
    at: 1007,
    nextAttemptAt: 99,
  });
  expect(bounds()).toEqual([0, 1]);
});

it('leaves out deliveries of its own events and of dead letters, as gaps, and ends with an event', async () => {
  const letter = attempt(9, { topic: parseTopicName('orders.dlt') });
  await commit(own(0), attempt(1), attempt(2), own(3), letter, attempt(5), own(6), letter);
  expect(bounds()).toEqual([0, 6]);
  expect(slices().map(({ baseOffset, first, last }) => [baseOffset + first, baseOffset + last])).toEqual([
    [1, 2],
    [5, 5],
  ]);
  expect([offsets(2), offsets(3), offsets(6)]).toEqual([[2, 5], [5], []]);
  expect(offsets(0, { before: 5 })).toEqual([1, 2]);
  expect(offsets(0, { maxEvents: 2 })).toEqual([1, 2]);
  expect(offsets(0, { maxBytes: 1 })).toEqual([1]);
  expect([count(0, 6), count(0, 100), count(2, 5), count(3, 5), count(6, 8)]).toEqual([3, 3, 1, 0, 0]);
  await commit(own(9));
  expect(bounds()).toEqual([0, 6]);
  await commit(attempt(10));
  expect([bounds(), offsets(6)]).toEqual([[0, 10], [9]]);
  expect(engine.attempts.list(G, { limit: 100 }).items).toHaveLength(10);
});

it('signals what it shows, and nothing of what it leaves out', async () => {
  const heard: AppendSignal[] = [];
  engine.log.onAppend((signals) => heard.push(...signals));
  await commit(own(0));
  expect(heard).toEqual([]);
  await commit(attempt(1), own(2));
  expect(heard).toEqual([{ topic: ATTEMPTS_TOPIC, partition: 0, highWatermark: 2 }]);
});

it('finds times although attempts are not written down in the order in which they ended', async () => {
  const ends = [1000, 3000, 2000, 9000, 4000, 30_000, 29_000, 60_000];
  await commit(...ends.map((end, index) => attempt(index, { at: end, durationMs: 0 })));
  for (const time of [0, 1000, 1001, 2500, 3001, 9001, 29_500, 60_000, 60_001]) {
    const index = ends.findIndex((end) => end >= time);
    const found = engine.log.offsetForTimestamp(ATTEMPTS_TOPIC, INTERNAL_PARTITION, time);
    expect([time, found]).toEqual([time, index < 0 ? ends.length : index]);
  }
});

it('an event stays what it was when its subscription is deleted and made anew', async () => {
  await commit(attempt(1), attempt(2, { group: parseGroupName('other') }));
  const before = flatten(slices());
  await engine.commit({ forgetGroups: [G] });
  expect(flatten(slices())).toEqual(before);
  await commit(attempt(3));
  expect(flatten(slices()).slice(0, 2)).toEqual(before);
});

it('starts where the oldest attempt is that is kept, tells when it moves, and its end never falls', async () => {
  await commit(...Array.from({ length: 20 }, (_, index) => attempt(index)));
  await commit(own(20), own(21), own(22));
  await engine.close();
  await open(10);
  const heard: AppendSignal[] = [];
  engine.log.onAppend((signals) => heard.push(...signals));
  await eventually(() => expect(bounds()).toEqual([13, 20]));
  expect([offsets(), count(0, 100)]).toEqual([[13, 14, 15, 16, 17, 18, 19], 7]);
  await eventually(() => expect(heard.at(-1)).toMatchObject({ topic: ATTEMPTS_TOPIC, logStartOffset: 13 }));
  // Nothing is left but what is not shown, and then nothing at all.
  for (const [attemptsMax, edge] of [
    [2, 21],
    [0, 23],
  ] as const) {
    await engine.close();
    await open(attemptsMax);
    await eventually(() => expect(bounds()).toEqual([edge, edge]));
  }
  await commit(attempt(30));
  await eventually(() => expect(bounds()).toEqual([24, 24]));
});
