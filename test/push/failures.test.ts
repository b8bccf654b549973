import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { ReceivedRequest } from '../harness/receiver.js';
import { startReceiver } from '../harness/receiver.js';
import { FAST_RETRY, setUpPush } from './set-up.js';

const keyOf = (request: ReceivedRequest): string => String(request.headers['posthorn-key']);
const offsetsOf = (requests: readonly ReceivedRequest[], key: string): number[] =>
  requests.filter((one) => keyOf(one) === key).map(({ headers }) => Number(headers['posthorn-offset']));

test('ordering key: a failing key waits alone, in order, and the same webhook-id comes again', async () => {
  const { receiver, subscribe, produce, describe } = await setUpPush();
  let failures = 3;
  receiver.respond((request) => (keyOf(request) === 'bad' && failures-- > 0 ? 503 : 200));
  await subscribe('keyed', FAST_RETRY);
  for (const key of ['bad', 'a', 'bad', 'b', 'bad', 'a']) await produce(key, key);
  await eventually(async () => {
    const { offsets } = await describe('keyed');
    expect(offsets[0]).toMatchObject({ committedOffset: 6, lag: 0, parked: 0 });
  });
  expect(offsetsOf(receiver.requests, 'a')).toEqual([1, 5]);
  expect(offsetsOf(receiver.requests, 'bad')).toEqual([0, 0, 0, 0, 2, 4]);
  const ids = new Set(
    receiver.requests.filter((one) => keyOf(one) === 'bad').map(({ headers }) => headers['webhook-id']),
  );
  expect(ids.size).toBe(3);
  expect(
    receiver.requests.filter((one) => offsetsOf([one], 'bad')[0] === 0).map((one) => one.headers['posthorn-attempt']),
  ).toEqual(['1', '2', '3', '4']);
});

test('ordering partition: nothing overtakes a failing event', async () => {
  const { receiver, subscribe, produce } = await setUpPush();
  let failures = 2;
  receiver.respond(() => (failures-- > 0 ? 500 : 200));
  await subscribe('strict', { ...FAST_RETRY, ordering: 'partition' });
  for (const key of ['a', 'b', 'c']) await produce(key, key);
  const requests = await receiver.waitFor(5);
  expect(requests.map(({ headers }) => headers['posthorn-offset'])).toEqual(['0', '0', '0', '1', '2']);
});

test('an exhausted delivery stands in the dead letter topic with its bytes and its story', async () => {
  const { client, receiver, subscribe, produce, attempts, describe } = await setUpPush();
  receiver.respond((request) => (keyOf(request) === 'bad' ? { status: 422, body: 'no such order' } : 200));
  await subscribe('mail', FAST_RETRY);
  await produce('bad', { a: 1 });
  await produce('good', { a: 2 });
  const answer = await eventually(async () => {
    const found = await client.get('/v1/topics/mail.dlt/partitions/0/events?offset=0');
    expect(found.status).toBe(200);
    return found.json<{ events: Record<string, unknown>[] }>();
  });
  expect(answer.events).toHaveLength(1);
  expect(answer.events[0]).toMatchObject({
    key: 'bad',
    value: { a: 1 },
    headers: {
      'dead-letter-topic': 'orders',
      'dead-letter-offset': '0',
      'dead-letter-attempts': '3',
      'dead-letter-status': '422',
    },
  });
  const [last] = (await attempts('mail')).filter(({ key }) => key === 'bad');
  expect(last).toMatchObject({ attempt: 3, outcome: 'dead-lettered', status: 422, response: 'no such order' });
  expect((await describe('mail')).offsets[0]).toMatchObject({ lag: 0, parked: 0 });
});

test('Retry-After puts the next attempt off', async () => {
  const { receiver, subscribe, produce, attempts } = await setUpPush();
  receiver.respond(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
  await subscribe('slow', FAST_RETRY);
  await produce('a', 1);
  const [attempt] = await eventually(async () => {
    const items = await attempts('slow');
    expect(items).toHaveLength(1);
    return items;
  });
  expect(attempt).toMatchObject({ outcome: 'retry', status: 429 });
  expect(Number(attempt?.['nextAttemptAt']) - Number(attempt?.['at'])).toBeGreaterThanOrEqual(3_600_000);
});

test('a down endpoint is not probed before the time that Retry-After named, and the attempts say so', async () => {
  const { receiver, subscribe, produce, attempts } = await setUpPush();
  receiver.respond((request) =>
    Number(request.headers['posthorn-offset']) < 10 ? 503 : { status: 429, headers: { 'retry-after': '3600' } },
  );
  await subscribe('busy', { retry: { scheduleMs: [3_600_000], jitter: 0 }, maxInFlight: 1, ordering: 'none' });
  for (let value = 0; value < 12; value += 1) await produce(null, value);
  const [probe] = await eventually(async () => {
    const items = (await attempts('busy')).filter(({ offset }) => offset === 10);
    expect(items).toHaveLength(1);
    return items;
  });
  expect(probe).toMatchObject({ outcome: 'retry', status: 429 });
  expect(Number(probe?.['nextAttemptAt']) - Number(probe?.['at'])).toBeGreaterThanOrEqual(3_600_000);
});

test('410 pauses with its lag kept; resume goes on with the same event', async () => {
  const { client, receiver, subscribe, produce, describe } = await setUpPush();
  receiver.respond(() => 410);
  await subscribe('gone', { maxInFlight: 1 });
  for (const value of [1, 2, 3]) await produce(null, value);
  const paused = await eventually(async () => {
    const found = await describe('gone');
    expect(found.state).toBe('paused');
    return found;
  });
  expect(paused.reason).toContain('410');
  await eventually(async () => expect((await describe('gone')).offsets[0]).toMatchObject({ lag: 3, parked: 0 }));
  expect(receiver.requests).toHaveLength(1);
  receiver.respond(200);
  expect((await client.post('/v1/subscriptions/gone/resume')).status).toBe(200);
  const requests = await receiver.waitFor(4);
  expect(requests.map(({ headers }) => headers['posthorn-offset'])).toEqual(['0', '0', '1', '2']);
});

test('a hung endpoint holds nobody up', async () => {
  const { receiver, subscribe, produce } = await setUpPush();
  const hung = await startReceiver();
  try {
    hung.respond('hang');
    await subscribe('hung', { maxInFlight: 2 }, hung.url);
    await subscribe('fine');
    for (let value = 0; value < 40; value += 1) await produce(null, value);
    const requests = await receiver.waitFor(40);
    expect(requests).toHaveLength(40);
    await hung.waitFor(2);
    expect(hung.requests).toHaveLength(2);
  } finally {
    hung.release();
    await hung.stop();
  }
});

test('a plainly down endpoint is probed; lag grows instead of the parked set', async () => {
  const { receiver, subscribe, produce, describe } = await setUpPush();
  receiver.respond(() => 503);
  // More than one: a retry falls due half a second after the probe, which may be before the endpoint is well again.
  const retry = { scheduleMs: [1_500, 1_500, 1_500], jitter: 0 };
  await subscribe('down', { retry, maxInFlight: 1, ordering: 'none' });
  for (let value = 0; value < 30; value += 1) await produce(null, value);
  await receiver.waitFor(11);
  const { offsets } = await describe('down');
  expect(offsets[0]?.parked).toBe(10);
  expect(offsets[0]?.lag).toBe(20);
  receiver.respond(200);
  await eventually(async () => expect((await describe('down')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }));
  const delivered = new Set(
    receiver.requests.filter(({ answer }) => answer?.status === 200).map((one) => one.headers['posthorn-offset']),
  );
  expect(delivered.size).toBe(30);
});
