// A subscription is moved while it is at work: what comes from there is whole and in order, and nothing of before counts.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { type ReceivedRequest, startReceiver } from '../harness/receiver.js';
import { startServerProcess } from '../harness/server-process.js';
import { FAST_RETRY, setUpPush } from './set-up.js';

const number = ({ headers }: ReceivedRequest, name: string): number => Number(headers[`posthorn-${name}`]);
const offsetsOf = (requests: readonly ReceivedRequest[]): number[] => requests.map((one) => number(one, 'offset'));
const upTo = (end: number): number[] => Array.from({ length: end }, (_, index) => index);
const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);
const acknowledged = (requests: readonly ReceivedRequest[]): ReceivedRequest[] =>
  requests.filter(({ answer }) => answer?.status === 200);

/** From the first request on that a seek to `offset` brought; `seen`: how many there were when it was asked for. */
function sinceSeek(requests: readonly ReceivedRequest[], seen: number, offset: number): readonly ReceivedRequest[] {
  const isFirst = (one: ReceivedRequest) => number(one, 'offset') === offset && number(one, 'previous-offset') === -1;
  const at = requests.findIndex((one, index) => index >= seen && isFirst(one));
  return at < 0 ? [] : requests.slice(at);
}

test('to the beginning under load, the endpoint slow and failing now and then: all of it comes again, in order', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  let count = 0;
  const last = new Map<string, ReceivedRequest>();
  const faults: string[] = [];
  receiver.respond((request) => {
    const key = String(request.headers['posthorn-key']);
    const before = last.get(key);
    if (before !== undefined && before.answer === undefined) faults.push(`${key}: two at once`);
    last.set(key, request);
    count += 1;
    return { status: count % 9 === 0 ? 500 : 200, delayMs: 15 };
  });
  await setting.subscribe('s', { maxInFlight: 6, retry: { scheduleMs: Array(20).fill(10), jitter: 0 } });
  const produce = async (from: number, to: number) => {
    for (let n = from; n < to; n += 1) await setting.produce(`k${n % 7}`, n);
  };
  await produce(0, 120);
  await receiver.waitFor(60);
  const producing = produce(120, 160);
  const seen = receiver.requests.length;
  const answer = await client.post('/v1/subscriptions/s/seek', { to: 'earliest' });
  expect([answer.status, answer.json()]).toMatchObject([200, { dryRun: false, offsets: [{ newOffset: 0 }] }]);
  await producing;
  await eventually(async () =>
    expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 160, lag: 0, parked: 0 }]),
  );
  const again = sinceSeek(receiver.requests, seen, 0);
  expect(ascending(offsetsOf(acknowledged(again)))).toEqual(upTo(160));
  for (const key of new Set(again.map(({ headers }) => headers['posthorn-key']))) {
    const ofKey = offsetsOf(again.filter(({ headers }) => headers['posthorn-key'] === key));
    expect(ofKey).toEqual(ascending(ofKey));
  }
  expect(faults).toEqual([]);
  const ids = new Map<number, unknown>();
  for (const request of receiver.requests) {
    const id = request.headers['webhook-id'];
    expect(ids.get(number(request, 'offset')) ?? id).toBe(id);
    ids.set(number(request, 'offset'), id);
  }
  for (const offset of upTo(160)) {
    const first = again.find((request) => number(request, 'offset') === offset) as ReceivedRequest;
    expect([number(first, 'attempt'), number(first, 'previous-offset')]).toEqual([1, offset - 1]);
  }
});

