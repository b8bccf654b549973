// POST /v1/groups/{group}/offsets without a member: a group that nobody is in is moved.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { groupClient, offsetsOf } from './group-client.js';

let server: RunningBus;
let http: HttpClient;

beforeAll(async () => {
  server = await startBus();
  http = makeHttpClient(server.url);
  await http.put('/v1/topics/orders', { partitions: 2 });
  await http.put('/v1/topics/other', {});
  for (const [partition, timestamp] of [100, 200, 300, 400].entries()) {
    await http.post('/v1/topics/orders/batches', { events: [{ value: 1, partition: partition % 2, timestamp }] });
  }
});
afterAll(async () => {
  http.close();
  await server.stop();
});

const code = (answer: { status: number; json: () => unknown }) => [
  answer.status,
  (answer.json() as { code?: string }).code,
];

/** A group that has read everything, and that nobody is in. */
async function idleGroup(name: string) {
  const group = groupClient(http, name);
  const { memberId } = await group.fetch();
  await group.fetch({ memberId, commit: true });
  await http.delete(`${group.path}/members/${memberId}`);
  return group;
}

it('a dry run counts and changes nothing; the seek itself says the same and does it', async () => {
  const group = await idleGroup('s1');
  const step = (partition: number) => ({
    ...{ topic: 'orders', partition, committedOffset: 2, newOffset: 1 },
    ...{ replayed: 1, skipped: 0 },
  });
  const counted = { replayed: 2, skipped: 0, offsets: [step(0), step(1)] };
  const dry = await http.post(`${group.path}/offsets?dryRun=true`, { timestamp: 201 });
  expect([dry.status, dry.json()]).toEqual([200, { dryRun: true, ...counted }]);
  expect(await group.committed()).toEqual([2, 2]);
  const done = await group.commit({ timestamp: 201 });
  expect([done.status, done.json()]).toEqual([200, { dryRun: false, ...counted }]);
  expect(await group.committed()).toEqual([1, 1]);
  expect(offsetsOf(await group.fetch()).sort()).toEqual(['0:1', '1:1']);
});

it('goes to offsets, to the ends, and over the topics that are named', async () => {
  const group = await idleGroup('s2');
  const offsets = [{ topic: 'orders', partition: 1, offset: 0 }];
  expect((await group.commit({ offsets })).json()).toMatchObject({ replayed: 2, offsets: [{ newOffset: 0 }] });
  expect(await group.committed()).toEqual([2, 0]);
  expect((await group.commit({ to: 'latest' })).json()).toMatchObject({ skipped: 2 });
  await group.commit({ to: 'earliest', topics: ['orders', 'other'] });
  expect((await group.describe()).offsets).toMatchObject([
    { topic: 'orders', committedOffset: 0, lag: 2 },
    { topic: 'orders', committedOffset: 0 },
    { topic: 'other', committedOffset: 0 },
  ]);
});

it('forgets what a member was handed out and did not commit', async () => {
  const group = groupClient(http, 's3');
  const { memberId } = await group.fetch();
  await http.delete(`${group.path}/members/${memberId}`);
  await group.commit({ to: 'latest' });
  expect((await group.fetch()).events).toEqual([]);
});

it('makes a group where it names topics, and refuses one that does not exist otherwise', async () => {
  const group = groupClient(http, 's4');
  expect(code(await group.commit({ to: 'earliest' }))).toEqual([404, 'GROUP_ID_NOT_FOUND']);
  const dry = await http.post(`${group.path}/offsets?dryRun=true`, { to: 'earliest', topics: ['orders'] });
  expect([dry.status, (await http.get(group.path)).status]).toEqual([200, 404]);
  await group.commit({ offsets: [{ topic: 'orders', partition: 0, offset: 1 }] });
  expect(await group.describe()).toMatchObject({ state: 'empty', generation: 0, offsets: [{ committedOffset: 1 }] });
  expect(offsetsOf(await group.fetch({ start: 'latest' }))).toEqual(['0:1', '1:0', '1:1']);
});

it.each([
  [400, 'INVALID_REQUEST', {}],
  [400, 'INVALID_REQUEST', { to: 'now' }],
  [400, 'INVALID_REQUEST', { to: 'latest', timestamp: 1 }],
  [404, 'UNKNOWN_TOPIC_OR_PARTITION', { to: 'latest', topics: ['nothing'] }],
  [404, 'UNKNOWN_TOPIC_OR_PARTITION', { offsets: [{ topic: 'orders', partition: 2, offset: 0 }] }],
  [416, 'OFFSET_OUT_OF_RANGE', { offsets: [{ topic: 'orders', partition: 0, offset: 3 }] }],
])('%i %s for %j, and nothing moves', async (status, expected, body) => {
  const group = groupClient(http, 's5');
  expect(code(await group.commit(body))).toEqual([status, expected]);
  expect((await http.get(group.path)).status).toBe(404);
});

it('a group with members, and a subscription, are left alone', async () => {
  const group = groupClient(http, 's6');
  const { memberId } = await group.fetch();
  expect(code(await group.commit({ to: 'earliest' }))).toEqual([409, 'NON_EMPTY_GROUP']);
  const dry = await http.post(`${group.path}/offsets?dryRun=true`, { memberId, generation: 1, offsets: [] });
  expect(code(dry)).toEqual([400, 'INVALID_REQUEST']);
  await http.put('/v1/subscriptions/s7', { topics: ['orders'], endpoint: { url: 'http://127.0.0.1:9/' } });
  expect(code(await http.post('/v1/groups/s7/offsets', { to: 'earliest' }))).toEqual([
    409,
    'INCONSISTENT_GROUP_PROTOCOL',
  ]);
});
