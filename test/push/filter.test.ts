// Subscriptions that want some of the events: what does not pass costs no request and moves the offset, and nothing of that changes
// when the server stops, when the filter changes, or when the events are pulled.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { ReceivedRequest } from '../harness/receiver.js';
import { header, inOrder, NEVER, numbersIn, produce, TENTH, upTo } from './filtered.js';
import { setUpPush } from './set-up.js';

test('only what passes is sent, each with the offset of the one before it, over a restart too', async () => {
  const setting = await setUpPush();
  await setting.subscribe('s', TENTH);
  await produce(setting.client, 0, 95);
  await eventually(async () =>
    expect((await setting.describe('s')).offsets[0]).toMatchObject({ committedOffset: 95, lag: 0, parked: 0 }),
  );
  const after = await setting.restart();
  await produce(after.client, 95, 125);
  await eventually(async () =>
    expect((await after.describe('s')).offsets[0]).toMatchObject({ committedOffset: 125, lag: 0 }),
  );
  const sent = inOrder(setting.receiver.requests);
  expect(sent.flatMap(numbersIn)).toEqual(upTo(121, 10));
  expect(sent.map((request) => header(request, 'previous-offset'))).toEqual(['-1', ...upTo(120, 10).map(String)]);
  expect(await after.attempts('s')).toHaveLength(13);
});

test('thousands that do not pass move the offset with no request, and hold nobody up', async () => {
  const setting = await setUpPush();
  await setting.subscribe('none', { ...NEVER, start: 'earliest' });
  for (let from = 0; from < 40_000; from += 5_000) await produce(setting.client, from, from + 5_000);
  await eventually(async () =>
    expect((await setting.describe('none')).offsets[0]).toMatchObject({ committedOffset: 40_000, lag: 0 }),
  );
  expect(setting.receiver.requests).toEqual([]);
  await setting.subscribe('last', { filter: { match: { '/n': 39_999 } }, start: 'earliest' });
  const [request] = await setting.receiver.waitFor(1);
  expect(numbersIn(request as ReceivedRequest)).toEqual([39_999]);
  expect(header(request as ReceivedRequest, 'previous-offset')).toBe('-1');
});

test('while one that passed is under way, what is left out behind it is written down', async () => {
  const setting = await setUpPush();
  setting.receiver.respond('hang');
  await setting.subscribe('s', { filter: { match: { '/n': 3 } }, start: 'earliest' });
  await produce(setting.client, 0, 3_000);
  await setting.receiver.waitFor(1);
  await eventually(async () =>
    expect((await setting.describe('s')).offsets[0]).toMatchObject({ committedOffset: 3_000, lag: 0, parked: 1 }),
  );
  setting.receiver.release();
  await eventually(async () =>
    expect((await setting.describe('s')).offsets[0]).toMatchObject({ committedOffset: 3_000, parked: 0 }),
  );
});

test('a batch gathers what passes from far apart, and says which offsets it has', async () => {
  const setting = await setUpPush();
  await produce(setting.client, 0, 4_000);
  await setting.subscribe('s', { ...TENTH, batch: { maxEvents: 150, lingerMs: 0 }, start: 'earliest' });
  await eventually(async () =>
    expect((await setting.describe('s')).offsets[0]).toMatchObject({ committedOffset: 4_000, parked: 0 }),
  );
  const sent = inOrder(setting.receiver.requests);
  expect(sent.map((request) => header(request, 'count'))).toEqual(['150', '150', '100']);
  expect(sent.flatMap(numbersIn)).toEqual(upTo(4_000, 10));
  expect(header(sent[0] as ReceivedRequest, 'offsets')).toBe(upTo(1_500, 10).join(','));
  expect(header(sent[1] as ReceivedRequest, 'previous-offset')).toBe('1490');
});

test('a batch that waits keeps its events and its id, whatever becomes of the filter, also over a restart', async () => {
  const setting = await setUpPush();
  const batch = { batch: { maxEvents: 4, lingerMs: 0 }, start: 'earliest', ordering: 'none' };
  const retry = { retry: { scheduleMs: Array.from({ length: 30 }, () => 300), jitter: 0 } };
  await produce(setting.client, 0, 31);
  setting.receiver.respond(503);
  await setting.subscribe('s', { ...TENTH, ...batch, ...retry });
  const [first] = await setting.receiver.waitFor(1);
  expect(header(first as ReceivedRequest, 'offsets')).toBe('0,10,20,30');
  const second = { filter: { match: { '/n': { gte: 32 } } } };
  await setting.subscribe('s', { ...second, ...batch, ...retry });
  await setting.client.post('/v1/subscriptions/s/pause', {});
  setting.receiver.clear();
  const after = await setting.restart();
  setting.receiver.respond(200);
  await after.client.post('/v1/subscriptions/s/resume', {});
  await produce(after.client, 31, 34);
  const [again, next] = inOrder(await after.receiver.waitFor(2));
  expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(again?.body.toString()).toBe(first?.body.toString());
  expect(header(again as ReceivedRequest, 'previous-offset')).toBe('-1');
  expect(numbersIn(next as ReceivedRequest)).toEqual([32, 33]);
  expect(header(next as ReceivedRequest, 'previous-offset')).toBe('30');
  expect(next?.headers).not.toHaveProperty('posthorn-offsets');
});

