// Rotation while deliveries run, over failures, restarts and kill -9: every request has a signature that its receiver knows.
import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { failEvery, startReceiver } from '../harness/receiver.js';
import { startServerProcess } from '../harness/server-process.js';
import { setUpPush } from './set-up.js';
import { isSignedBy, newKey, rotate, secretKeys, signaturesOf } from './set-up-keys.js';

const EVENTS = 400;

test('secrets change under load and retries: who knows the old one verifies all, who knows the new one all from then on', async () => {
  const setting = await setUpPush(secretKeys(newKey()));
  const { client, receiver } = setting;
  const retry = { scheduleMs: Array(50).fill(5), jitter: 0 };
  const { secret: first } = await setting.subscribe('billing', { ordering: 'none', maxInFlight: 8, retry });
  receiver.respond(failEvery(5, 503));
  const lines = Array.from({ length: EVENTS }, (_, index) => `{"n":${index}}`).join('\n');
  const header = { 'content-type': 'application/x-ndjson' };
  await client.send('POST', '/v1/topics/orders/events', lines, header);
  const known: { readonly secret: string; readonly from: number }[] = [];
  for (const count of [30, 120, 210]) {
    await receiver.waitFor((all) => all.length >= count);
    const { secret = '', publicKey } = await rotate(client, 'billing', {
      algorithm: known.length === 1 ? 'ed25519' : 'hmac',
    });
    // What runs has been signed before; the next one that begins is signed by the new one.
    await eventually(() => expect(isSignedBy(receiver.requests.at(-1) as never, publicKey ?? secret)).toBe(true));
    known.push({ secret: publicKey ?? secret, from: receiver.requests.length });
  }
  await eventually(async () =>
    expect((await setting.describe('billing')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }),
  );
  const { requests } = receiver;
  expect(requests.length).toBeGreaterThan(EVENTS);
  expect(requests.filter((request) => !isSignedBy(request, first))).toEqual([]);
  for (const { secret, from } of known) {
    expect(requests.length).toBeGreaterThan(from);
    expect(requests.slice(from).filter((request) => !isSignedBy(request, secret))).toEqual([]);
  }
  expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(EVENTS);
});

test('a retry is signed by what is live when it is sent', async () => {
  const { client, receiver, subscribe, produce } = await setUpPush();
  receiver.respond(503);
  const { secret: first } = await subscribe('billing', { retry: { scheduleMs: [100, 100, 100, 100, 100], jitter: 0 } });
  await produce(null, 1);
  await receiver.waitFor(1);
  const { secret = '' } = await rotate(client, 'billing', { graceMs: 0 });
  receiver.respond(200);
  const [before, ...after] = await receiver.waitFor((all) => all.at(-1)?.answer?.status === 200);
  const last = after.at(-1);
  if (before === undefined || last === undefined) throw new Error('there was no retry');
  expect(last.headers['webhook-id']).toBe(before.headers['webhook-id']);
  expect([before, last].map((request) => isSignedBy(request, first))).toEqual([true, false]);
  expect(isSignedBy(last, secret)).toBe(true);
});

test('a rotation that was answered holds over kill -9', async () => {
  const receiver = await startReceiver();
  const key = randomBytes(32).toString('base64');
  const server = await startServerProcess({ env: { POSTHORN_SECRET_KEY: key } });
  const client = makeHttpClient(server.url);
  onTestFinished(async () => {
    client.close();
    await server.stop();
    await receiver.stop();
  });
  await client.put('/v1/topics/orders', {});
  const put = await client.put('/v1/subscriptions/billing', { topics: ['orders'], endpoint: { url: receiver.url } });
  const { secret: first } = put.json<{ secret: string }>();
  const { secret = '', secrets } = await rotate(client, 'billing');
  await server.kill('SIGKILL');
  const other = { POSTHORN_SECRET_KEY: randomBytes(32).toString('base64') };
  const refused = startServerProcess({ dataDir: server.dataDir, env: other });
  await expect(refused, 'it ends by itself').rejects.toThrow(/ended \(1\)[\s\S]*INVALID_SETTING[\s\S]*lacks the key/);
  await server.restart();
  expect((await client.get('/v1/subscriptions/billing')).json()).toMatchObject({ secrets });
  await client.post('/v1/topics/orders/events', 1);
  const [request] = await receiver.waitFor(1);
  if (request === undefined) throw new Error('nothing came');
  expect(signaturesOf(request)).toHaveLength(2);
  for (const one of [first, secret]) expect(isSignedBy(request, one)).toBe(true);
  expect(server.output).not.toContain(key);
});

test('a program with a malformed key does not start, and does not repeat it', async () => {
  const wrong = `${randomBytes(32).toString('base64')}x`;
  const started = startServerProcess({ env: { POSTHORN_SECRET_KEY: wrong } });
  await expect(started).rejects.toThrow(/POSTHORN_SECRET_KEY has no key at place 1 of 1/);
  await expect(started).rejects.not.toThrow(wrong);
});
