import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { FAST_RETRY, setUpPush } from './set-up.js';

test('after a clean stop nothing is repeated and nothing is lost', async () => {
  const setting = await setUpPush();
  const { receiver } = setting;
  await setting.subscribe('billing', { maxInFlight: 4 });
  receiver.respond(() => ({ status: 200, delayMs: 5 }));
  const lines = Array.from({ length: 300 }, (_, index) => `{"n":${index}}`).join('\n');
  await setting.client.send('POST', '/v1/topics/orders/events', lines, { 'content-type': 'application/x-ndjson' });
  await receiver.waitFor(50);
  const again = await setting.restart();
  await eventually(async () =>
    expect((await again.describe('billing')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }),
  );
  const offsets = receiver.requests.map(({ headers }) => Number(headers['posthorn-offset']));
  expect(offsets.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, index) => index));
});

test('a parked delivery goes on with its schedule after a restart, and its key waits for it', async () => {
  const setting = await setUpPush();
  const { receiver } = setting;
  receiver.respond((request) => (request.headers['posthorn-key'] === 'bad' ? 503 : 200));
  await setting.subscribe('billing', { retry: { scheduleMs: [2_000, 20, 20], jitter: 0 } });
  for (const key of ['bad', 'good', 'bad']) await setting.produce(key, key);
  await eventually(async () =>
    expect((await setting.describe('billing')).offsets[0]).toMatchObject({ parked: 2, lag: 0 }),
  );
  const again = await setting.restart();
  receiver.respond(200);
  await eventually(async () => expect((await again.describe('billing')).offsets[0]).toMatchObject({ parked: 0 }));
  const bad = receiver.requests.filter(({ headers }) => headers['posthorn-key'] === 'bad');
  const seen = bad.map(({ headers }) => [headers['posthorn-offset'], headers['posthorn-attempt']]);
  expect(seen.at(-2)).toEqual(['0', '2']);
  expect(seen.at(-1)).toEqual(['2', '1']);
});

test('pause lets lag grow; a changed endpoint takes over after resume', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('billing', FAST_RETRY);
  await setting.produce(null, 1);
  await receiver.waitFor(1);
  expect((await client.post('/v1/subscriptions/billing/pause')).json()).toMatchObject({ state: 'paused' });
  await setting.produce(null, 2);
  await eventually(async () => expect((await setting.describe('billing')).offsets[0]).toMatchObject({ lag: 1 }));
  const { secret } = await setting.subscribe('billing', FAST_RETRY, `${receiver.url}/moved`);
  expect(secret).toBeUndefined();
  await client.post('/v1/subscriptions/billing/resume');
  const requests = await receiver.waitFor(2);
  expect(requests[1]).toMatchObject({ path: '/moved', headers: { 'posthorn-offset': '1' } });
});

test('topics that appear later under a prefix are delivered from their first event', async () => {
  const { client, receiver } = await setUpPush();
  const endpoint = { url: receiver.url };
  await client.put('/v1/subscriptions/all', { topics: ['late.*'], endpoint });
  await client.put('/v1/topics/late.one', { partitions: 1 });
  await client.post('/v1/topics/late.one/events', 1);
  await receiver.waitFor(1);
  await client.put('/v1/topics/late.one', { partitions: 2 });
  await client.post('/v1/topics/late.one/events?partition=1', 2);
  const requests = await receiver.waitFor(2);
  expect(requests[1]?.headers).toMatchObject({ 'posthorn-topic': 'late.one', 'posthorn-partition': '1' });
  await client.delete('/v1/topics/late.one');
  await client.put('/v1/topics/late.one', {});
  await client.post('/v1/topics/late.one/events', 3);
  const after = await receiver.waitFor(3);
  expect(after[2]?.body.toString()).toBe('3');
  expect(after[2]?.headers['webhook-id']).not.toBe(after[0]?.headers['webhook-id']);
});
