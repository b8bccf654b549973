// Listeners and subscriptions that come and go, and what the calls refuse.
import { expect, test } from 'vitest';
import { toldChanges } from '../harness/changes.js';
import { eventually } from '../harness/eventually.js';
import { answerAll, openListener } from './listener-client.js';
import { setUpPush } from './set-up.js';

const DEV = { endpoint: { listen: true } };

test('without a URL a subscription rests until somebody listens', async () => {
  const setting = await setUpPush();
  const { client, subscribe, produce, describe, attempts } = setting;
  await subscribe('dev', DEV);
  const put = await describe('dev');
  expect(put).toMatchObject({
    endpoint: { listen: true, timeoutMs: 15_000 },
    state: 'active',
    reason: /posthorn listen/,
  });
  expect(put).not.toHaveProperty('endpoint.url');
  await produce('a', 1);
  await produce('b', 2);
  await eventually(async () => expect((await describe('dev')).offsets[0]).toMatchObject({ lag: 2, parked: 0 }));
  const listener = await openListener(client, 'dev');
  expect((await describe('dev')).reason).toBeUndefined();
  await listener.deliveries(2);
  await listener.answer({ id: 1, status: 200 });
  await eventually(async () => expect(await attempts('dev')).toHaveLength(1));
  listener.hangUp();
  await eventually(async () => expect(await describe('dev')).not.toHaveProperty('listener'));
  const again = await setting.restart();
  const { lag = 0, parked = 0 } = (await again.describe('dev')).offsets[0] ?? {};
  expect(lag + parked).toBe(1);
  const [left] = await answerAll(await openListener(again.client, 'dev'), 1);
  expect(left?.headers).toMatchObject({ 'posthorn-offset': '1', 'posthorn-attempt': '1' });
});

test('what a resting subscription loses is counted', async () => {
  const { client, subscribe, produce, describe } = await setUpPush();
  await subscribe('dev', DEV);
  for (const n of [0, 1, 2]) await produce(null, n);
  await client.post('/v1/topics/orders/trim', { offsets: [{ partition: 0, offset: 2 }] });
  await eventually(async () => expect((await describe('dev')).offsets[0]).toMatchObject({ lost: 2, lag: 1 }));
  expect(await toldChanges(client, 'subscriptions/dev')).toMatchObject([
    { kind: 'subscription.created' },
    { kind: 'subscription.lost' },
  ]);
  const [heard] = await answerAll(await openListener(client, 'dev'), 1);
  expect(heard?.headers['posthorn-offset']).toBe('2');
});

test('an endpoint that is only listened to gets a URL, and loses it again', async () => {
  const { receiver, subscribe, produce, describe } = await setUpPush();
  await subscribe('dev', DEV);
  await produce('a', 1);
  await subscribe('dev', {});
  await receiver.waitFor(1);
  await subscribe('dev', DEV);
  await produce('a', 2);
  await eventually(async () => expect((await describe('dev')).offsets[0]).toMatchObject({ lag: 1 }));
  expect(receiver.requests).toHaveLength(1);
});

test.each([
  [{ listen: true, url: 'http://127.0.0.1/' }, 'endpoint.url'],
  [{ listen: 'yes', url: 'http://127.0.0.1/' }, 'endpoint.listen'],
  [{ listen: false }, 'endpoint.url'],
])('refuses the endpoint %j', async (endpoint, field) => {
  const { client } = await setUpPush();
  const answer = await client.put('/v1/subscriptions/dev', { topics: ['orders'], endpoint });
  expect(answer.json()).toMatchObject({ status: 422, code: 'INVALID_ENDPOINT', detail: new RegExp(`^'${field}' `) });
});

test('refuses to verify an endpoint that has no URL', async () => {
  const { client } = await setUpPush();
  const body = { topics: ['orders'], endpoint: { listen: true }, verify: 'ping' };
  const answer = await client.put('/v1/subscriptions/dev', body);
  expect(answer.json()).toMatchObject({ status: 422, code: 'INVALID_CONFIG', errors: [{ path: '/verify' }] });
});

