// POST /v1/subscriptions/{name}/seek as a caller meets it: the dry run, the answer, and every refusal.
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
  for (const partition of [0, 1, 1]) await client.post(`/v1/topics/orders/events?partition=${partition}`, 1);
});
afterAll(async () => {
  client.close();
  await running.stop();
});

const seek = (body: unknown, query = '', name = 's') => client.post(`/v1/subscriptions/${name}/seek${query}`, body);
const reached = async () =>
  (await client.get('/v1/subscriptions/s'))
    .json<{ offsets: { committedOffset: number }[] }>()
    .offsets.map(({ committedOffset }) => committedOffset);

test('a dry run counts and changes nothing; the seek itself says the same and does it', async () => {
  const counted = {
    ...{ replayed: 0, skipped: 3 },
    offsets: [
      { topic: 'orders', partition: 0, committedOffset: 0, newOffset: 1, replayed: 0, skipped: 1 },
      { topic: 'orders', partition: 1, committedOffset: 0, newOffset: 2, replayed: 0, skipped: 2 },
    ],
  };
  const dry = await seek({ to: 'latest' }, '?dryRun=true');
  expect([dry.status, dry.json()]).toEqual([200, { dryRun: true, ...counted }]);
  expect(await reached()).toEqual([0, 0]);
  const done = await seek({ to: 'latest' }, '?dryRun=false');
  expect([done.status, done.json()]).toEqual([200, { dryRun: false, ...counted }]);
  expect(await reached()).toEqual([1, 2]);
  expect((await seek({ offsets: [{ topic: 'orders', partition: 1, offset: 0 }] })).json()).toMatchObject({
    ...{ replayed: 2, skipped: 0 },
    offsets: [{ partition: 1, newOffset: 0 }],
  });
  expect(await reached()).toEqual([1, 0]);
});

test('another configuration afterwards leaves it where it was moved to', async () => {
  await seek({ to: 'earliest' });
  const endpoint = { url: 'http://127.0.0.1:9/moved' };
  expect((await client.put('/v1/subscriptions/s', { topics: ['ord*'], endpoint, start: 'latest' })).status).toBe(200);
  expect(await reached()).toEqual([0, 0]);
});

test.each([
  [400, 'INVALID_REQUEST', { to: 'now' }],
  [400, 'INVALID_REQUEST', {}],
  [400, 'INVALID_REQUEST', null],
  [400, 'INVALID_REQUEST', { to: 'latest', offset: 1 }],
  [404, 'UNKNOWN_TOPIC_OR_PARTITION', { offsets: [{ topic: 'nothing', partition: 0, offset: 0 }] }],
  [404, 'UNKNOWN_TOPIC_OR_PARTITION', { offsets: [{ topic: 'other', partition: 0, offset: 0 }] }],
  [404, 'UNKNOWN_TOPIC_OR_PARTITION', { offsets: [{ topic: 'orders', partition: 2, offset: 0 }] }],
  [404, 'UNKNOWN_TOPIC_OR_PARTITION', { timestamp: 1, topics: ['other'] }],
])('%i %s for %j, and nothing moves', async (status, code, body) => {
  const before = await reached();
  for (const query of ['', '?dryRun=true']) {
    const answer = await seek(body, query);
    expect([answer.status, answer.json()['code']]).toEqual([status, code]);
  }
  expect(await reached()).toEqual(before);
});

test('an offset outside the log is told both bounds, and moves no other partition', async () => {
  const before = await reached();
  const offsets = [
    { topic: 'orders', partition: 0, offset: 1 },
    { topic: 'orders', partition: 1, offset: 3 },
  ];
  const answer = await seek({ offsets });
  expect([answer.status, answer.json()]).toMatchObject([
    416,
    { code: 'OFFSET_OUT_OF_RANGE', logStartOffset: 0, highWatermark: 2, errors: [{ path: '/offsets/1/offset' }] },
  ]);
  expect(await reached()).toEqual(before);
});

test('an unknown subscription, query field or value, and a body that is no JSON are refused', async () => {
  expect((await seek({ to: 'latest' }, '', 'none')).json()).toMatchObject({ code: 'SUBSCRIPTION_NOT_FOUND' });
  expect((await seek({ to: 'latest' }, '?dryrun=true')).json()).toMatchObject({ code: 'INVALID_REQUEST' });
  expect((await seek({ to: 'latest' }, '?dryRun=yes')).json()).toMatchObject({ code: 'INVALID_REQUEST' });
  expect((await seek(undefined)).json()).toMatchObject({ code: 'INVALID_REQUEST' });
  const json = { 'content-type': 'application/json' };
  const broken = await client.send('POST', '/v1/subscriptions/s/seek', '{"to":', json);
  expect(broken.json()).toMatchObject({ code: 'INVALID_JSON' });
});
