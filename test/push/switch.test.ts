// A subscription whose endpoint fails is paused, pulled by workers, and pushed again: every event is acknowledged exactly once,
// by the endpoint or by a worker.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { HttpClient } from '../harness/http.js';
import { makeHttpClient } from '../harness/http.js';
import { type ReceivedRequest, startReceiver } from '../harness/receiver.js';
import { startServerProcess } from '../harness/server-process.js';
import { setUpPush } from './set-up.js';

type Handed = { readonly topic: string; readonly partition: number; readonly offset: number; readonly attempt: number };

const HOUR = 3_600_000;
const SLOW_RETRY = { retry: { scheduleMs: [HOUR, HOUR], jitter: 0 } };
const upTo = (end: number, from = 0): number[] => Array.from({ length: end - from }, (_, index) => from + index);
const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

async function pull(client: HttpClient, more: object = {}): Promise<readonly Handed[]> {
  const body = { topics: ['orders'], mode: 'shared', memberId: 'worker', waitMs: 0, ...more };
  const answer = await client.post('/v1/groups/s/fetch', body);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json<{ events: Handed[] }>().events.map(({ topic, partition, offset, attempt }) => {
    return { topic, partition, offset, attempt };
  });
}

async function acknowledge(client: HttpClient, body: object): Promise<void> {
  const answer = await client.post('/v1/groups/s/acknowledge', body);
  if (answer.status !== 200) throw new Error(answer.text);
}

async function fill(client: HttpClient, from: number, to: number): Promise<void> {
  const events = upTo(to, from).map((n) => ({ value: n, key: `k${n % 5}` }));
  const answer = await client.post('/v1/topics/orders/batches', { events });
  if (answer.status !== 200) throw new Error(answer.text);
}

/** Offsets in the requests that were answered with 200, be it batches of lines. */
function acknowledgedBy(requests: readonly ReceivedRequest[]): number[] {
  return requests
    .filter(({ answer }) => answer?.status === 200)
    .flatMap(({ body }) => body.toString().trim().split('\n').map(Number));
}

test.each([
  ['one by one, by key', { ordering: 'key', maxInFlight: 4 }],
  ['one by one, unordered', { ordering: 'none', maxInFlight: 4 }],
  ['in batches', { ordering: 'none', batch: { maxEvents: 7, lingerMs: 20 }, maxInFlight: 3 }],
])('%s: failing, paused, pulled, resumed', async (_name, config) => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  let count = 0;
  receiver.respond(() => {
    count += 1;
    return count % 3 === 0 ? 200 : { status: 500, delayMs: 5 };
  });
  await setting.subscribe('s', { ...SLOW_RETRY, ...config });
  await fill(client, 0, 60);
  await receiver.waitFor(5);
  expect((await client.post('/v1/subscriptions/s/pause')).json()).toMatchObject({ state: 'paused' });
  const pulled: number[] = [];
  const first = await pull(client, { maxEvents: 25, waitMs: 5_000 });
  expect(first).toHaveLength(25);
  const seen = receiver.requests.length;
  await acknowledge(client, { ack: first.slice(0, 20), nack: first.slice(20) });
  pulled.push(...first.slice(0, 20).map(({ offset }) => offset));
  const held = await pull(client, { maxEvents: 10 });
  expect(held).toHaveLength(10);
  await acknowledge(client, {
    ack: held.slice(0, 4),
    nack: held.slice(4, 6).map((one) => ({ ...one, delayMs: HOUR })),
  });
  pulled.push(...held.slice(0, 4).map(({ offset }) => offset));
  expect(receiver.requests).toHaveLength(seen);
  receiver.respond(200);
  expect((await client.post('/v1/subscriptions/s/resume')).json()).toMatchObject({ state: 'active' });
  await fill(client, 60, 70);
  await eventually(async () =>
    expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 70, lag: 0, parked: 0 }]),
  );
  expect(ascending([...pulled, ...acknowledgedBy(receiver.requests)])).toEqual(upTo(70));
  const late = await client.post('/v1/groups/s/acknowledge', { ack: held.slice(6) });
  expect([late.status, late.json()['code']]).toEqual([409, 'INCONSISTENT_GROUP_PROTOCOL']);
});

test('while a request of the paused subscription still runs, nothing is handed out; its answer counts', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  receiver.respond('hang');
  await setting.subscribe('s', { maxInFlight: 2, ordering: 'none' });
  await fill(client, 0, 5);
  await receiver.waitFor(2);
  await client.post('/v1/subscriptions/s/pause');
  const waiting = pull(client, { waitMs: 20_000 });
  expect(await pull(client)).toEqual([]);
  receiver.release();
  expect((await waiting).map(({ offset }) => offset)).toEqual([2, 3, 4]);
  expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 5, parked: 3 }]);
});