test('answers that come in late are on record, and move nothing', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s', { maxInFlight: 4 });
  await Promise.all(upTo(10).map((n) => setting.produce(null, n)));
  await eventually(async () => expect((await setting.describe('s')).offsets).toMatchObject([{ lag: 0, parked: 0 }]));
  receiver.clear();
  receiver.respond('hang');
  for (const n of upTo(6)) await setting.produce(null, n);
  await receiver.waitFor(4);
  const seek = await client.post('/v1/subscriptions/s/seek', {
    offsets: [{ topic: 'orders', partition: 0, offset: 3 }],
  });
  expect(seek.json()).toEqual({
    ...{ dryRun: false, replayed: 7, skipped: 0 },
    offsets: [{ topic: 'orders', partition: 0, committedOffset: 10, newOffset: 3, replayed: 7, skipped: 0 }],
  });
  expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 3, lag: 13, parked: 0 }]);
  receiver.release();
  const requests = await receiver.waitFor(8);
  expect(ascending(offsetsOf(requests))).toEqual([3, 4, 5, 6, 10, 11, 12, 13]);
  // The first ones from the new offset are under way: what came before has been written down by now.
  expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 3, lag: 13, parked: 0 }]);
  const late = (await setting.attempts('s')).filter(({ offset }) => Number(offset) >= 10);
  expect(ascending(late.map(({ offset }) => Number(offset)))).toEqual([10, 11, 12, 13]);
  receiver.respond(200);
  receiver.release();
  await eventually(async () =>
    expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 16, lag: 0, parked: 0 }]),
  );
  expect(ascending(offsetsOf(acknowledged(receiver.requests).slice(4)))).toEqual(upTo(16).slice(3));
});

test('partitions that a seek does not name lose and repeat nothing', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await client.put('/v1/topics/orders', { partitions: 2 });
  await setting.subscribe('s', FAST_RETRY);
  const produce = (partition: number) => client.post(`/v1/topics/orders/events?partition=${partition}`, partition);
  for (const n of upTo(8)) await produce(n % 2);
  await eventually(async () => expect((await setting.describe('s')).offsets).toMatchObject([{ lag: 0 }, { lag: 0 }]));
  receiver.respond('hang');
  for (const n of upTo(4)) await produce(n % 2);
  await receiver.waitFor(12);
  await client.post('/v1/subscriptions/s/seek', { offsets: [{ topic: 'orders', partition: 0, offset: 0 }] });
  receiver.respond(200);
  receiver.release();
  await eventually(async () =>
    expect((await setting.describe('s')).offsets).toMatchObject([
      { committedOffset: 6, lag: 0, parked: 0 },
      { committedOffset: 6, lag: 0, parked: 0 },
    ]),
  );
  const of = (partition: number) =>
    ascending(offsetsOf(receiver.requests.filter((request) => number(request, 'partition') === partition)));
  expect(of(1)).toEqual(upTo(6));
  expect(of(0)).toEqual(ascending([...upTo(6), ...upTo(6)]));
});

test('paused: it goes on from there when it is resumed, and the gap begins anew', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s', FAST_RETRY);
  await setting.produce(null, 0);
  await receiver.waitFor(1);
  await client.post('/v1/subscriptions/s/pause');
  for (const n of [1, 2, 3]) await setting.produce(null, n);
  await eventually(async () => expect((await setting.describe('s')).offsets).toMatchObject([{ lag: 3, parked: 0 }]));
  const seek = await client.post('/v1/subscriptions/s/seek', { to: 'latest', topics: ['orders'] });
  expect(seek.json()).toMatchObject({ replayed: 0, skipped: 3, offsets: [{ committedOffset: 1, newOffset: 4 }] });
  expect(await setting.describe('s')).toMatchObject({ state: 'paused', offsets: [{ committedOffset: 4, lag: 0 }] });
  await client.post('/v1/subscriptions/s/resume');
  for (const n of [4, 5]) await setting.produce(null, n);
  const requests = await receiver.waitFor(3);
  const seen = requests.map((request) => [number(request, 'offset'), number(request, 'previous-offset')]);
  expect(seen.toSorted(([a = 0], [b = 0]) => a - b)).toEqual([
    [0, -1],
    [4, -1],
    [5, 4],
  ]);
});

