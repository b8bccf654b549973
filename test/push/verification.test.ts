// An endpoint that has to agree first: nothing is delivered before, and what it allows is kept.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type PushSetting, setUpPush } from './set-up.js';

const PUBLIC = { proxy: null, nameServers: [], publicUrl: 'https://bus.example.com/base' };

type Shown = {
  readonly state: string;
  readonly reason?: string;
  readonly verify: string;
  readonly verification?: { readonly state: string; readonly detail: string; readonly allowedRatePerMinute?: number };
};

const shown = async ({ client }: PushSetting) => (await client.get('/v1/subscriptions/billing')).json<Shown>();

const changes = async ({ client }: PushSetting) => {
  const answer = await client.get('/v1/topics/_changes/partitions/0/events?from=earliest');
  const { events } = answer.json<{ events: { value: { kind: string } }[] }>();
  return events.map(({ value }) => value.kind).filter((kind) => kind.startsWith('subscription.'));
};

test('ping: a signed request; a 2xx to it begins the deliveries', async () => {
  const setting = await setUpPush();
  const { subscribe, receiver, produce } = setting;
  await subscribe('billing', { verify: 'ping' });
  expect(receiver.requests).toHaveLength(1);
  expect(receiver.requests[0]).toMatchObject({
    method: 'POST',
    path: '/billing',
    headers: { 'posthorn-verification': 'ping', 'webhook-signature': expect.stringMatching(/^v1,/) },
  });
  expect(JSON.parse(String(receiver.requests[0]?.body))).toEqual({ type: 'ping', subscription: 'billing' });
  expect(await shown(setting)).toMatchObject({ state: 'active', verify: 'ping', verification: { state: 'verified' } });
  await produce(null, 1);
  await receiver.waitFor(2);
  expect(await changes(setting)).toEqual(['subscription.created', 'subscription.verified', 'subscription.resumed']);
});

test('an endpoint that does not agree gets nothing, cannot be resumed, and may be asked again', async () => {
  const setting = await setUpPush();
  const { subscribe, receiver, produce, client } = setting;
  receiver.respond(500);
  await subscribe('billing', { verify: 'ping', start: 'earliest' });
  expect(await shown(setting)).toMatchObject({
    state: 'paused',
    reason: 'its endpoint is not verified: the endpoint answered the ping with 500',
    verification: { state: 'failed', detail: 'the endpoint answered the ping with 500' },
  });
  await produce(null, 1);
  const resumed = await client.post('/v1/subscriptions/billing/resume');
  expect(resumed.status).toBe(409);
  expect(resumed.json()).toMatchObject({
    code: 'ENDPOINT_NOT_VERIFIED',
    detail: expect.stringContaining('POST /v1/subscriptions/billing/verify'),
  });
  expect(receiver.requests).toHaveLength(1);
  receiver.respond(204);
  const verified = await client.post('/v1/subscriptions/billing/verify');
  expect(verified.json()).toMatchObject({ state: 'active', verification: { state: 'verified' } });
  await receiver.waitFor(3);
  expect(await changes(setting)).toEqual([
    'subscription.created',
    'subscription.verification-failed',
    'subscription.verified',
    'subscription.resumed',
  ]);
});

test('options: the handshake of CloudEvents, its rate, and its origin with every delivery', async () => {
  const setting = await setUpPush({ outgoing: PUBLIC });
  const { subscribe, receiver, produce } = setting;
  const headers = { 'webhook-allowed-origin': 'bus.example.com', 'webhook-allowed-rate': '600' };
  receiver.respond(({ method }) => (method === 'OPTIONS' ? { status: 200, headers } : 200));
  await subscribe('billing', { verify: 'options' });
  expect(receiver.requests[0]).toMatchObject({
    method: 'OPTIONS',
    path: '/billing',
    headers: {
      'webhook-request-origin': 'bus.example.com',
      'webhook-request-rate': '60000',
      'webhook-request-callback': expect.stringMatching(
        /^https:\/\/bus\.example\.com\/base\/v1\/subscriptions\/billing\/verification\/[\w-]{43}$/,
      ),
    },
  });
  expect((await shown(setting)).verification).toMatchObject({ state: 'verified', allowedRatePerMinute: 600 });
  await produce(null, 1);
  await receiver.waitFor(2);
  expect(receiver.requests[1]?.headers['webhook-request-origin']).toBe('bus.example.com');
});

test('options: it may agree later, once, by the callback', async () => {
  const setting = await setUpPush({ outgoing: PUBLIC });
  const { subscribe, receiver, produce, client } = setting;
  await subscribe('billing', { verify: 'options', start: 'earliest' });
  expect(await shown(setting)).toMatchObject({ state: 'paused', verification: { state: 'pending' } });
  await produce(null, 1);
  const callback = new URL(String(receiver.requests[0]?.headers['webhook-request-callback'])).pathname.replace(
    '/base',
    '',
  );
  const wrong = await client.get(callback.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')));
  expect([wrong.status, wrong.json()['code']]).toEqual([404, 'VERIFICATION_NOT_FOUND']);
  expect(receiver.requests).toHaveLength(1);
  expect((await client.get(callback, { 'webhook-allowed-rate': '120' })).json()).toEqual({ status: 'verified' });
  await receiver.waitFor(2);
  expect((await shown(setting)).verification).toMatchObject({ state: 'verified', allowedRatePerMinute: 120 });
  expect((await client.post(callback)).status).toBe(404);
});

test('it is asked again where its URL or verify changes, and only there; without verify nobody is asked', async () => {
  const setting = await setUpPush();
  const { subscribe, receiver } = setting;
  await subscribe('billing', { verify: 'ping' });
  await subscribe('billing', { verify: 'ping', maxInFlight: 3 });
  expect(receiver.requests).toHaveLength(1);
  await subscribe('billing', { verify: 'ping', maxInFlight: 3 }, `${receiver.url}/elsewhere`);
  const endpoint = { url: `${receiver.url}/elsewhere` };
  await subscribe('billing', { verify: 'ping', endpoint });
  expect(receiver.requests.length).toBeLessThanOrEqual(2);
  receiver.respond(({ method }) => (method === 'OPTIONS' ? 204 : 200));
  await subscribe('billing', { verify: 'options', endpoint });
  expect(await shown(setting)).toMatchObject({
    state: 'paused',
    verification: { state: 'failed', detail: 'the endpoint answered OPTIONS with 204 and no WebHook-Allowed-Origin' },
  });
  await subscribe('billing', { endpoint });
  const { verify, verification } = await shown(setting);
  expect([verify, verification]).toEqual(['none', undefined]);
  const { client } = setting;
  expect((await client.post('/v1/subscriptions/billing/verify')).json()).toMatchObject({ code: 'INVALID_REQUEST' });
  expect((await client.post('/v1/subscriptions/billing/resume')).status).toBe(200);
});

test('whoever pauses meanwhile is not resumed by the answer', async () => {
  const setting = await setUpPush();
  const { subscribe, receiver, client } = setting;
  receiver.respond('hang');
  const put = subscribe('billing', { verify: 'ping' });
  await receiver.waitFor(1);
  await client.post('/v1/subscriptions/billing/pause');
  receiver.release();
  await put;
  await eventually(async () => {
    expect(await shown(setting)).toMatchObject({
      state: 'paused',
      reason: 'paused by a call',
      verification: { state: 'verified' },
    });
  });
});
