// A replay among all else that may happen to its subscription, its topic and its server.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { startReceiver } from '../harness/receiver.js';
import { startServerProcess } from '../harness/server-process.js';
import { acknowledged, ascending, number, offsetsOf, partOf, produceLines, replay, upTo } from './replay-log.js';
import { FAST_RETRY, type PushSetting, setUpPush } from './set-up.js';

const throughOf = (setting: PushSetting, name = 's') =>
  eventually(async () => expect((await setting.describe(name)).replays).toEqual([]), { timeoutMs: 20_000 });

/** Subscription s with `count` events delivered; from then on the receiver does not answer. */
async function setUpDelivered(count: number, body: object = {}): Promise<PushSetting> {
  const setting = await setUpPush();
  await setting.subscribe('s', { ...FAST_RETRY, maxInFlight: 4, ...body });
  await produceLines(setting.client, 0, count);
  await eventually(async () => expect((await setting.describe('s')).offsets).toMatchObject([{ lag: 0, parked: 0 }]));
  setting.receiver.clear();
  setting.receiver.respond('hang');
  return setting;
}

test('cancelled: nothing more of it is sent, what still comes in counts for nothing, and the live flow goes on', async () => {
  const setting = await setUpDelivered(50);
  const { client, receiver } = setting;
  const { replay: id } = await replay(client, 0, 50);
  await receiver.waitFor(4);
  expect((await setting.describe('s')).replays).toMatchObject([{ id, remaining: 50, replayed: 0 }]);
  const cancel = () => client.delete(`/v1/subscriptions/s/replays/${id}`);
  expect((await cancel()).status).toBe(204);
  expect((await setting.describe('s')).replays).toEqual([]);
  const again = await cancel();
  expect([again.status, again.json()]).toMatchObject([404, { code: 'REPLAY_NOT_FOUND' }]);
  await setting.produce(null, 50);
  receiver.respond(200);
  receiver.release();
  await eventually(async () =>
    expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 51, lag: 0, parked: 0 }]),
  );
  expect(offsetsOf(partOf(receiver.requests, undefined))).toEqual([50]);
  expect(partOf(receiver.requests, id)).toHaveLength(4);
  expect((await setting.attempts('s')).filter((attempt) => attempt['replay'] !== undefined)).toEqual([]);
});

test('one that waits for a later attempt shows as parked, and is cancelled with it', async () => {
  const setting = await setUpDelivered(10, { retry: { scheduleMs: [3_600_000], jitter: 0 } });
  const { client, receiver } = setting;
  receiver.respond(({ headers }) => (Number(headers['posthorn-offset']) % 5 === 0 ? 500 : 200));
  const { replay: id } = await replay(client, 0, 10);
  await eventually(async () =>
    expect((await setting.describe('s')).replays).toMatchObject([{ id, remaining: 0, replayed: 10, parked: 2 }]),
  );
  expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 10, parked: 0 }]);
  await client.delete(`/v1/subscriptions/s/replays/${id}`);
  const { replay: next } = await replay(client, 4, 5);
  await throughOf(setting);
  expect(offsetsOf(partOf(receiver.requests, next))).toEqual([4]);
});

test('paused, restarted, changed and moved in between: it goes on where it was, at the endpoint as it is then', async () => {
  const setting = await setUpDelivered(60);
  const { client, receiver } = setting;
  receiver.respond(({ headers }) => (Number(headers['posthorn-offset']) < 20 ? 200 : 'hang'));
  const { replay: id } = await replay(client, 0, 60);
  await receiver.waitFor(24);
  const paused = client.post('/v1/subscriptions/s/pause');
  await paused;
  receiver.respond(200);
  receiver.release();
  await eventually(async () =>
    expect((await setting.describe('s')).replays).toMatchObject([{ id, replayed: 24, parked: 0 }]),
  );
  expect(receiver.requests).toHaveLength(24);
  const again = await setting.restart();
  expect(await again.describe('s')).toMatchObject({ state: 'paused', replays: [{ id, replayed: 24, remaining: 36 }] });
  await again.subscribe('s', { ...FAST_RETRY, maxInFlight: 1 }, `${receiver.url}/moved`);
  receiver.respond(() => (receiver.requests.length < 35 ? 200 : 'hang'));
  await again.client.post('/v1/subscriptions/s/resume');
  await receiver.waitFor(35);
  await again.client.post('/v1/subscriptions/s/seek', { offsets: [{ topic: 'orders', partition: 0, offset: 58 }] });
  receiver.respond(200);
  receiver.release();
  await throughOf(again);
  const replayed = partOf(receiver.requests, id);
  expect(ascending(offsetsOf(replayed))).toEqual(upTo(60));
  expect(new Set(replayed.slice(24).map(({ path }) => path))).toEqual(new Set(['/moved']));
  await eventually(async () => expect((await again.describe('s')).offsets).toMatchObject([{ lag: 0, parked: 0 }]));
  expect(offsetsOf(partOf(receiver.requests, undefined))).toEqual([58, 59]);
});

test('an endpoint that is gone pauses both, and both keep what they have to send', async () => {
  const setting = await setUpDelivered(5);
  const { client, receiver } = setting;
  receiver.respond(410);
  const { replay: id } = await replay(client, 0, 5);
  await eventually(async () =>
    expect(await setting.describe('s')).toMatchObject({ state: 'paused', replays: [{ id }] }),
  );
  await setting.produce(null, 5);
  receiver.clear();
  receiver.respond(200);
  await client.post('/v1/subscriptions/s/resume');
  await throughOf(setting);
  expect(ascending(offsetsOf(partOf(receiver.requests, id)))).toEqual(upTo(5));
  await eventually(() => expect(offsetsOf(partOf(receiver.requests, undefined))).toEqual([5]));
});

