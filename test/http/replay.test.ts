// A seek with a range as a caller meets it: the dry run, the answer, how many there may be, and every refusal.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';

let running: RunningBus;
let client: HttpClient;

beforeAll(async () => {
  running = await startBus();
  client = makeHttpClient(running.url);
  await client.put('/v1/topics/orders', { partitions: 2 });
  await client.put('/v1/topics/other', {});
  await client.put('/v1/subscriptions/s', { topics: ['orders'], endpoint: { url: 'http://127.0.0.1:9/' } });
  await client.post('/v1/subscriptions/s/pause');
  const events = [0, 0, 0, 1, 1].map((partition, n) => ({ value: n, partition, timestamp: 100 + n }));
  await client.post('/v1/topics/orders/batches', { events });
});
afterAll(async () => {
  client.close();
  await running.stop();
});

const seek = (range: unknown, query = '') => client.post(`/v1/subscriptions/s/seek${query}`, { range });
const at = (...offsets: readonly (readonly [partition: number, offset: number])[]) => ({
  offsets: offsets.map(([partition, offset]) => ({ topic: 'orders', partition, offset })),
});
const described = async () =>
  (await client.get('/v1/subscriptions/s')).json<{ offsets: object[]; replays: { id: string }[] }>();
const step = (partition: number, from: number, to: number) => ({
  ...{ topic: 'orders', partition, from, to },
  replayed: to - from,
});

test('a dry run counts exactly and begins nothing; the replay says the same and shows what it is to do', async () => {
  const ranges = [step(0, 1, 3), step(1, 0, 1)];
  const range = { from: { timestamp: 101 }, to: { timestamp: 104 }, topics: ['orders'] };
  const dry = await seek(range, '?dryRun=true');
  expect([dry.status, dry.json()]).toEqual([200, { dryRun: true, replayed: 3, ranges }]);
  expect((await described()).replays).toEqual([]);
  const begun = await seek(range);
  const id = begun.json()['replay'];
  expect([begun.status, begun.json()]).toEqual([200, { dryRun: false, replay: id, replayed: 3, ranges }]);
  const { offsets, replays } = await described();
  expect(offsets).toMatchObject([{ committedOffset: 0 }, { committedOffset: 0 }]);
  expect(replays).toEqual([
    {
      ...{ id, at: expect.any(Number), replayed: 0, remaining: 3, parked: 0, lost: 0 },
      ranges: [
        { topic: 'orders', partition: 0, from: 1, to: 3, committedOffset: 1, parked: 0 },
        { topic: 'orders', partition: 1, from: 0, to: 1, committedOffset: 0, parked: 0 },
      ],
    },
  ]);
  expect((await client.delete(`/v1/subscriptions/s/replays/${String(id)}`)).status).toBe(204);
});

test.each([
  ['a place and itself', { from: at([0, 2]), to: at([0, 2]) }, [step(0, 2, 2)]],
  ['the end and the end', { from: 'latest', to: 'latest' }, [step(0, 3, 3), step(1, 2, 2)]],
])('between %s lies nothing, and nothing is begun', async (_name, range, ranges) => {
  const answer = await seek(range);
  expect([answer.status, answer.json()]).toEqual([200, { dryRun: false, replayed: 0, ranges }]);
  expect((await described()).replays).toEqual([]);
});

test('a bound by offsets narrows the other one to its partitions', async () => {
  const ranges = [step(1, 1, 2)];
  expect((await seek({ from: at([1, 1]), to: 'latest' }, '?dryRun=true')).json()).toMatchObject({ ranges });
  const both = await seek({ from: at([1, 0], [0, 0]), to: at([0, 1], [1, 2]) }, '?dryRun=true');
  expect(both.json()).toMatchObject({ replayed: 3, ranges: [step(1, 0, 2), step(0, 0, 1)] });
});

