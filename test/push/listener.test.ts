// Deliveries that go to a listener in the place of the endpoint: the same requests, and its answers count as an endpoint's.
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { toldChanges } from '../harness/changes.js';
import { eventually } from '../harness/eventually.js';
import { answerAll, openListener } from './listener-client.js';
import { FAST_RETRY, setUpPush } from './set-up.js';

const DEV = { endpoint: { listen: true } };

test('a listener gets what the endpoint would get, and the endpoint gets it again when the listener is gone', async () => {
  const { client, receiver, subscribe, produce, describe } = await setUpPush();
  const { secret } = await subscribe('billing');
  const listener = await openListener(client, 'billing');
  expect(listener.events('open')).toEqual([{ session: listener.session, subscription: 'billing', state: 'active' }]);
  expect(await describe('billing')).toMatchObject({ listener: { since: expect.any(Number) } });
  await produce('a', { n: 1 });
  const [heard] = await answerAll(listener, 1);
  expect(heard).toMatchObject({ timeoutMs: 15_000, answerBytes: 1_024, body: '{"n":1}' });
  expect(heard?.headers).toMatchObject({
    'content-type': 'application/json',
    'posthorn-subscription': 'billing',
    'posthorn-topic': 'orders',
    'posthorn-partition': '0',
    'posthorn-offset': '0',
    'posthorn-previous-offset': '-1',
    'posthorn-attempt': '1',
    'posthorn-key': 'a',
  });
  new Webhook(secret).verify(heard?.body ?? '', { ...heard?.headers });
  await eventually(async () => expect((await describe('billing')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }));
  expect(receiver.requests).toHaveLength(0);
  listener.hangUp();
  await eventually(async () => expect(await describe('billing')).not.toHaveProperty('listener'));
  await produce('a', { n: 2 });
  const [request] = await receiver.waitFor(1);
  expect(request?.headers).toMatchObject({ 'posthorn-offset': '1', 'posthorn-previous-offset': '0' });
});

test('what a listener answers is what became of the attempt', async () => {
  const { client, subscribe, produce, attempts, describe } = await setUpPush();
  await subscribe('billing', FAST_RETRY);
  const listener = await openListener(client, 'billing');
  await produce('a', 1);
  await listener.deliveries(1);
  await listener.answer({ id: 1, status: 503, headers: { 'x-why': ['a', 'b'] }, body: 'not now' });
  await listener.deliveries(2);
  await listener.answer({ id: 2, phase: 'connect', error: 'connect ECONNREFUSED' });
  const [first, second, third] = await listener.deliveries(3);
  await listener.answer({ id: 3, status: 204 });
  const ids = [first, second, third].map((heard) => heard?.headers['webhook-id']);
  expect(new Set(ids).size).toBe(1);
  expect(third?.headers['posthorn-attempt']).toBe('3');
  await eventually(async () => expect((await attempts('billing')).length).toBe(3));
  expect((await attempts('billing')).toReversed()).toMatchObject([
    { outcome: 'retry', status: 503, response: 'not now', attempt: 1 },
    { outcome: 'retry', phase: 'connect', response: 'connect ECONNREFUSED', attempt: 2 },
    { outcome: 'acknowledged', status: 204, attempt: 3 },
  ]);
  expect((await describe('billing')).offsets[0]).toMatchObject({ lag: 0 });
  await produce('a', 2);
  await listener.deliveries(4);
  await listener.answer({ id: 4, status: 410 });
  await eventually(() => expect(listener.events('state')).toMatchObject([{ state: 'paused' }]));
  await client.post('/v1/subscriptions/billing/resume');
  await eventually(() => expect(listener.events('state')).toMatchObject([{ state: 'paused' }, { state: 'active' }]));
  const again = await listener.deliveries(5);
  expect(again[4]?.headers['posthorn-offset']).toBe('1');
});

test('a listener that goes away uses up no attempt: what it had is sent again under its id', async () => {
  const { client, receiver, subscribe, produce, attempts } = await setUpPush();
  await subscribe('billing');
  const listener = await openListener(client, 'billing');
  for (const key of ['a', 'b', 'c']) await produce(key, key);
  const heard = await listener.deliveries(3);
  listener.hangUp();
  const requests = await receiver.waitFor(3);
  const idOf = (headers: Readonly<Record<string, unknown>>) => headers['webhook-id'];
  expect(requests.map(({ headers }) => idOf(headers)).sort()).toEqual(heard.map(({ headers }) => idOf(headers)).sort());
  expect(requests.map(({ headers }) => headers['posthorn-attempt'])).toEqual(['1', '1', '1']);
  await eventually(async () => expect(await attempts('billing')).toHaveLength(3));
  expect((await attempts('billing')).map(({ outcome }) => outcome)).toEqual(Array(3).fill('acknowledged'));
});

test('the endpoint and a listener never have deliveries at once', async () => {
  const { client, receiver, subscribe, produce } = await setUpPush();
  receiver.respond('hang');
  await subscribe('billing');
  await produce('a', 1);
  await receiver.waitFor(1);
  const listener = await openListener(client, 'billing');
  await produce('a', 2);
  await produce('b', 3);
  expect(listener.events('delivery')).toEqual([]);
  receiver.release();
  const heard = await listener.deliveries(2);
  expect(heard.map(({ headers }) => headers['posthorn-offset'])).toEqual(['1', '2']);
  expect(receiver.requests).toHaveLength(1);
});

