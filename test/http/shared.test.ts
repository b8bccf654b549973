// A shared group over HTTP: a work queue by two calls, with every refusal saying what to do.
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { startBus } from '../harness/server.js';

type Handed = { readonly topic: string; readonly partition: number; readonly offset: number; readonly attempt: number };
type Share = { readonly memberId: string; readonly events: readonly (Handed & { readonly value: unknown })[] };

async function setUp() {
  const server = await startBus();
  const client = makeHttpClient(server.url);
  onTestFinished(async () => {
    client.close();
    await server.stop();
  });
  await client.put('/v1/topics/images', { partitions: 2 });
  const fetch = (body: object = {}) =>
    client.post('/v1/groups/resizers/fetch', {
      topics: ['images'],
      mode: 'shared',
      waitMs: 0,
      start: 'earliest',
      ...body,
    });
  const acknowledge = (body: object) => client.post('/v1/groups/resizers/acknowledge', body);
  const produce = async (...values: readonly string[]) => {
    for (const value of values) expect((await client.post('/v1/topics/images/events', value)).status).toBe(200);
  };
  return { client, server, fetch, acknowledge, produce };
}

const receipt = ({ topic, partition, offset, attempt }: Handed) => ({ topic, partition, offset, attempt });

test('fetch, acknowledge, return, and the dead letter topic at the end', async () => {
  const { client, fetch, acknowledge, produce } = await setUp();
  await produce('a', 'b', 'c');
  const answer = await fetch({ maxAttempts: 2 });
  expect(answer.headers['content-type']).toContain('application/json');
  const share = answer.json<Share>();
  expect(share).toMatchObject({
    ...{ memberId: expect.any(String), positions: [] },
    assignment: [
      { topic: 'images', partition: 0 },
      { topic: 'images', partition: 1 },
    ],
  });
  expect(share.events.map(({ value, attempt }) => [value, attempt]).sort()).toEqual([
    ['a', 1],
    ['b', 1],
    ['c', 1],
  ]);
  const [first, second, third] = share.events.map(receipt);
  const done = await acknowledge({ ack: [first], nack: [{ ...second, delayMs: 0 }, third] });
  expect([done.status, done.json()]).toEqual([200, { group: 'resizers', ack: 1, nack: 2, extend: 0 }]);
  const again = (await fetch({ maxAttempts: 2 })).json<Share>().events;
  expect(again.map(({ attempt }) => attempt)).toEqual([2, 2]);
  await acknowledge({ nack: again.map(receipt) });
  const letters = await client.get('/v1/topics/resizers.dlt/partitions/0/events');
  expect(letters.json<{ events: readonly object[] }>().events).toHaveLength(2);
  expect(letters.json()['events']).toMatchObject([
    { headers: { 'dead-letter-group': 'resizers', 'dead-letter-attempts': '2', 'dead-letter-topic': 'images' } },
    {},
  ]);
  expect((await fetch()).json<Share>().events).toEqual([]);
  expect((await client.get('/v1/groups/resizers')).json()).toMatchObject({
    mode: 'shared',
    state: 'empty',
    members: [],
  });
});

test('in one call: what was handed out is acknowledged, what is asked for waits for an event', async () => {
  const { fetch, produce } = await setUp();
  await produce('a');
  const { memberId, events } = (await fetch()).json<Share>();
  const waiting = fetch({ memberId, ack: events.map(receipt), waitMs: 20_000, leaseMs: 60_000 });
  await produce('b');
  expect((await waiting).json<Share>().events).toMatchObject([{ value: 'b', attempt: 1 }]);
  await produce('c');
  expect((await fetch({ memberId, commit: true })).json<Share>().events).toMatchObject([{ value: 'c' }]);
  const other = (await fetch({ memberId: 'other', commit: true })).json<Share>();
  expect(other).toMatchObject({ memberId: 'other', events: [] });
});

test('an attempt that is over is refused, by place, and changes nothing', async () => {
  const { fetch, acknowledge, produce } = await setUp();
  await produce('a', 'b');
  const events = (await fetch()).json<Share>().events.map(receipt);
  await acknowledge({ ack: events.slice(0, 1) });
  const refused = await acknowledge({ ack: events });
  expect(refused.status).toBe(409);
  expect(refused.json()).toMatchObject({ code: 'INVALID_RECORD_STATE', errors: [{ index: 0, path: '/ack/0' }] });
  expect(refused.json()['detail']).toContain('Nothing was changed');
  const inFetch = await fetch({ ack: events });
  expect(inFetch.json()).toMatchObject({ code: 'INVALID_RECORD_STATE' });
  expect((await acknowledge({ ack: events.slice(1) })).status).toBe(200);
});

test('wrong bodies are refused by name', async () => {
  const { client, fetch, acknowledge } = await setUp();
  const codeOf = async (answer: ReturnType<typeof fetch>) => {
    const { status, json } = await answer;
    const { code, errors = [] } = json<{ code: string; errors?: readonly { path: string }[] }>();
    return [status, code, ...errors.map(({ path }) => path)];
  };
  expect(await codeOf(fetch({ leaseMs: 1, instanceId: 'w', maxAttempts: 0, colour: 1 }))).toEqual(
    expect.arrayContaining([400, 'INVALID_REQUEST', '/leaseMs', '/instanceId', '/maxAttempts', '/colour']),
  );
  expect(await codeOf(fetch({ commit: [] }))).toEqual([400, 'INVALID_REQUEST', '/commit']);
  const wrong = { topic: 'images', partition: -1, offset: 'x', attempt: 0 };
  expect(await codeOf(fetch({ ack: [wrong] }))).toEqual([
    ...[400, 'INVALID_REQUEST', '/ack/0/partition', '/ack/0/offset', '/ack/0/attempt'],
  ]);
  expect(await codeOf(fetch({ topics: ['none'] }))).toEqual([404, 'UNKNOWN_TOPIC_OR_PARTITION']);
  expect(await codeOf(acknowledge({}))).toEqual([400, 'INVALID_REQUEST']);
  const one = { topic: 'images', partition: 0, offset: 0, attempt: 1 };
  expect(await codeOf(acknowledge({ ack: [one], nack: [one] }))).toEqual([400, 'INVALID_REQUEST', '/nack/0']);
  expect(await codeOf(acknowledge({ extend: [one] }))).toEqual([400, 'INVALID_REQUEST', '/extend/0/leaseMs']);
  expect(await codeOf(acknowledge({ ack: [one] }))).toEqual([404, 'GROUP_ID_NOT_FOUND']);
  expect(await codeOf(client.post('/v1/groups/_own/acknowledge', { ack: [one] }))).toEqual([400, 'INVALID_GROUP_ID']);
  await fetch();
  expect(await codeOf(client.post('/v1/groups/resizers/fetch', { topics: ['images'] }))).toEqual([
    ...[409, 'INCONSISTENT_GROUP_PROTOCOL'],
  ]);
});

test('a client that hangs up while it waits leaves nothing behind', async () => {
  const { client, server, fetch, produce } = await setUp();
  await fetch();
  const leaving = makeHttpClient(client.url);
  const lost = leaving
    .post('/v1/groups/resizers/fetch', { topics: ['images'], mode: 'shared', waitMs: 30_000 })
    .catch(() => undefined);
  await eventually(() => server.bus.sharedGroups.waiting() === 1);
  leaving.close();
  await lost;
  await eventually(() => server.bus.sharedGroups.waiting() === 0);
  await produce('a');
  expect((await fetch()).json<Share>().events).toMatchObject([{ value: 'a', attempt: 1 }]);
});