test('a stream ends with its subscription, is kept over a pause, and dies with the server', async () => {
  const setting = await setUpPush();
  const { client, subscribe, produce, describe } = setting;
  await subscribe('dev', DEV);
  const listener = await openListener(client, 'dev');
  await client.post('/v1/subscriptions/dev/pause');
  await eventually(() => expect(listener.events('state')).toMatchObject([{ state: 'paused', reason: /call/ }]));
  await produce('a', 1);
  await client.post('/v1/subscriptions/dev/resume');
  await answerAll(listener, 1);
  expect(await describe('dev')).toMatchObject({ listener: { since: expect.any(Number) } });
  await client.delete('/v1/subscriptions/dev');
  await listener.ended;
  expect(listener.events('end')).toEqual([{ reason: 'deleted' }]);
  await subscribe('dev', DEV);
  const other = await openListener(client, 'dev');
  await setting.restart();
  await other.ended;
});

test('what is no listener, and no answer, is refused', async () => {
  const { client, subscribe, produce } = await setUpPush();
  await subscribe('dev', DEV);
  const path = '/v1/subscriptions/dev/listen';
  const codeOf = async (answer: Promise<{ json(): Record<string, unknown> }>) => (await answer).json()['code'];
  expect(await codeOf(client.get('/v1/subscriptions/none/listen'))).toBe('SUBSCRIPTION_NOT_FOUND');
  expect(await codeOf(client.get(path, { accept: 'application/json' }))).toBe('NOT_ACCEPTABLE');
  expect(await codeOf(client.get(`${path}?follow=true`))).toBe('INVALID_REQUEST');
  expect(await codeOf(client.post(`${path}/4711/answers`, { answers: [] }))).toBe('LISTENER_NOT_FOUND');
  const head = await client.send('HEAD', path);
  expect([head.status, head.headers['content-type']]).toEqual([200, 'text/event-stream']);
  const listener = await openListener(client, 'dev');
  const other = await client.post(`/v1/subscriptions/other/listen/${listener.session}/answers`, { answers: [] });
  expect(other.json()).toMatchObject({ code: 'LISTENER_NOT_FOUND' });
  await produce('a', 1);
  await listener.deliveries(1);
  const wrong: [object, string][] = [
    [{ id: 1, status: 100 }, '/answers/0/status'],
    [{ id: 1 }, '/answers/0/status'],
    [{ status: 200 }, '/answers/0/id'],
    [{ id: 1, status: 200, headers: { a: 1 } }, '/answers/0/headers/a'],
    [{ id: 1, status: 200, body: 4 }, '/answers/0/body'],
    [{ id: 1, status: 200, bodyBase64: '?' }, '/answers/0/bodyBase64'],
    [{ id: 1, status: 200, body: 'abc', bodyBytes: 2 }, '/answers/0/bodyBytes'],
    [{ id: 1, phase: 'reply' }, '/answers/0/phase'],
    [{ id: 1, status: 200, phase: 'dns' }, '/answers/0/status'],
    [{ id: 1, status: 200, colour: 'red' }, '/answers/0/colour'],
  ];
  for (const [answer, path] of wrong) {
    const refused = (await listener.answer(answer, { id: 1, status: 200 })).json();
    expect([refused['status'], refused['code'], refused['errors']]).toMatchObject([400, 'INVALID_REQUEST', [{ path }]]);
  }
  const tooMany = Array.from({ length: 1_025 }, (_, id) => ({ id: id + 1, status: 200 }));
  expect((await listener.answer(...tooMany)).json()).toMatchObject({ errors: [{ path: '/answers' }] });
  // None of them counted.
  expect((await listener.answer({ id: 1, status: 200 }, { id: 7, status: 200 })).json()).toEqual({
    taken: 1,
    late: [7],
  });
});
