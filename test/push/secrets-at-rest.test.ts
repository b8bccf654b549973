// Secrets where they are stored: encrypted under POSTHORN_SECRET_KEY, and what a wrong, a new and a lost key mean.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { secretKeyId } from '#posthorn/model/secret-keys.js';
import { toldChanges } from '../harness/changes.js';
import { eventually } from '../harness/eventually.js';
import { type PushSetting, setUpPush } from './set-up.js';
import { isSignedBy, newKey, newSecret, rotate, secretKeys, signaturesOf, storedRecord } from './set-up-keys.js';

const filesOf = (folder: string): Buffer =>
  Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));

async function nextRequest({ receiver, produce }: PushSetting) {
  receiver.clear();
  await produce(null, 1);
  const [request] = await receiver.waitFor(1);
  if (request === undefined) throw new Error('nothing came');
  return request;
}

test('with a key the data holds no secret, and what is there opens after a restart', async () => {
  const setting = await setUpPush(secretKeys(newKey()));
  const given = newSecret();
  const { secret } = await setting.subscribe('billing', { endpoint: { url: setting.receiver.url, secret: given } });
  expect(secret).toBe(given);
  const rotated = await rotate(setting.client, 'billing');
  const again = await setting.restart();
  const request = await nextRequest(again);
  for (const one of [given, rotated.secret ?? '']) {
    expect(isSignedBy(request, one)).toBe(true);
    const bytes = Buffer.from(one.slice(6), 'base64');
    for (const needle of [one, one.slice(6), bytes]) expect(filesOf(again.server.dataDir).includes(needle)).toBe(false);
  }
});

test('without a key they are stored as they are, and a line at the start says so', async () => {
  const lines: string[] = [];
  const setting = await setUpPush({ logLevel: 'warn' }, { logTo: { write: (line) => lines.push(line) } });
  const { secret } = await setting.subscribe('billing');
  expect(filesOf(setting.server.dataDir).includes(secret)).toBe(true);
  expect(lines.filter((line) => line.includes('POSTHORN_SECRET_KEY is not set'))).toHaveLength(1);
});

test('what was stored plain is read with a key, and encrypted with the next change', async () => {
  const lines: string[] = [];
  const plain = await setUpPush({ logLevel: 'info' }, { logTo: { write: (line) => lines.push(line) } });
  const { secret } = await plain.subscribe('billing');
  const key = newKey();
  const setting = await plain.restart(secretKeys(key));
  expect(lines.some((line) => line.includes('"subscriptions":1,"msg":"secrets under an older key, or none'))).toBe(
    true,
  );
  expect(isSignedBy(await nextRequest(setting), secret)).toBe(true);
  await setting.client.post('/v1/subscriptions/billing/pause');
  expect(storedRecord(setting.server, 'billing').secrets).toEqual([
    expect.objectContaining({ secret: { keyId: secretKeyId(key), box: expect.any(String) } }),
  ]);
  await setting.client.post('/v1/subscriptions/billing/resume');
  expect(isSignedBy(await nextRequest(setting), secret)).toBe(true);
});

test('a secret as older versions stored it signs, and is shown and changed like any other', async () => {
  const setting = await setUpPush(secretKeys(newKey()));
  const { client, server } = setting;
  await setting.subscribe('billing');
  const old = newSecret();
  const body = { ...storedRecord(server, 'billing'), secrets: [old] };
  await server.bus.engine.commit({ documents: [{ collection: 'subscriptions', name: 'billing', body }] });
  expect(signaturesOf(await nextRequest(setting))).toHaveLength(1);
  expect(isSignedBy(await nextRequest(setting), old)).toBe(true);
  const { secrets, secret } = await rotate(client, 'billing');
  expect(secrets[1]).toEqual({ id: 'first', algorithm: 'hmac', expiresAt: expect.any(Number) });
  const request = await nextRequest(setting);
  for (const one of [old, secret ?? '']) expect(isSignedBy(request, one)).toBe(true);
  expect(JSON.stringify(storedRecord(setting.server, 'billing').secrets)).not.toContain(old);
  expect((await client.delete('/v1/subscriptions/billing/secrets/first')).status).toBe(204);
});

