// A part of the log is sent once more: whole, in order, told from the live flow, which goes on beside it as if there were none.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { ReceivedRequest } from '../harness/receiver.js';
import { acknowledged, ascending, number, offsetsOf, partOf, produceLines, replay, upTo } from './replay-log.js';
import { FAST_RETRY, setUpPush } from './set-up.js';

const idsOf = (requests: readonly ReceivedRequest[]) => requests.map(({ headers }) => headers['webhook-id']);

test('beside live events: each of the range once, in the order of its key, under ids of its own', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s', { maxInFlight: 4 });
  for (const n of upTo(40)) await setting.produce(`k${n % 5}`, n);
  await eventually(async () => expect((await setting.describe('s')).offsets).toMatchObject([{ lag: 0, parked: 0 }]));
  const dry = await replay(client, 10, 30, 's', '?dryRun=true');
  const ranges = [{ topic: 'orders', partition: 0, from: 10, to: 30, replayed: 20 }];
  expect(dry).toEqual({ dryRun: true, replayed: 20, ranges });
  expect((await setting.describe('s')).replays).toEqual([]);
  const begun = await replay(client, 10, 30);
  expect(begun).toEqual({ dryRun: false, replay: expect.any(String), replayed: 20, ranges });
  for (const n of upTo(60, 40)) await setting.produce(`k${n % 5}`, n);
  await eventually(async () => expect((await setting.describe('s')).replays).toEqual([]));
  await eventually(async () => expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 60 }]));
  await receiver.waitFor(80);
  const again = partOf(receiver.requests, begun.replay);
  expect(ascending(offsetsOf(again))).toEqual(upTo(30, 10));
  for (const key of upTo(5)) {
    const ofKey = offsetsOf(again.filter(({ headers }) => headers['posthorn-key'] === `k${key}`));
    expect(ofKey).toEqual(ascending(ofKey));
  }
  const previous = new Map(again.map((one) => [number(one, 'offset'), number(one, 'previous-offset')]));
  expect([...previous].every(([offset, before]) => before === (offset === 10 ? -1 : offset - 1))).toBe(true);
  const live = partOf(receiver.requests, undefined);
  expect(ascending(offsetsOf(live))).toEqual(upTo(60));
  expect(new Set(idsOf([...live, ...again])).size).toBe(80);
  const attempts = await setting.attempts('s');
  const replayed = attempts.filter((attempt) => attempt['replay'] !== undefined);
  expect(new Set(replayed.map((attempt) => attempt['replay']))).toEqual(new Set([begun.replay]));
  expect([replayed.length, attempts.length]).toEqual([20, 80]);
});

test('every bound may be earliest, latest or a time, for all partitions or the topics that are named', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await client.put('/v1/topics/orders', { partitions: 3 });
  await client.put('/v1/topics/other', {});
  await setting.subscribe('s', { topics: ['orders', 'other'] });
  const events = upTo(60).map((n) => ({ value: n, partition: n % 3, timestamp: 1_000 + n }));
  await client.post('/v1/topics/orders/batches', { events });
  await client.post('/v1/topics/other/batches', { events: upTo(5).map((n) => ({ value: n, timestamp: 1_030 + n })) });
  await receiver.waitFor(65);
  const seek = async (range: object) => {
    const answer = await client.post('/v1/subscriptions/s/seek', { range });
    expect(answer.status).toBe(200);
    const { replay: id, replayed } = answer.json<{ replay: string; replayed: number }>();
    await eventually(async () => expect((await setting.describe('s')).replays).toEqual([]));
    const values = partOf(receiver.requests, id).map(({ body }) => Number(body.toString()));
    expect(values).toHaveLength(replayed);
    return ascending(values);
  };
  const topics = ['orders'];
  expect(await seek({ from: 'earliest', to: 'latest', topics })).toEqual(upTo(60));
  expect(await seek({ from: { timestamp: 1_010 }, to: { timestamp: 1_031 }, topics })).toEqual(upTo(31, 10));
  expect(await seek({ from: { timestamp: 1_030 }, to: { timestamp: 1_032 } })).toEqual([0, 1, 30, 31]);
  const from = { offsets: [{ topic: 'orders', partition: 1, offset: 17 }] };
  expect(await seek({ from, to: 'latest' })).toEqual([52, 55, 58]);
});