test('of a batch with gaps a part can be acknowledged', async () => {
  const setting = await setUpPush();
  await produce(setting.client, 0, 41);
  const answers = [{ status: 200, headers: { 'posthorn-acked-through': '17' } }, 200];
  setting.receiver.respond(() => answers.shift() ?? 500);
  await setting.subscribe('s', {
    ...TENTH,
    batch: { maxEvents: 10, lingerMs: 0 },
    start: 'earliest',
    retry: { scheduleMs: [10] },
  });
  const [, rest] = await setting.receiver.waitFor(2);
  expect(numbersIn(rest as ReceivedRequest)).toEqual([20, 30, 40]);
  expect(rest?.headers).toMatchObject({
    'posthorn-offsets': '20,30,40',
    'posthorn-previous-offset': '10',
    'posthorn-count': '3',
  });
});

test('another filter holds from the next event on; none lets everything pass; GET shows what was put', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s', TENTH);
  expect(await setting.describe('s')).toMatchObject(TENTH);
  await produce(client, 0, 15);
  await eventually(async () => expect((await setting.describe('s')).offsets[0]).toMatchObject({ committedOffset: 15 }));
  await setting.subscribe('s', { filter: [{ match: { '/n': { gte: 18 } } }] });
  await produce(client, 15, 20);
  await eventually(async () =>
    expect((await setting.describe('s')).offsets[0]).toMatchObject({ committedOffset: 20, parked: 0 }),
  );
  await setting.subscribe('s');
  expect(await setting.describe('s')).not.toHaveProperty('filter');
  await produce(client, 20, 22);
  const requests = inOrder(await receiver.waitFor(6));
  expect(requests.flatMap(numbersIn)).toEqual([0, 10, 18, 19, 20, 21]);
  expect(requests.map((request) => header(request, 'previous-offset'))).toEqual(['-1', '0', '10', '18', '19', '20']);
});

test('a wrong filter is refused as /v1/filters/check refuses it', async () => {
  const { client, receiver } = await setUpPush();
  const endpoint = { url: receiver.url };
  const filter = { sql: 'type = ' };
  const put = await client.put('/v1/subscriptions/s', { topics: ['orders'], endpoint, filter });
  const check = await client.post('/v1/filters/check', { filter, events: [{ value: 1 }] });
  expect(put.status).toBe(check.status);
  expect(put.json()).toMatchObject({ code: 'INVALID_FILTER', errors: check.json<{ errors: unknown }>().errors });
});

test('pulled while it is paused, it gives what passes, and goes on behind that', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s', { ...TENTH, start: 'earliest' });
  await client.post('/v1/subscriptions/s/pause', {});
  await produce(client, 0, 300);
  const pull = async (more: object = {}) => {
    const answer = await client.post('/v1/groups/s/fetch', {
      topics: ['orders'],
      mode: 'shared',
      memberId: 'w',
      waitMs: 5_000,
      commit: true,
      ...more,
    });
    expect(answer.status, answer.text).toBe(200);
    return answer.json<{ events: { offset: number }[] }>().events.map(({ offset }) => offset);
  };
  expect(await pull({ maxEvents: 20 })).toEqual(upTo(200, 10));
  expect(await pull({ maxEvents: 5 })).toEqual([200, 210, 220, 230, 240]);
  await client.post('/v1/subscriptions/s/resume', {});
  const sent = inOrder(await receiver.waitFor(10));
  expect(sent.flatMap(numbersIn)).toEqual(upTo(300, 10).slice(20));
  expect(sent.map((request) => header(request, 'previous-offset'))).toEqual(upTo(290, 10).slice(19).map(String));
});

test('pulled, a batch that push left gives its events and none between them', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  receiver.respond(503);
  await produce(client, 0, 41);
  await setting.subscribe('s', {
    ...TENTH,
    batch: { maxEvents: 10 },
    start: 'earliest',
    retry: { scheduleMs: [3_600_000] },
  });
  await eventually(async () => expect((await setting.describe('s')).offsets[0]).toMatchObject({ parked: 1 }));
  await client.post('/v1/subscriptions/s/pause', {});
  const pull = async (maxEvents: number, commit: boolean) => {
    const body = { topics: ['orders'], mode: 'shared', memberId: 'w', waitMs: 0, maxEvents, commit };
    const answer = await client.post('/v1/groups/s/fetch', body);
    return answer.json<{ events: { offset: number }[] }>().events.map(({ offset }) => offset);
  };
  expect(
    await eventually(async () => {
      const offsets = await pull(2, false);
      expect(offsets).toHaveLength(2);
      return offsets;
    }),
  ).toEqual([0, 10]);
  expect(await pull(10, true)).toEqual([20, 30, 40]);
  expect(await pull(10, true)).toEqual([]);
});

test('a replay sends what passes, and ends', async () => {
  const setting = await setUpPush();
  await setting.subscribe('s', TENTH);
  await produce(setting.client, 0, 105);
  await eventually(async () =>
    expect((await setting.describe('s')).offsets[0]).toMatchObject({ committedOffset: 105 }),
  );
  setting.receiver.clear();
  const range = { range: { from: { offsets: [{ topic: 'orders', partition: 0, offset: 15 }] }, to: 'latest' } };
  const dry = await setting.client.post('/v1/subscriptions/s/seek?dryRun=true', range);
  expect(dry.json()).toMatchObject({ dryRun: true, replayed: 90, matching: 9 });
  const back = { offsets: [{ topic: 'orders', partition: 0, offset: 71 }] };
  const moved = await setting.client.post('/v1/subscriptions/s/seek?dryRun=true', back);
  expect(moved.json()).toMatchObject({ dryRun: true, replayed: 34, matching: 3 });
  const answer = await setting.client.post('/v1/subscriptions/s/seek', range);
  expect(answer.json()).not.toHaveProperty('matching');
  expect(answer.json()).toMatchObject({ replayed: 90 });
  await eventually(async () => expect((await setting.describe('s')).replays).toEqual([]));
  expect(inOrder(setting.receiver.requests).flatMap(numbersIn)).toEqual(upTo(105, 10).slice(2));
});