test('it ends with its subscription, and another one of the name knows nothing of it', async () => {
  const setting = await setUpDelivered(30);
  const { client, receiver } = setting;
  const { replay: id } = await replay(client, 0, 30);
  await receiver.waitFor(4);
  expect((await client.delete('/v1/subscriptions/s')).status).toBe(204);
  await setting.subscribe('s');
  expect((await setting.describe('s')).replays).toEqual([]);
  receiver.respond(200);
  receiver.release();
  await setting.produce(null, 30);
  await receiver.waitFor((all) => offsetsOf(partOf(all, undefined)).includes(30));
  expect(partOf(receiver.requests, id)).toHaveLength(4);
  const { replay: next } = await replay(client, 10, 12);
  await throughOf(setting);
  expect(ascending(offsetsOf(partOf(receiver.requests, next)))).toEqual([10, 11]);
});

test('a topic that is deleted, made anew or no longer received ends its part of it', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  for (const topic of ['other', 'third']) {
    await client.put(`/v1/topics/${topic}`, {});
    for (const n of upTo(3)) await client.post(`/v1/topics/${topic}/events`, n);
  }
  await produceLines(client, 0, 3);
  receiver.respond('hang');
  await setting.subscribe('s', { topics: ['orders', 'other', 'third'], maxInFlight: 1 });
  const range = { from: 'earliest', to: 'latest' };
  const { replay: id } = (await client.post('/v1/subscriptions/s/seek', { range })).json<{ replay: string }>();
  await receiver.waitFor(1);
  await client.delete('/v1/topics/other');
  await client.put('/v1/topics/other', {});
  await client.post('/v1/topics/other/events', 3);
  const first = String(receiver.requests[0]?.headers['posthorn-topic']);
  const left = first === 'third' ? 'orders' : 'third';
  await setting.subscribe('s', { topics: ['other', left], maxInFlight: 1 });
  receiver.respond(200);
  receiver.release();
  await throughOf(setting);
  const topics = partOf(receiver.requests, id).map(({ headers }) => String(headers['posthorn-topic']));
  expect(topics.filter((topic) => topic === left)).toHaveLength(3);
  // One more may have been on its way when the change came.
  expect(topics.filter((topic) => topic === first).length).toBeLessThan(3);
  expect(topics.filter((topic) => topic === 'other')).toHaveLength(first === 'other' ? 1 : 0);
});

test('what a trim takes before it was replayed is lost to it, and not to the subscription', async () => {
  const setting = await setUpDelivered(40);
  const { client, receiver } = setting;
  const { replay: id } = await replay(client, 0, 40);
  await receiver.waitFor(4);
  const second = await replay(client, 0, 10);
  await client.post('/v1/topics/orders/trim', { offsets: [{ partition: 0, offset: 30 }] });
  // Heard of while the four hang, before anything more is taken.
  await eventually(async () => expect((await setting.describe('s')).replays[0]).toMatchObject({ id, lost: 26 }));
  receiver.respond(200);
  receiver.release();
  await throughOf(setting);
  expect(ascending(offsetsOf(partOf(receiver.requests, id)))).toEqual([0, 1, 2, 3, ...upTo(40, 30)]);
  expect(partOf(receiver.requests, second.replay).length).toBeLessThan(5);
  expect((await setting.describe('s')).offsets).toMatchObject([{ lost: 0, committedOffset: 40 }]);
});

test('killed in the middle it goes on where it was: only what was in flight comes again, under the same id', async () => {
  const receiver = await startReceiver();
  const server = await startServerProcess();
  const client = makeHttpClient(server.url);
  const describe = async () => (await client.get('/v1/subscriptions/s')).json<{ replays: { remaining: number }[] }>();
  try {
    await client.put('/v1/topics/orders', {});
    await client.put('/v1/subscriptions/s', { topics: ['orders'], endpoint: { url: receiver.url }, maxInFlight: 4 });
    await produceLines(client, 0, 300);
    await receiver.waitFor(300);
    receiver.clear();
    receiver.respond((request) => (number(request, 'offset') < 150 ? 200 : 'hang'));
    const { replay: id } = await replay(client, 0, 300);
    await receiver.waitFor((all) => offsetsOf(all).filter((offset) => offset >= 150).length === 4);
    // All that was answered is on disk then.
    await eventually(async () => expect((await describe()).replays).toMatchObject([{ id, remaining: 150 }]));
    await server.kill('SIGKILL');
    receiver.respond(200);
    await server.restart();
    await eventually(async () => expect((await describe()).replays).toEqual([]));
    const all = partOf(receiver.requests, id);
    expect(all).toHaveLength(304);
    expect(ascending(offsetsOf(acknowledged(all)))).toEqual(upTo(300));
    const ids = new Map<number, Set<unknown>>();
    for (const one of all) {
      const offset = number(one, 'offset');
      ids.set(offset, (ids.get(offset) ?? new Set()).add(one.headers['webhook-id']));
    }
    expect([...ids.values()].every(({ size }) => size === 1)).toBe(true);
  } finally {
    client.close();
    await server.stop();
    await receiver.stop();
  }
});