test('in batches, and whatever the range cuts: nothing outside it is sent', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s', { batch: { maxEvents: 10 }, ordering: 'partition' });
  await produceLines(client, 0, 100);
  await eventually(async () => expect((await setting.describe('s')).offsets).toMatchObject([{ lag: 0, parked: 0 }]));
  const { replay: id } = await replay(client, 33, 66);
  await eventually(async () => expect((await setting.describe('s')).replays).toEqual([]));
  const again = partOf(receiver.requests, id);
  const values = again.flatMap(({ body }) => body.toString().trim().split('\n').map(Number));
  expect(values).toEqual(upTo(66, 33));
  expect(again.length).toBeLessThan(10);
});

test('what is live does not wait for it: they take turns', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s', { maxInFlight: 1, ordering: 'none' });
  await produceLines(client, 0, 200);
  await receiver.waitFor(200);
  receiver.clear();
  receiver.respond('hang');
  const begun = await Promise.all([replay(client, 0, 200), replay(client, 0, 200), replay(client, 0, 200)]);
  await receiver.waitFor(1);
  await produceLines(client, 200, 220);
  await eventually(async () => expect((await setting.describe('s')).offsets).toMatchObject([{ highWatermark: 220 }]));
  receiver.respond(200);
  receiver.release();
  await receiver.waitFor((all) => partOf(all, undefined).length === 20);
  const live = partOf(receiver.requests, undefined).map(({ index }) => index);
  const [first = 0, last = 0] = [live.at(0), live.at(-1)];
  expect(last - first).toBeLessThanOrEqual(2 * 20);
  await eventually(async () => expect((await setting.describe('s')).replays).toEqual([]), { timeoutMs: 20_000 });
  for (const { replay: id } of begun) expect(ascending(offsetsOf(partOf(receiver.requests, id)))).toEqual(upTo(200));
});

test('a failing key waits alone, goes on under the same id, and ends as a dead letter that names the replay', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s', FAST_RETRY);
  for (const n of upTo(9)) await setting.produce(`k${n % 3}`, n);
  await eventually(async () => expect((await setting.describe('s')).offsets).toMatchObject([{ lag: 0, parked: 0 }]));
  let tries = 0;
  receiver.respond(({ headers }) => {
    if (headers['posthorn-replay'] === undefined || headers['posthorn-key'] !== 'k1') return 200;
    tries += 1;
    return tries <= 6 ? 500 : 200;
  });
  const { replay: id } = await replay(client, 0, 9);
  await eventually(async () => expect((await setting.describe('s')).replays).toEqual([]));
  const again = partOf(receiver.requests, id);
  const ofKey = again.filter(({ headers }) => headers['posthorn-key'] === 'k1');
  // Four attempts at the first, two failed ones and a good one at the second.
  expect(offsetsOf(ofKey)).toEqual([1, 1, 1, 1, 4, 4, 4, 7]);
  expect(ofKey.map((one) => number(one, 'attempt'))).toEqual([1, 2, 3, 4, 1, 2, 3, 1]);
  expect(new Set(idsOf(ofKey)).size).toBe(3);
  expect(ascending(offsetsOf(acknowledged(again)))).toEqual([0, 2, 3, 4, 5, 6, 7, 8]);
  const dead = await client.get('/v1/topics/s.dlt/partitions/0/events?offset=0');
  const { events } = dead.json<{ events: { headers: Record<string, string> }[] }>();
  expect(events).toMatchObject([{ headers: { 'dead-letter-replay': id, 'dead-letter-offset': '1' } }]);
  expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 9, parked: 0, lost: 0 }]);
});