test('an active subscription is not pulled, and ends the waiting fetches of its paused time', async () => {
  const setting = await setUpPush();
  const { client } = setting;
  await setting.subscribe('s');
  const body = { topics: ['orders'], mode: 'shared', waitMs: 20_000 };
  const refused = await client.post('/v1/groups/s/fetch', body);
  expect([refused.status, refused.json()['code']]).toEqual([409, 'INCONSISTENT_GROUP_PROTOCOL']);
  expect(refused.json()['detail']).toContain('POST /v1/subscriptions/s/pause');
  await client.post('/v1/subscriptions/s/pause');
  expect(await pull(client)).toEqual([]);
  const waiting = client.post('/v1/groups/s/fetch', body);
  await eventually(() => setting.server.bus.sharedGroups.waiting() === 1);
  await client.post('/v1/subscriptions/s/resume');
  expect((await waiting).json()).toMatchObject({ code: 'INCONSISTENT_GROUP_PROTOCOL' });
});

test('while it is pulled, what retention or a trim takes is counted once, by whoever passes it', async () => {
  const setting = await setUpPush();
  const { client } = setting;
  await setting.subscribe('s');
  await client.post('/v1/subscriptions/s/pause');
  await fill(client, 0, 10);
  expect(await pull(client, { maxEvents: 2 })).toHaveLength(2);
  const trim = (offset: number) => client.post('/v1/topics/orders/trim', { offsets: [{ partition: 0, offset }] });
  await trim(5);
  expect((await setting.describe('s')).offsets).toMatchObject([{ lost: 3 }]);
  expect((await pull(client, { maxEvents: 1, commit: true })).map(({ offset }) => offset)).toEqual([5]);
  expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 6, lost: 3, parked: 1 }]);
  await trim(8);
  await client.post('/v1/subscriptions/s/resume');
  await setting.receiver.waitFor(2);
  await eventually(async () =>
    expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 10, parked: 0, lost: 6 }]),
  );
});

test('a seek of a pulled subscription ends its leases and moves it', async () => {
  const setting = await setUpPush();
  const { client } = setting;
  await setting.subscribe('s');
  await client.post('/v1/subscriptions/s/pause');
  await fill(client, 0, 6);
  const held = await pull(client, { maxEvents: 4 });
  await client.post('/v1/subscriptions/s/seek', { offsets: [{ topic: 'orders', partition: 0, offset: 2 }] });
  const late = await client.post('/v1/groups/s/acknowledge', { ack: held });
  expect([late.status, late.json()['code']]).toEqual([409, 'INVALID_RECORD_STATE']);
  expect((await pull(client)).map(({ offset, attempt }) => [offset, attempt])).toEqual(upTo(6, 2).map((at) => [at, 1]));
});

test('a group becomes a subscription: it goes on at the committed offsets, with what the group left unfinished', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  expect(await pull(client, { start: 'earliest' })).toEqual([]);
  await fill(client, 0, 10);
  const held = await pull(client, { maxEvents: 6 });
  await acknowledge(client, { ack: held.slice(0, 3) });
  await setting.subscribe('s', { start: 'latest' });
  await eventually(async () =>
    expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 10, lag: 0, parked: 0 }]),
  );
  expect(ascending(acknowledgedBy(receiver.requests))).toEqual(upTo(10, 3));
  const late = await client.post('/v1/groups/s/acknowledge', { ack: held.slice(3) });
  expect(late.json()).toMatchObject({ code: 'INCONSISTENT_GROUP_PROTOCOL' });
});

test('kill -9 in the middle: the workers go on, the endpoint gets the rest', async () => {
  const receiver = await startReceiver();
  const server = await startServerProcess({ env: { POSTHORN_ENDPOINT_ALLOW: '127.0.0.0/8' } });
  const client = makeHttpClient(server.url);
  try {
    await client.put('/v1/topics/orders', {});
    let count = 0;
    receiver.respond(() => {
      count += 1;
      return count % 4 === 0 ? 200 : 500;
    });
    const endpoint = { url: receiver.url };
    const body = {
      topics: ['orders'],
      endpoint,
      ordering: 'none',
      batch: { maxEvents: 4 },
      maxInFlight: 2,
      ...SLOW_RETRY,
    };
    expect((await client.put('/v1/subscriptions/s', body)).status).toBe(200);
    await fill(client, 0, 50);
    await receiver.waitFor(6);
    await client.post('/v1/subscriptions/s/pause');
    const held = await pull(client, { maxEvents: 20, waitMs: 5_000, leaseMs: HOUR });
    await acknowledge(client, { ack: held.slice(0, 5) });
    await server.kill('SIGKILL');
    await server.restart();
    await acknowledge(client, { ack: held.slice(5, 10) });
    const more = await pull(client, { maxEvents: 5, waitMs: 5_000 });
    await acknowledge(client, { ack: more.slice(0, 3), nack: more.slice(3) });
    await server.kill('SIGKILL');
    await server.restart();
    receiver.respond(200);
    await client.post('/v1/subscriptions/s/resume');
    await eventually(async () => {
      const { offsets } = (await client.get('/v1/subscriptions/s')).json<{ offsets: unknown }>();
      expect(offsets).toMatchObject([{ committedOffset: 50, lag: 0, parked: 0 }]);
    });
    const pulled = [...held.slice(0, 10), ...more.slice(0, 3)].map(({ offset }) => offset);
    expect(ascending([...pulled, ...acknowledgedBy(receiver.requests)])).toEqual(upTo(50));
  } finally {
    client.close();
    await receiver.stop();
    await server.stop();
  }
});
