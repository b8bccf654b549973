import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { setUpPush } from './set-up.js';

test('the secret is shown once, and the same PUT twice is one', async () => {
  const { client, receiver } = await setUpPush();
  const body = { topics: ['orders'], endpoint: { url: receiver.url, headers: { authorization: 'Bearer 1' } } };
  const created = await client.put('/v1/subscriptions/billing', body);
  expect(created.json()).toMatchObject({ name: 'billing', state: 'active', secret: expect.stringMatching(/^whsec_/) });
  const repeated = await client.put('/v1/subscriptions/billing', body);
  expect(repeated.json()).toEqual({ ...created.json(), secret: undefined });
  const listed = await client.get('/v1/subscriptions');
  expect(listed.text).not.toContain('whsec_');
  expect(listed.json<{ items: unknown[] }>().items).toHaveLength(1);
});

test('the answer to a PUT with another secret shows it, and deliveries are signed with it', async () => {
  const { client, receiver, produce } = await setUpPush();
  const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
  const put = (own?: string) => {
    const endpoint = { url: receiver.url, ...(own === undefined ? {} : { secret: own }) };
    return client.put('/v1/subscriptions/billing', { topics: ['orders'], endpoint });
  };
  await put();
  expect((await put(secret)).json()).toMatchObject({ secret });
  expect((await put(secret)).json()).not.toHaveProperty('secret');
  expect((await put()).json()).not.toHaveProperty('secret');
  await produce(null, 1);
  const [request] = await receiver.waitFor(1);
  expect(new Webhook(secret).verify('1', request?.headers as Record<string, string>)).toBe(1);
});

test('what cannot be is refused with the call that mends it', async () => {
  const { client } = await setUpPush();
  const put = (body: unknown, name = 'x') => client.put(`/v1/subscriptions/${name}`, body);
  const endpoint = { url: 'http://127.0.0.1:1/' };
  const missing = await put({ topics: ['nope'], endpoint });
  expect(missing.json()).toMatchObject({
    status: 404,
    code: 'UNKNOWN_TOPIC_OR_PARTITION',
    detail: expect.stringContaining('PUT /v1/topics/nope'),
  });
  const forbidden = await put({ topics: ['orders'], endpoint: { url: 'http://10.0.0.1/' } });
  expect(forbidden.json()).toMatchObject({
    status: 422,
    code: 'ENDPOINT_ADDRESS_FORBIDDEN',
    detail: expect.stringContaining('10.0.0.1'),
  });
  const starts = { orders: { 0: 0, 7: 0 }, 'orders.nope': { 0: 5 } };
  const unknownStarts = await put({ topics: ['orders*'], endpoint, start: { offsets: starts } });
  expect(unknownStarts.json()).toMatchObject({
    status: 404,
    code: 'UNKNOWN_TOPIC_OR_PARTITION',
    errors: [{ path: '/start/offsets/orders/7' }, { path: '/start/offsets/orders.nope' }],
  });
  expect((await put({ topics: ['orders'], endpoint }, 'a'.repeat(246))).json()).toMatchObject({
    code: 'INVALID_GROUP_ID',
  });
  expect((await client.get('/v1/subscriptions/none')).json()).toMatchObject({
    status: 404,
    code: 'SUBSCRIPTION_NOT_FOUND',
  });
});

test('start says where a subscription begins', async () => {
  const { receiver, subscribe, produce } = await setUpPush();
  for (const value of [0, 1, 2]) await produce(null, value);
  const offsets = { offsets: { orders: { 0: 1 } } };
  await subscribe('from-one', { start: offsets, ordering: 'partition' });
  await subscribe('latest');
  await subscribe('all', { start: 'earliest', ordering: 'partition' });
  const requests = await receiver.waitFor(5);
  const of = (name: string) =>
    requests
      .filter(({ path }) => path === `/${name}`)
      .map(({ headers }) => [headers['posthorn-offset'], headers['posthorn-previous-offset']]);
  expect(of('from-one')).toEqual([
    ['1', '-1'],
    ['2', '1'],
  ]);
  expect(of('all')).toEqual([
    ['0', '-1'],
    ['1', '0'],
    ['2', '1'],
  ]);
  expect(of('latest')).toEqual([]);
});

test('attempts come in pages, newest first; a deleted subscription takes them with it', async () => {
  const { client, receiver, subscribe, produce, attempts } = await setUpPush();
  await subscribe('billing', { ordering: 'partition' });
  for (const value of [0, 1, 2]) await produce(null, value);
  await receiver.waitFor(3);
  await eventually(async () => expect(await attempts('billing')).toHaveLength(3));
  type Page = { items: { offset: number }[]; next?: string };
  const first = (await client.get('/v1/subscriptions/billing/attempts?limit=2')).json<Page>();
  expect(first.items.map(({ offset }) => offset)).toEqual([2, 1]);
  const second = (await client.get(`/v1/subscriptions/billing/attempts?limit=2&after=${first.next}`)).json<Page>();
  expect(second).toMatchObject({ items: [{ offset: 0 }] });
  expect(second.next).toBeUndefined();
  expect((await client.delete('/v1/subscriptions/billing')).status).toBe(204);
  await produce(null, 3);
  await subscribe('billing', { start: 'earliest', ordering: 'partition' });
  const requests = await receiver.waitFor(7);
  expect(requests.slice(3).map(({ headers }) => headers['posthorn-offset'])).toEqual(['0', '1', '2', '3']);
  const ids = requests.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(7);
});
