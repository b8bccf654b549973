// POST …/test: an event that is stored nowhere goes to the endpoint at once, and the answer says what came of it.
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { answerAll, openListener } from './listener-client.js';
import { setUpPush } from './set-up.js';

const ORDER = {
  type: 'object',
  required: ['orderId', 'total'],
  properties: { orderId: { type: 'string', pattern: '^A-\\d+$' }, total: { type: 'number', minimum: 1 } },
};

test('a sample of the schema goes out signed, marked, and is recorded nowhere', async () => {
  const { client, receiver, subscribe, describe, attempts } = await setUpPush();
  await client.put('/v1/topics/orders/schema', { schema: ORDER });
  const endpoint = { url: `${receiver.url}/hook?a=1`, headers: { 'X-Api-Key': 'hush-hush' } };
  const { secret } = await subscribe('billing', { endpoint });
  receiver.respond(() => ({ status: 202, body: 'thank you' }));
  const answer = await client.post('/v1/subscriptions/billing/test');
  expect([answer.status, answer.json()]).toEqual([
    200,
    {
      topic: 'orders',
      outcome: 'acknowledged',
      status: 202,
      durationMs: expect.any(Number),
      request: { headers: expect.any(Object), body: '{"orderId":"A-1","total":1}' },
      response: 'thank you',
    },
  ]);
  const [request] = receiver.requests;
  expect(request).toMatchObject({ path: '/hook?a=1', body: Buffer.from('{"orderId":"A-1","total":1}') });
  expect(request?.headers).toMatchObject({
    'x-api-key': 'hush-hush',
    'content-type': 'application/json',
    'posthorn-test': 'true',
    'posthorn-topic': 'orders',
    'posthorn-subscription': 'billing',
    'posthorn-offset': '-1',
    'posthorn-previous-offset': '-1',
    'posthorn-attempt': '1',
  });
  expect(request?.headers).not.toHaveProperty('posthorn-replay');
  new Webhook(secret).verify(String(request?.body), request?.headers as Record<string, string>);
  expect(answer.text).not.toContain('hush-hush');
  const { headers } = answer.json<{ request: { headers: Record<string, string> } }>().request;
  expect(headers).toMatchObject({ 'x-api-key': '(left out)', 'posthorn-test': 'true' });
  await client.post('/v1/subscriptions/billing/test', {});
  expect(receiver.requests[1]?.headers['webhook-id']).not.toBe(request?.headers['webhook-id']);
  expect(await attempts('billing')).toEqual([]);
  expect((await describe('billing')).offsets[0]).toMatchObject({ committedOffset: 0, highWatermark: 0, lag: 0 });
});

test('a value that is given is sent as the bytes that it is, if the schema allows it', async () => {
  const { client, receiver, subscribe } = await setUpPush();
  await subscribe('billing');
  const send = (body: string, type = 'application/json') =>
    client.send('POST', '/v1/subscriptions/billing/test', body, { 'content-type': type });
  const value = '{ "id": 12345678901234567890,\t"n": 1.0e2 }';
  const answer = await send(`{"value": ${value} }`);
  expect(answer.json()).toMatchObject({ outcome: 'acknowledged', request: { body: value } });
  expect(String(receiver.requests[0]?.body)).toBe(value);
  expect((await client.post('/v1/subscriptions/billing/test')).json()).toMatchObject({
    request: { body: '{"posthorn":"test"}' },
  });
  await client.put('/v1/topics/orders/schema', { schema: ORDER });
  expect((await send('{"value": {"orderId": "B", "total": 0}}')).json()).toMatchObject({
    status: 422,
    code: 'INVALID_RECORD',
    errors: expect.arrayContaining([expect.objectContaining({ path: '/value/orderId' })]),
  });
  await client.put('/v1/topics/orders/schema', { schema: { not: {} }, compatibility: 'none' });
  expect((await send('')).json()).toMatchObject({ code: 'INVALID_REQUEST', errors: [{ path: '/value' }] });
  expect(receiver.requests).toHaveLength(2);
});

