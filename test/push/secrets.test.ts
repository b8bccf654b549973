// Rotation of signing secrets, by the API and at a receiver.
import { expect, test } from 'vitest';
import { toldChanges } from '../harness/changes.js';
import { eventually } from '../harness/eventually.js';
import { setUpPush } from './set-up.js';
import { isSignedBy, newSecret, rotate, secretsOf, signaturesOf } from './set-up-keys.js';

test('a new secret signs first, the former one beside it until its grace ends, also with nothing but time', async () => {
  const { client, receiver, subscribe, produce } = await setUpPush();
  const { secret: first } = await subscribe('billing');
  const graceMs = 4_000;
  const second = await rotate(client, 'billing', { graceMs });
  expect(second).toMatchObject({ algorithm: 'hmac', secret: expect.stringMatching(/^whsec_/) });
  expect(second.secrets.map(({ id }) => id)[0]).toBe(second.id);
  expect(second.secrets.map(({ expiresAt }) => expiresAt === undefined)).toEqual([true, false]);
  await produce(null, 1);
  const [both] = await receiver.waitFor(1);
  if (both === undefined) throw new Error('nothing came');
  expect(signaturesOf(both)).toHaveLength(2);
  expect([first, second.secret ?? ''].map((one) => isSignedBy(both, one))).toEqual([true, true]);
  const end = second.secrets[1]?.expiresAt ?? 0;
  // No event, no call: only the time of the former one passes.
  const alone = await eventually(
    async () => {
      receiver.clear();
      await produce(null, 2);
      const [request] = await receiver.waitFor(1);
      expect(request === undefined ? [] : signaturesOf(request)).toHaveLength(1);
      return request;
    },
    { timeoutMs: 20_000 },
  );
  if (alone === undefined) throw new Error('nothing came');
  expect(alone.at).toBeGreaterThanOrEqual(end);
  expect([first, second.secret ?? ''].map((one) => isSignedBy(alone, one))).toEqual([false, true]);
  expect(await secretsOf(client, 'billing')).toHaveLength(1);
});

test('rotation, deletion and what they tell: lists without secrets, one change each, the newest stays', async () => {
  const { client, receiver, subscribe, produce } = await setUpPush();
  const { secret: first } = await subscribe('billing');
  const second = await rotate(client, 'billing');
  const own = newSecret();
  const third = await rotate(client, 'billing', { secret: own });
  expect(third.secret).toBe(own);
  const listed = await secretsOf(client, 'billing');
  expect(listed).toEqual(third.secrets);
  expect(listed.map(({ id }) => id)).toEqual([third.id, second.id, expect.any(String)]);
  const deleteSecret = (id: string) => client.delete(`/v1/subscriptions/billing/secrets/${id}`);
  expect((await deleteSecret(third.id)).json()).toMatchObject({
    ...{ status: 409, code: 'SECRET_IN_USE' },
    detail: expect.stringContaining('POST /v1/subscriptions/billing/secrets'),
  });
  expect((await deleteSecret('0000')).json()).toMatchObject({ status: 404, code: 'SECRET_NOT_FOUND' });
  expect((await deleteSecret(second.id)).status).toBe(204);
  expect((await deleteSecret(second.id)).json()).toMatchObject({ code: 'SECRET_NOT_FOUND' });
  await produce(null, 1);
  const [request] = await receiver.waitFor(1);
  if (request === undefined) throw new Error('nothing came');
  const signs = [first, second.secret ?? '', own].map((secret) => isSignedBy(request, secret));
  expect(signs).toEqual([true, false, true]);
  expect(await toldChanges(client, 'subscriptions/billing')).toEqual([
    expect.objectContaining({ kind: 'subscription.created' }),
    ...[second, third].map(({ id: secretId, algorithm }) => {
      return { kind: 'subscription.secret-rotated', name: 'billing', secretId, algorithm, graceMs: 86_400_000 };
    }),
    { kind: 'subscription.secret-deleted', name: 'billing', secretId: second.id },
  ]);
});

test('a rotation can be repeated with its own secret, and taken back', async () => {
  const { client, subscribe } = await setUpPush();
  const { secret: first } = await subscribe('billing');
  const secret = newSecret();
  const rotated = await rotate(client, 'billing', { secret });
  expect(await rotate(client, 'billing', { secret })).toEqual(rotated);
  const shorter = await rotate(client, 'billing', { secret, graceMs: 60_000 });
  expect(shorter.secrets[1]?.expiresAt).toBeLessThan(rotated.secrets[1]?.expiresAt ?? 0);
  const back = await rotate(client, 'billing', { secret: first });
  expect(back.secrets.map(({ id }) => id)).toEqual([rotated.secrets[1]?.id, rotated.id]);
  expect(back.secrets[0]).not.toHaveProperty('expiresAt');
  const kinds = (await toldChanges(client, 'subscriptions/billing')).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'subscription.secret-rotated')).toHaveLength(3);
});