test('a start without the key is refused, and says which key, for whom, and what to do', async () => {
  const key = newKey();
  const setting = await setUpPush(secretKeys(key));
  const { secret } = await setting.subscribe('billing');
  await setting.subscribe('shipping');
  for (const wrong of [secretKeys(), secretKeys(newKey())]) {
    const refused = await setting.restart(wrong).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ code: 'INVALID_SETTING' });
    expect(String(refused)).toContain(`lacks the key ${secretKeyId(key)}`);
    expect(String(refused)).toContain('billing, shipping');
    expect(String(refused)).not.toContain(key.export().toString('base64'));
  }
  const again = await setting.restart(secretKeys(newKey(), key));
  expect(isSignedBy(await nextRequest(again), secret)).toBe(true);
});

test('a new key in front takes over as subscriptions change; then the old one can go', async () => {
  const [older, newer] = [newKey(), newKey()];
  const setting = await setUpPush(secretKeys(older));
  const { secret } = await setting.subscribe('billing');
  const both = await setting.restart(secretKeys(newer, older));
  const { secret: next = '' } = await rotate(both.client, 'billing');
  const again = await both.restart(secretKeys(newer));
  const request = await nextRequest(again);
  for (const one of [secret, next]) expect(isSignedBy(request, one)).toBe(true);
});

test('with a lost key nothing is sent unsigned: paused with the reason, and on again with a new secret', async () => {
  const key = newKey();
  const setting = await setUpPush(secretKeys(key));
  await setting.subscribe('billing', { ordering: 'partition' });
  const lost = { secretKeys: { keys: [newKey()], lost: [secretKeyId(key)] } };
  const again = await setting.restart(lost);
  await again.produce(null, 'a');
  await eventually(async () => expect(await again.describe('billing')).toMatchObject({ state: 'paused' }));
  const { reason, offsets } = await again.describe('billing');
  expect(reason).toContain(`its key ${secretKeyId(key)} is not in POSTHORN_SECRET_KEY`);
  expect(again.receiver.requests).toHaveLength(0);
  expect((offsets[0]?.lag ?? 0) + (offsets[0]?.parked ?? 0)).toBe(1);
  expect(await toldChanges(again.client, 'subscriptions/billing')).toContainEqual(
    expect.objectContaining({ kind: 'subscription.paused' }),
  );
  const { secret = '' } = await rotate(again.client, 'billing');
  await again.client.post('/v1/subscriptions/billing/resume');
  const [request] = await again.receiver.waitFor(1);
  if (request === undefined) throw new Error('nothing came');
  expect(request.body.toString()).toBe('"a"');
  expect(signaturesOf(request)).toHaveLength(1);
  expect(isSignedBy(request, secret)).toBe(true);
});

test('a stored secret that was moved to another subscription does not sign for it', async () => {
  const setting = await setUpPush(secretKeys(newKey()));
  const { server } = setting;
  await setting.subscribe('billing');
  await setting.subscribe('shipping', { topics: ['orders'] });
  const { engine } = server.bus;
  const moved = { ...storedRecord(server, 'billing'), secrets: storedRecord(server, 'shipping').secrets };
  await engine.commit({ documents: [{ collection: 'subscriptions', name: 'billing', body: moved }] });
  await setting.produce(null, 1);
  await eventually(async () =>
    expect(await setting.describe('billing')).toMatchObject({
      state: 'paused',
      reason: expect.stringContaining('what is stored was changed, or belongs elsewhere'),
    }),
  );
  const requests = await setting.receiver.waitFor(1);
  expect(requests.map(({ path }) => path)).toEqual(['/shipping']);
});