test('what waits for its next attempt is forgotten, above the new offset too, and counted', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  receiver.respond((request) => (request.headers['posthorn-key'] === 'bad' ? 503 : 200));
  await setting.subscribe('s', { retry: { scheduleMs: [3_600_000], jitter: 0 } });
  for (const key of ['bad', 'good', 'bad', 'good']) await setting.produce(key, key);
  await eventually(async () =>
    expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 4, parked: 2 }]),
  );
  const seek = (offset: number, dryRun = false) =>
    client.post(`/v1/subscriptions/s/seek${dryRun ? '?dryRun=true' : ''}`, {
      offsets: [{ topic: 'orders', partition: 0, offset }],
    });
  expect((await seek(4, true)).json()).toMatchObject({ dryRun: true, replayed: 0, skipped: 2 });
  receiver.clear();
  receiver.respond(200);
  expect((await seek(2)).json()).toMatchObject({ dryRun: false, replayed: 2, skipped: 1 });
  await eventually(async () =>
    expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 4, parked: 0, lag: 0 }]),
  );
  const seen = receiver.requests.map((request) => [number(request, 'offset'), number(request, 'attempt')]);
  expect(seen.toSorted(([a = 0], [b = 0]) => a - b)).toEqual([
    [2, 1],
    [3, 1],
  ]);
});

test('in batches, to a time: from the first event that is as young', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  const events = upTo(30).map((n) => ({ value: n, timestamp: 1_000 + n }));
  await client.post('/v1/topics/orders/batches', { events });
  await setting.subscribe('s', { start: 'earliest', batch: { maxEvents: 10 } });
  const done = () =>
    eventually(async () =>
      expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 30, lag: 0, parked: 0 }]),
    );
  await done();
  receiver.clear();
  const seek = await client.post('/v1/subscriptions/s/seek', { timestamp: 1_015 });
  expect(seek.json()).toMatchObject({ replayed: 15, offsets: [{ committedOffset: 30, newOffset: 15 }] });
  await done();
  const values = receiver.requests.flatMap(({ body }) => body.toString().trim().split('\n').map(Number));
  expect(ascending(values)).toEqual(upTo(30).slice(15));
  expect(sinceSeek(receiver.requests, 0, 15)).toHaveLength(receiver.requests.length);
});

test('killed right after the answer, it goes on from the new offset', async () => {
  const receiver = await startReceiver();
  const server = await startServerProcess();
  const client = makeHttpClient(server.url);
  try {
    await client.put('/v1/topics/orders', {});
    await client.put('/v1/subscriptions/s', { topics: ['orders'], endpoint: { url: receiver.url } });
    const lines = upTo(40).join('\n');
    const produce = () =>
      client.send('POST', '/v1/topics/orders/events', lines, { 'content-type': 'application/x-ndjson' });
    await produce();
    await receiver.waitFor(40);
    receiver.respond((request) => ({ status: 200, delayMs: number(request, 'offset') % 4 }));
    await produce();
    await receiver.waitFor(60);
    const offsets = [{ topic: 'orders', partition: 0, offset: 5 }];
    const seen = receiver.requests.length;
    const answer = await client.post('/v1/subscriptions/s/seek', { offsets });
    receiver.respond('hang');
    await server.kill('SIGKILL');
    expect(answer.status).toBe(200);
    receiver.respond(200);
    await server.restart();
    await eventually(async () => {
      const { offsets: reached } = (await client.get('/v1/subscriptions/s')).json<{ offsets: unknown[] }>();
      expect(reached).toMatchObject([{ committedOffset: 80, lag: 0, parked: 0 }]);
    });
    const again = sinceSeek(receiver.requests, seen, 5);
    expect(ascending([...new Set(offsetsOf(acknowledged(again)))])).toEqual(upTo(80).slice(5));
  } finally {
    client.close();
    await server.stop();
    await receiver.stop();
  }
});