const earliest = { from: 'earliest', to: 'latest' };
test.each([
  [400, 'INVALID_REQUEST', "'range' must be an object", 'all'],
  [400, 'INVALID_REQUEST', "'range.to' must be", { from: 'earliest' }],
  [400, 'INVALID_REQUEST', "'range.from' must be", { from: 'first', to: 'latest' }],
  [400, 'INVALID_REQUEST', "'range.from' must be", { from: { timestamp: -1 }, to: 'latest' }],
  [400, 'INVALID_REQUEST', "'range.from' must be", { from: { timestamp: 1, offsets: [] }, to: 'latest' }],
  [400, 'INVALID_REQUEST', "'range.from' must be", { from: { key: 'a' }, to: 'latest' }],
  [400, 'INVALID_REQUEST', "'range.from.offsets' must be", { from: { offsets: [] }, to: 'latest' }],
  [400, 'INVALID_REQUEST', "'range.to.offsets.0' must be", { from: 'earliest', to: { offsets: [1] } }],
  [400, 'INVALID_REQUEST', "'range.topics' must be", { ...earliest, topics: 'orders' }],
  [400, 'INVALID_REQUEST', "'range.key' is not a field", { ...earliest, key: 'a' }],
  [400, 'INVALID_REQUEST', "'range.topics' is not a field", { from: at([0, 0]), to: 'latest', topics: ['orders'] }],
  [400, 'INVALID_REQUEST', "'range.to' must not be before 'from'", { from: { timestamp: 9 }, to: { timestamp: 8 } }],
  [400, 'INVALID_REQUEST', 'orders/0 from is 2, to is 1', { from: at([0, 2]), to: at([0, 1]) }],
  [400, 'INVALID_REQUEST', 'orders/1 from is 2, to is 0', { from: 'latest', to: { timestamp: 103 } }],
  [400, 'INVALID_REQUEST', 'does not name orders/1', { from: at([0, 0], [1, 0]), to: at([0, 1]) }],
  [404, 'UNKNOWN_TOPIC_OR_PARTITION', "'other' is none of", { ...earliest, topics: ['other'] }],
  [404, 'UNKNOWN_TOPIC_OR_PARTITION', 'has no partition 7', { from: at([7, 0]), to: 'latest' }],
  [416, 'OFFSET_OUT_OF_RANGE', 'its high watermark 3', { from: 'earliest', to: at([0, 4]) }],
])('%i %s: %s', async (status, code, detail, range) => {
  for (const query of ['', '?dryRun=true']) {
    const answer = await seek(range, query);
    expect([answer.status, answer.json()]).toMatchObject([status, { code, detail: expect.stringContaining(detail) }]);
  }
  expect((await described()).replays).toEqual([]);
});

test('with another form beside it, it is refused', async () => {
  const answer = await client.post('/v1/subscriptions/s/seek', { to: 'latest', range: earliest });
  expect([answer.status, answer.json()]).toMatchObject([
    400,
    { code: 'INVALID_REQUEST', detail: expect.stringContaining('the body has range and to') },
  ]);
});

test('no more than eight run at once, whoever asks at the same time; a cancelled one makes room', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => seek(earliest)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(8);
  const { replays } = await described();
  const ids = replays.map(({ id }) => id);
  expect(new Set(ids).size).toBe(8);
  const refused = await seek(earliest);
  expect([refused.status, refused.json()]).toMatchObject([
    429,
    { code: 'THROTTLING_QUOTA_EXCEEDED', detail: expect.stringContaining('DELETE /v1/subscriptions/s/replays/') },
  ]);
  expect((await client.delete(`/v1/subscriptions/s/replays/${ids[3]}`)).status).toBe(204);
  expect((await seek(earliest)).status).toBe(200);
  expect((await client.delete('/v1/subscriptions/s/replays/none')).json()).toMatchObject({ code: 'REPLAY_NOT_FOUND' });
  const unknown = await client.delete('/v1/subscriptions/none/replays/none');
  expect(unknown.json()).toMatchObject({ code: 'SUBSCRIPTION_NOT_FOUND' });
  expect((await client.delete('/v1/subscriptions/s')).status).toBe(204);
});