test('with no grace the former ones end at once, also where there is no room for another', async () => {
  const { client, receiver, subscribe, produce } = await setUpPush();
  await subscribe('billing');
  for (let more = 0; more < 4; more += 1) await rotate(client, 'billing');
  const full = await client.post('/v1/subscriptions/billing/secrets', {});
  const [, ...former] = await secretsOf(client, 'billing');
  expect(full.json()).toMatchObject({
    ...{ status: 422, code: 'INVALID_CONFIG', errors: [{ path: '/graceMs' }] },
    detail: expect.stringContaining(`DELETE /v1/subscriptions/billing/secrets/${former.at(-1)?.id}`),
  });
  const { secret, secrets } = await rotate(client, 'billing', { graceMs: 0 });
  expect(secrets).toHaveLength(1);
  await produce(null, 1);
  const [request] = await receiver.waitFor(1);
  if (request === undefined) throw new Error('nothing came');
  expect(signaturesOf(request)).toHaveLength(1);
  expect(isSignedBy(request, secret ?? '')).toBe(true);
});

test('five that rotate at once take turns, and all of their secrets sign', async () => {
  const { client, receiver, subscribe, produce } = await setUpPush();
  const { secret: first } = await subscribe('billing');
  const rotated = await Promise.all([1, 2, 3, 4].map(() => rotate(client, 'billing')));
  expect(new Set(rotated.map(({ id }) => id)).size).toBe(4);
  await produce(null, 1);
  const [request] = await receiver.waitFor(1);
  if (request === undefined) throw new Error('nothing came');
  for (const secret of [first, ...rotated.map((one) => one.secret ?? '')])
    expect(isSignedBy(request, secret)).toBe(true);
});

const WRONG: readonly (readonly [string, unknown, number, string, string])[] = [
  ['no object', [1], 400, 'INVALID_REQUEST', 'The body must be a JSON object'],
  ['an unknown field', { grace: 1 }, 400, 'INVALID_REQUEST', "'grace' is not a field"],
  ['a secret that is none', { secret: 'hunter2-hunter2' }, 422, 'INVALID_CONFIG', "'secret' must be"],
  ['a short secret', { secret: 'whsec_YQ==' }, 422, 'INVALID_CONFIG', "'secret' must be"],
  ['half a private key', { secret: 'whsk_YQ==' }, 422, 'INVALID_CONFIG', "'secret' must be"],
  ['another algorithm', { algorithm: 'rsa' }, 422, 'INVALID_CONFIG', '\'algorithm\' must be "hmac", "ed25519"'],
  [
    'an algorithm that the secret has not',
    { algorithm: 'ed25519', secret: newSecret() },
    422,
    'INVALID_CONFIG',
    '"hmac", as the secret is',
  ],
  ['a grace below 0', { graceMs: -1 }, 422, 'INVALID_CONFIG', "'graceMs' must be an integer from 0"],
  ['a grace of months', { graceMs: 31 * 86_400_000 }, 422, 'INVALID_CONFIG', "'graceMs' must be an integer"],
  ['a grace that is no number', { graceMs: '1' }, 422, 'INVALID_CONFIG', "'graceMs' must be an integer"],
];

test('what cannot be is refused by name, without the secret, and changes nothing', async () => {
  const { client, subscribe } = await setUpPush();
  await subscribe('billing');
  const before = await secretsOf(client, 'billing');
  for (const [what, body, status, code, detail] of WRONG) {
    const answer = await client.post('/v1/subscriptions/billing/secrets', body);
    expect(answer.json(), what).toMatchObject({ status, code, detail: expect.stringContaining(detail) });
    const { secret } = body as { secret?: string };
    if (secret !== undefined) expect(answer.text, what).not.toContain(secret);
  }
  expect(await secretsOf(client, 'billing')).toEqual(before);
  const unknown = await client.post('/v1/subscriptions/none/secrets', {});
  expect(unknown.json()).toMatchObject({ status: 404, code: 'SUBSCRIPTION_NOT_FOUND' });
  const put = (endpoint: object) =>
    client.put('/v1/subscriptions/billing', {
      topics: ['orders'],
      endpoint: { url: 'http://127.0.0.1:1/', ...endpoint },
    });
  expect((await put({ signing: 'ed25519' })).json()).toMatchObject({
    ...{ status: 422, code: 'INVALID_ENDPOINT', errors: [{ path: '/endpoint/signing' }] },
    detail: expect.stringContaining('POST /v1/subscriptions/billing/secrets with {"algorithm": "ed25519"}'),
  });
  expect((await put({ signing: 'ed25519', secret: newSecret() })).json()).toMatchObject({ code: 'INVALID_ENDPOINT' });
  expect((await put({ signing: 'x' })).json()).toMatchObject({ code: 'INVALID_ENDPOINT' });
});
