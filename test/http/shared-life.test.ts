// A shared group's life as seen over HTTP: in use while somebody waits or holds events, refused to be deleted then, and never
// set up anew by those that waited when it went.
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { startReceiver } from '../harness/receiver.js';
import { startBus } from '../harness/server.js';

type Share = { readonly memberId: string; readonly events: readonly { offset: number; attempt: number }[] };

const AT = { topic: 'images', partition: 0 };

async function setUp() {
  const server = await startBus({ settings: { endpointAllow: ['127.0.0.0/8'] } });
  const client = makeHttpClient(server.url);
  onTestFinished(async () => {
    client.close();
    await server.stop();
  });
  await client.put('/v1/topics/images', {});
  const body = { topics: ['images'], mode: 'shared', start: 'earliest', waitMs: 0 };
  const fetch = (more: object = {}, group = 'g') => client.post(`/v1/groups/${group}/fetch`, { ...body, ...more });
  const stateOf = async () => (await client.get('/v1/groups/g')).json()['state'];
  const states = async () => [await stateOf(), ...(await listed())];
  const listed = async () =>
    (await client.get('/v1/groups')).json<{ items: { state: string }[] }>().items.map(({ state }) => state);
  const codeOf = async (answer: ReturnType<typeof fetch>) => {
    const { status, json } = await answer;
    return [status, json()['code']];
  };
  const waits = () => eventually(() => server.bus.sharedGroups.waiting('g') === 1);
  return { server, client, fetch, states, codeOf, waits };
}

test('a group whose events are held is in use, and is not deleted', async () => {
  const { client, fetch, states, codeOf } = await setUp();
  await client.post('/v1/topics/images/events', 'a');
  const [event] = (await fetch()).json<Share>().events;
  expect(await states()).toEqual(['stable', 'stable']);
  expect(await codeOf(client.delete('/v1/groups/g'))).toEqual([409, 'NON_EMPTY_GROUP']);
  const ack = [{ ...AT, offset: event?.offset, attempt: event?.attempt }];
  expect((await client.post('/v1/groups/g/acknowledge', { ack })).status).toBe(200);
  expect(await states()).toEqual(['empty', 'empty']);
  expect((await client.delete('/v1/groups/g')).status).toBe(204);
  expect((await client.get('/v1/groups/g')).status).toBe(404);
});

test('a group that somebody waits for is in use, counted, and not deleted', async () => {
  const { client, fetch, states, codeOf, waits } = await setUp();
  const waiting = fetch({ waitMs: 30_000 });
  await waits();
  expect((await fetch({}, 'another')).status).toBe(200);
  expect(await states()).toEqual(['stable', 'empty', 'stable']);
  expect((await client.get('/metrics')).text).toContain('\nposthorn_group_fetches 1\n');
  expect(await codeOf(client.delete('/v1/groups/g'))).toEqual([409, 'NON_EMPTY_GROUP']);
  await client.post('/v1/topics/images/events', 'a');
  expect((await waiting).json<Share>().events).toHaveLength(1);
});

test('who waits for a paused subscription that is deleted is refused, and leaves no group behind', async () => {
  const { server, client, fetch, codeOf, waits } = await setUp();
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  await client.put('/v1/subscriptions/g', { topics: ['images'], endpoint: { url: receiver.url } });
  await client.post('/v1/subscriptions/g/pause');
  const waiting = codeOf(fetch({ waitMs: 30_000 }));
  await waits();
  await eventually(() => server.bus.engine.registry.get('groups', 'g') !== undefined);
  expect((await client.delete('/v1/subscriptions/g')).status).toBe(204);
  expect(await waiting).toEqual([409, 'ILLEGAL_GENERATION']);
  expect((await client.get('/v1/groups/g')).status).toBe(404);
});