test('a key waits for its answer, and no more is handed over than maxInFlight', async () => {
  const { client, subscribe, produce } = await setUpPush();
  await subscribe('billing', { maxInFlight: 2, ...DEV });
  for (const [key, n] of [
    ['a', 0],
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ] as const)
    await produce(key, n);
  const listener = await openListener(client, 'billing', '?takeover=false');
  const offsets = async (count: number) =>
    (await listener.deliveries(count)).map(({ headers }) => headers['posthorn-offset']);
  expect(await offsets(2)).toEqual(['0', '2']);
  await listener.answer({ id: 2, status: 200 });
  expect(await offsets(3)).toEqual(['0', '2', '3']);
  await listener.answer({ id: 1, status: 200 }, { id: 3, status: 200 });
  expect(await offsets(4)).toEqual(['0', '2', '3', '1']);
});

test('a second listener is refused, or takes over', async () => {
  const { client, subscribe, produce } = await setUpPush();
  await subscribe('billing', DEV);
  const first = await openListener(client, 'billing');
  await produce('a', 1);
  const [heard] = await first.deliveries(1);
  const refused = await client.get('/v1/subscriptions/billing/listen');
  expect(refused.json()).toMatchObject({ status: 409, code: 'LISTENER_ATTACHED', detail: /takeover=true/ });
  const second = await openListener(client, 'billing', '?takeover=true');
  await first.ended;
  expect(first.events('end')).toEqual([{ reason: 'taken-over' }]);
  const [again] = await answerAll(second, 1);
  expect(again?.headers['webhook-id']).toBe(heard?.headers['webhook-id']);
  expect((await first.answer({ id: 1, status: 200 })).json()).toMatchObject({ code: 'LISTENER_NOT_FOUND' });
});

test('an answer that comes too late does not count', async () => {
  const { client, subscribe, produce, attempts } = await setUpPush();
  await subscribe('billing', { endpoint: { listen: true, timeoutMs: 40 }, ...FAST_RETRY });
  const listener = await openListener(client, 'billing');
  await produce('a', 1);
  await listener.deliveries(2);
  expect((await listener.answer({ id: 1, status: 200 })).json()).toEqual({ taken: 0, late: [1] });
  const failed = (await attempts('billing')).at(-1);
  expect(failed).toMatchObject({ outcome: 'retry', phase: 'timeout', response: /no answer within 40 ms/ });
});

test('bytes that are no text, large ones and empty ones arrive as they are', async () => {
  const { client, subscribe } = await setUpPush();
  await subscribe('billing', { ...DEV, start: 'earliest' });
  const large = Buffer.alloc(1024 * 1024, 'ö€\n"\\');
  const bodies = [Buffer.from([0, 255, 254, 10, 13, 0]), large, Buffer.from('\ufeff\u2028 x')];
  const listener = await openListener(client, 'billing');
  for (const body of bodies) {
    const answer = await client.send('POST', '/v1/topics/orders/events', body, { 'content-type': 'image/png' });
    expect(answer.status).toBe(200);
  }
  const heard = await answerAll(listener, 3);
  const bytes = heard
    .toSorted((a, b) => Number(a.headers['posthorn-offset']) - Number(b.headers['posthorn-offset']))
    .map(({ body, bodyBase64 }) => (body === undefined ? Buffer.from(bodyBase64 ?? '', 'base64') : Buffer.from(body)));
  expect(bytes.map((each, index) => each.equals(bodies[index] as Buffer))).toEqual([true, true, true]);
});

test('a listener that does not read is a slow endpoint: nothing is lost', async () => {
  const { client, subscribe, describe } = await setUpPush();
  await subscribe('billing', { ...DEV, start: 'earliest', ordering: 'none', maxInFlight: 64 });
  const listener = await openListener(client, 'billing');
  listener.response.pause();
  const events = Array.from({ length: 200 }, (_, n) => ({ value: { n, text: 'x'.repeat(50_000) } }));
  expect((await client.post('/v1/topics/orders/batches', { events })).status).toBe(200);
  await eventually(async () => expect((await describe('billing')).offsets[0]).toMatchObject({ highWatermark: 200 }));
  listener.response.resume();
  const heard = await answerAll(listener, 200);
  const seen = heard.map(({ body }) => (JSON.parse(body ?? '') as { n: number }).n);
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n));
  await eventually(async () => expect((await describe('billing')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }));
});

test('how the endpoint fared says nothing of a listener', async () => {
  const { client, receiver, subscribe, produce } = await setUpPush();
  await subscribe('billing', { ordering: 'none', retry: { scheduleMs: Array(90).fill(0), jitter: 0 } });
  receiver.respond(503);
  for (let n = 0; n < 4; n += 1) await produce(null, n);
  await eventually(async () =>
    expect((await client.get('/v1/subscriptions/billing')).text).toContain('"state":"open"'),
  );
  const heard = await answerAll(await openListener(client, 'billing'), 4);
  expect(heard.map(({ headers }) => headers['posthorn-offset']).sort()).toEqual(['0', '1', '2', '3']);
});

test('how a listener fares says nothing of the endpoint', async () => {
  const { client, receiver, subscribe, produce } = await setUpPush();
  await subscribe('billing', { retry: { scheduleMs: Array(90).fill(0), jitter: 0 } });
  const listener = await openListener(client, 'billing');
  await produce(null, 0);
  const isOpen = async () => (await client.get('/v1/subscriptions/billing')).text.includes('"state":"open"');
  for (let failures = 0; !(await isOpen()); failures += 1) {
    const found = await listener.deliveries(1 + failures);
    await listener.answer({ id: found[failures]?.id, status: 503 });
  }
  listener.hangUp();
  await receiver.waitFor(1);
  expect((await client.get('/v1/subscriptions/billing')).json()).toMatchObject({ health: { state: 'closed' } });
  expect((await toldChanges(client)).map(({ kind }) => kind).filter((kind) => kind.startsWith('endpoint'))).toEqual([]);
}, 30_000);