test('what fails is told, and counts for nothing', async () => {
  const { client, receiver, subscribe, describe, attempts } = await setUpPush();
  await subscribe('billing');
  await subscribe('hurried', { endpoint: { url: receiver.url, timeoutMs: 50 } });
  const send = async (name = 'billing') => (await client.post(`/v1/subscriptions/${name}/test`)).json();
  receiver.respond(() => ({ status: 500, body: 'out of order' }));
  expect(await send()).toMatchObject({ outcome: 'failed', phase: 'status', status: 500, response: 'out of order' });
  receiver.respond(410);
  expect(await send()).toMatchObject({ outcome: 'failed', status: 410 });
  receiver.respond('hang');
  expect(await send('hurried')).toMatchObject({ outcome: 'failed', phase: 'timeout', response: /within 50 ms/ });
  receiver.respond('close');
  const closed = await send();
  expect(closed).toMatchObject({ outcome: 'failed', phase: 'connect' });
  expect(closed).not.toHaveProperty('status');
  expect(await describe('billing')).toMatchObject({ state: 'active' });
  expect(await attempts('billing')).toEqual([]);
  await client.post('/v1/subscriptions/billing/pause');
  receiver.respond(200);
  expect(await send()).toMatchObject({ outcome: 'acknowledged', status: 200 });
});

test('of several topics one is named', async () => {
  const { client, receiver, subscribe } = await setUpPush();
  const send = async (body: unknown) => (await client.post('/v1/subscriptions/all/test', body)).json();
  await subscribe('all', { topics: ['shop.*', 'orders'] });
  expect(await send({})).toMatchObject({ topic: 'orders' });
  await client.put('/v1/topics/shop.returns', {});
  expect(await send({})).toMatchObject({
    code: 'INVALID_REQUEST',
    detail: /orders, shop\.returns/,
    errors: [{ path: '/topic' }],
  });
  expect(await send({ topic: 'shop.returns' })).toMatchObject({ topic: 'shop.returns', outcome: 'acknowledged' });
  expect(receiver.requests[1]?.headers['posthorn-topic']).toBe('shop.returns');
  expect(await send({ topic: 'users' })).toMatchObject({ code: 'INVALID_REQUEST', errors: [{ path: '/topic' }] });
  await subscribe('none', { topics: ['nothing.*'] });
  const none = await client.post('/v1/subscriptions/none/test', {});
  expect(none.json()).toMatchObject({ status: 404, code: 'UNKNOWN_TOPIC_OR_PARTITION' });
});

test('with a listener the test goes to it, and without a URL it needs one', async () => {
  const { client, subscribe, attempts } = await setUpPush();
  await subscribe('dev', { endpoint: { listen: true } });
  const send = () => client.post('/v1/subscriptions/dev/test', { value: [1] });
  expect((await send()).json()).toMatchObject({ status: 404, code: 'LISTENER_NOT_FOUND', detail: /posthorn listen/ });
  const listener = await openListener(client, 'dev');
  const sent = send();
  const [heard] = await answerAll(listener, 1, 201);
  expect(heard).toMatchObject({ body: '[1]', headers: { 'posthorn-test': 'true', 'posthorn-offset': '-1' } });
  expect((await sent).json()).toMatchObject({ outcome: 'acknowledged', status: 201 });
  await client.post('/v1/subscriptions/dev/pause');
  const cut = send();
  await listener.deliveries(2);
  listener.hangUp();
  expect((await cut).json()).toMatchObject({ outcome: 'failed', response: 'the listener has left' });
  expect(await attempts('dev')).toEqual([]);
});

test('what is no test is refused', async () => {
  const { client, receiver, subscribe } = await setUpPush();
  await subscribe('billing');
  const send = async (body: string, type = 'application/json', name = 'billing') =>
    (await client.send('POST', `/v1/subscriptions/${name}/test`, body, { 'content-type': type })).json()['code'];
  expect(await send('{}', 'application/json', 'none')).toBe('SUBSCRIPTION_NOT_FOUND');
  expect(await send('{}', 'text/plain')).toBe('UNSUPPORTED_MEDIA_TYPE');
  expect(await send('{"value": }')).toBe('INVALID_JSON');
  expect(await send('[]')).toBe('INVALID_REQUEST');
  expect(await send('{"topic": 4}')).toBe('INVALID_REQUEST');
  expect(await send('{"key": "a"}')).toBe('INVALID_REQUEST');
  expect(await send('{"value": 1, "value": 2}')).toBe('INVALID_REQUEST');
  expect(receiver.requests).toEqual([]);
});

test('only so many tests are under way at once', async () => {
  const { client, receiver, subscribe } = await setUpPush();
  await subscribe('billing');
  receiver.respond('hang');
  const sent = Array.from({ length: 33 }, () => client.post('/v1/subscriptions/billing/test'));
  await receiver.waitFor(32);
  receiver.release();
  const answers = await Promise.all(sent);
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(32).fill(200), 429]);
  expect(answers.find(({ status }) => status === 429)?.headers['retry-after']).toBe('1');
  receiver.respond(200);
  expect((await client.post('/v1/subscriptions/billing/test')).status).toBe(200);
});
