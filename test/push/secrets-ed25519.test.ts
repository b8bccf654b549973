// Signatures by ed25519: made, given, published, and verified by those who know the public key alone.
import { generateKeyPairSync } from 'node:crypto';
import { verify } from 'posthorn/verify';
import { expect, test } from 'vitest';
import { setUpPush } from './set-up.js';
import { isSignedBy, rotate, secretsOf, signaturesOf } from './set-up-keys.js';

type Jwks = { readonly keys: readonly { readonly kid: string }[] };

test('a subscription signs by ed25519 from its first delivery; who has its published keys can verify', async () => {
  const { client, receiver, produce, server } = await setUpPush();
  const created = await client.put('/v1/subscriptions/billing', {
    ...{ topics: ['orders'], ordering: 'partition' },
    endpoint: { url: receiver.url, signing: 'ed25519' },
  });
  expect(created.text).not.toMatch(/whsk_|whsec_/);
  const [shown] = created.json<{ secrets: { kid: string; publicKey: string }[] }>().secrets;
  const answer = await fetch(`${server.url}/.well-known/jwks.json?subscription=billing`);
  const jwks = (await answer.json()) as Jwks;
  expect(jwks.keys).toEqual([
    { ...{ kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA' }, x: expect.any(String), kid: shown?.kid },
  ]);
  await produce('k', { total: 1 });
  const [request] = await receiver.waitFor(1);
  if (request === undefined) throw new Error('nothing came');
  expect(signaturesOf(request)).toEqual([expect.stringMatching(/^v1a,/)]);
  expect(verify({ headers: request.headers, body: request.body, jwks })).toEqual({
    ...{ id: request.headers['webhook-id'], timestamp: expect.any(Number), subscription: 'billing', topic: 'orders' },
    ...{ key: 'k', partition: 0, offset: 0, previousOffset: -1, attempt: 1 },
  });
  expect(isSignedBy(request, shown?.publicKey ?? '')).toBe(true);
  const again = { topics: ['orders'], ordering: 'partition', endpoint: { url: receiver.url, signing: 'ed25519' } };
  expect((await client.put('/v1/subscriptions/billing', again)).status).toBe(200);
  expect(await secretsOf(client, 'billing')).toHaveLength(1);
});

test('from HMAC to ed25519 both sign for the grace time, with a key of the caller', async () => {
  const { client, receiver, subscribe, produce } = await setUpPush();
  const { secret } = await subscribe('billing');
  const pair = generateKeyPairSync('ed25519');
  const { d = '', x = '' } = pair.privateKey.export({ format: 'jwk' });
  const given = `whsk_${Buffer.from(d, 'base64url').toString('base64')}`;
  const rotated = await rotate(client, 'billing', { secret: given });
  expect(rotated).toMatchObject({
    algorithm: 'ed25519',
    publicKey: `whpk_${Buffer.from(x, 'base64url').toString('base64')}`,
  });
  expect(rotated).not.toHaveProperty('secret');
  await produce(null, 1);
  const [request] = await receiver.waitFor(1);
  if (request === undefined) throw new Error('nothing came');
  expect(signaturesOf(request).map((one) => one.split(',')[0])).toEqual(['v1a', 'v1']);
  for (const key of [secret, rotated.publicKey ?? '']) expect(isSignedBy(request, key)).toBe(true);
  const next = await rotate(client, 'billing');
  expect(next, 'one that is made is like the newest').toMatchObject({ algorithm: 'ed25519' });
});

test('/.well-known/jwks.json has the live keys of all, and an ETag that changes with them', async () => {
  const { client, receiver, server, subscribe } = await setUpPush();
  const url = `${server.url}/.well-known/jwks.json`;
  const get = async (headers: Record<string, string> = {}, query = '') => {
    const response = await fetch(url + query, { headers });
    const text = await response.text();
    return { response, kids: text === '' ? [] : (JSON.parse(text) as Jwks).keys.map(({ kid }) => kid) };
  };
  const empty = await get();
  expect(empty.kids).toEqual([]);
  expect(empty.response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(empty.response.headers.get('cache-control')).toBe('public, max-age=300');
  const endpoint = { url: receiver.url, signing: 'ed25519' };
  await subscribe('a', { endpoint });
  await subscribe('b', { endpoint });
  await subscribe('hmac');
  const [a, b] = [await secretsOf(client, 'a'), await secretsOf(client, 'b')].map(([one]) => one?.kid);
  const two = await get();
  expect(two.kids).toEqual([a, b]);
  const etag = two.response.headers.get('etag') ?? '';
  expect(etag).not.toBe(empty.response.headers.get('etag'));
  for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    expect((await get({ 'if-none-match': known })).response.status, known).toBe(304);
  }
  expect((await get({ 'if-none-match': '"x"' })).response.status).toBe(200);
  const { kid } = await rotate(client, 'b', { graceMs: 0 });
  expect((await get({ 'if-none-match': etag })).kids).toEqual([a, kid]);
  expect((await get({}, '?subscription=b')).kids).toEqual([kid]);
  expect((await get({}, '?subscription=none')).kids).toEqual([]);
  await client.delete('/v1/subscriptions/a');
  expect((await get()).kids).toEqual([kid]);
  const wrong = await client.get('/.well-known/jwks.json?name=b');
  expect(wrong.json()).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
});
