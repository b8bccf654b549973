// A secret is shown by the one answer that makes it, and nowhere else: not in other answers, the log, the topics of the bus
// itself, metrics, or the files of the data, whatever is called and whatever fails.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeBox, sealContext } from '#posthorn/push/sealed.js';
import { eventually } from '../harness/eventually.js';
import { type PushSetting, setUpPush } from './set-up.js';
import { newKey, newSecret, rotate, secretKeys, storedRecord } from './set-up-keys.js';

/** The forms in which it could stand somewhere: as it is written, its bytes, and both once more as base64 or hex. */
function formsOf(secret: string): readonly Buffer[] {
  const bytes = Buffer.from(secret.slice(secret.indexOf('_') + 1), 'base64');
  const raw = secret.startsWith('whsk_') ? bytes.subarray(0, 32) : bytes;
  const texts = [raw.toString('base64').slice(0, 40), raw.toString('base64url').slice(0, 40), raw.toString('hex')];
  const twice = Buffer.from(secret).toString('base64').slice(0, -4);
  return [raw, ...[...texts, twice].map((text) => Buffer.from(text))];
}

function foundIn(what: Buffer | string, secrets: readonly string[]): readonly string[] {
  const bytes = Buffer.from(what as string);
  return secrets.filter((secret) => formsOf(secret).some((form) => bytes.includes(form)));
}

/** Every call that has to do with it, and calls that are refused with a secret in them. @returns all answers */
async function callEverything({ client, server, receiver }: PushSetting, secrets: readonly string[]): Promise<string> {
  const [own = ''] = secrets;
  const endpoint = { url: `${receiver.url}/billing` };
  const subscription = '/v1/subscriptions/billing';
  const puts = [
    { topics: ['orders'], endpoint: { ...endpoint, secret: `${own}!` } },
    { topics: ['orders'], endpoint: { ...endpoint, secret: own, signing: 'ed25519' } },
    { topics: ['nope'], endpoint: { ...endpoint, secret: own } },
    { topics: ['orders'], endpoint: { url: 'http://10.0.0.1/', secret: own } },
    { topics: ['orders'], endpoint: { ...endpoint, secrets: [own] } },
    { topics: ['orders'], endpoint },
  ];
  const rotations = [
    { secret: own, graceMs: -1 },
    { secret: [own] },
    { secret: own, algorithm: 'ed25519' },
    { secrets: own },
  ];
  const json = { 'content-type': 'application/json' };
  const answers = [
    ...(await Promise.all(puts.map((body) => client.put(subscription, body)))),
    ...(await Promise.all(rotations.map((body) => client.post(`${subscription}/secrets`, body)))),
    await client.send('POST', `${subscription}/secrets`, `{"secret": "${own}" oops}`, json),
    await client.send('POST', `${subscription}/secrets`, `{"secret": "${own}", "secret": "${own}"}`, json),
    await client.post(`/v1/subscriptions/none/secrets`, { secret: own }),
    await client.delete(`${subscription}/secrets/${own.slice(6, 16)}`),
    await client.delete(`${subscription}/secrets/${encodeURIComponent(own)}`),
  ];
  const looks = ['', '/attempts', '?limit=1', '/secrets'].map((path) => `${subscription}${path}`);
  const pages = ['_changes', '_attempts', 'billing.dlt'].map(
    (topic) => `/v1/topics/${topic}/partitions/0/events?from=earliest`,
  );
  const others = [
    '/v1/subscriptions',
    '/v1/topics',
    '/metrics',
    '/openapi.json',
    '/.well-known/jwks.json',
    '/health/ready',
  ];
  for (const path of [...looks, ...pages, ...others]) answers.push(await client.get(path));
  expect(answers.filter(({ status }) => status >= 400).length).toBeGreaterThan(10);
  await client.post(`${subscription}/pause`);
  answers.push(
    await client.post(`${subscription}/resume`),
    await client.post(`${subscription}/seek`, { to: 'earliest' }),
  );
  expect(server.bus.address).toContain('127.0.0.1');
  return answers.map(({ text, headers }) => `${text} ${JSON.stringify(headers)}`).join('\n');
}

test('no secret is seen twice', async () => {
  const lines: string[] = [];
  const key = newKey();
  const settings = { ...secretKeys(key), logLevel: 'trace' as const };
  const setting = await setUpPush(settings, { logTo: { write: (line) => lines.push(line) } });
  const { client, receiver, server } = setting;
  const ownKey = `whsk_${randomBytes(32).toString('base64')}`;
  const given = [newSecret(), newSecret(), ownKey];
  receiver.respond((request) => (request.index % 3 === 0 ? 404 : 200));
  const retry = { scheduleMs: [5], jitter: 0, clientErrorAttempts: 1 };
  await setting.subscribe('billing', { retry, endpoint: { url: `${receiver.url}/billing`, secret: given[0] } });
  const made = [(await rotate(client, 'billing')).secret ?? ''];
  await rotate(client, 'billing', { secret: ownKey });
  await rotate(client, 'billing', { algorithm: 'ed25519' });
  for (const n of [1, 2, 3, 4, 5, 6]) await setting.produce(`k${n}`, n);
  await eventually(async () =>
    expect((await setting.describe('billing')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }),
  );

  const { id, secrets } = storedRecord(server, 'billing');
  const box = makeBox({ keys: [key] }, { bytes: randomBytes });
  const stored = secrets.map((one) => box.open(one.secret, sealContext(id, `secret ${one.id}`)));
  expect(stored).toHaveLength(4);
  const all = [...new Set([...given, ...made, ...stored])];
  const answers = await callEverything(setting, all);
  expect(foundIn(stored.join(), stored), 'the search finds what is there').toEqual(stored);
  expect(foundIn(answers, all)).toEqual([]);
  expect(lines.length).toBeGreaterThan(10);
  expect(foundIn(lines.join(''), all)).toEqual([]);
  const { dataDir } = server;
  const files = Buffer.concat(readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name))));
  expect(files.includes('billing')).toBe(true);
  expect(foundIn(files, all)).toEqual([]);
  const keyForms = [`whsec_${key.export().toString('base64')}`];
  for (const place of [answers, lines.join(''), files]) expect(foundIn(place, keyForms)).toEqual([]);
});
