import { createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { headerValue, keyHeaderValue, makeTraceparents } from '#posthorn/push/headers.js';
import { jwkOf, privateKeyOf, signEd25519, writtenPublicKey } from '#posthorn/push/signing/ed25519.js';
import { type Algorithm, makeSecret, parseSecret, secretBytes } from '#posthorn/push/signing/secret.js';
import { makeSigner, messageId, messageIdPrefix } from '#posthorn/push/signing.js';

const clock = { now: () => Date.now(), bytes: (count: number) => randomBytes(count) };

/** The message of section 7.1 of RFC 8032, test 3: secret key, public key, message, signature. */
const RFC8032 = {
  seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
  publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
  message: 'af82',
  signature:
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
};
const whsk = (...hex: string[]) => `whsk_${Buffer.from(hex.join(''), 'hex').toString('base64')}`;

test('signatures hold for the standardwebhooks library, with one secret and while two are valid', () => {
  const [older, newer] = [makeSecret(clock, 'hmac'), makeSecret(clock, 'hmac')];
  const body = '{"amount": 10,  "name":"Zoë"}';
  const timestamp = String(Math.floor(Date.now() / 1_000));
  for (const secrets of [[older], [newer, older]]) {
    const sign = makeSigner(
      secrets.map((secret) => ({ secret })),
      clock,
    );
    const signature = sign('msg_1', timestamp, Buffer.from(body));
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
    expect(() => new Webhook(older).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook(makeSecret(clock, 'hmac')).verify(body, headers)).toThrow();
  }
});

test('each secret signs until its end by the clock, newest first', () => {
  let now = 1_000_000;
  const [a, b, c] = ['hmac', 'ed25519', 'hmac'].map((one) => makeSecret(clock, one as Algorithm)) as [
    string,
    string,
    string,
  ];
  const alone = (secret: string) => makeSigner([{ secret }], { now: () => now })('id', '1', Buffer.from('x'));
  const sign = makeSigner([{ secret: a }, { secret: b, expiresAt: now + 10 }, { secret: c, expiresAt: now + 5 }], {
    now: () => now,
  });
  const signed = () => sign('id', '1', Buffer.from('x')).split(' ');
  expect(signed()).toEqual([a, b, c].map(alone));
  now += 4;
  expect(signed()).toEqual([a, b, c].map(alone));
  now += 1;
  expect(signed()).toEqual([a, b].map(alone));
  now += 5;
  expect(signed()).toEqual([a].map(alone));
});

test('ed25519 signs as RFC 8032 has it, and as Node verifies', () => {
  const { seed, publicKey, message, signature } = RFC8032;
  const key = privateKeyOf(whsk(seed)) as KeyObject;
  expect(signEd25519(key, '', Buffer.from(message, 'hex')).toString('hex')).toBe(signature);
  expect(writtenPublicKey(key)).toBe(`whpk_${Buffer.from(publicKey, 'hex').toString('base64')}`);
  const made = makeSecret(clock, 'ed25519');
  const [version, base64 = ''] = makeSigner([{ secret: made }], clock)('msg_1', '17', Buffer.from('{"ü":1}')).split(
    ',',
  );
  expect(version).toBe('v1a');
  const { x } = jwkOf(writtenPublicKey(privateKeyOf(made) as KeyObject));
  const known = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const holds = (text: string) => verify(null, Buffer.from(text), known, Buffer.from(base64, 'base64'));
  expect(holds('msg_1.17.{"ü":1}')).toBe(true);
  for (const other of ['msg_2.17.{"ü":1}', 'msg_1.18.{"ü":1}', 'msg_1.17.{"ü":2}']) expect(holds(other)).toBe(false);
});

test('a private key is read as seed, or as seed and public key that belong together', () => {
  const { seed, publicKey } = RFC8032;
  const written = whsk(seed, publicKey);
  for (const form of [whsk(seed), written, written.replace(/=+$/, '')]) {
    expect(parseSecret(form), form).toEqual({ algorithm: 'ed25519', secret: written });
  }
  const other = randomBytes(32).toString('hex');
  for (const bad of [whsk(seed, other), whsk(seed.slice(2)), whsk(seed, publicKey, '00'), 'whsk_', 'whsk_*', seed]) {
    expect(parseSecret(bad), bad).toBeUndefined();
  }
  for (const bad of [undefined, null, 7, {}, [written]]) expect(parseSecret(bad)).toBeUndefined();
});

test('the kid of a key is its thumbprint', () => {
  // RFC 8037, appendices A.2 and A.3.
  const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
  expect(jwkOf(`whpk_${Buffer.from(x, 'base64url').toString('base64')}`)).toEqual({
    ...{ kty: 'OKP', crv: 'Ed25519', x, use: 'sig', alg: 'EdDSA' },
    kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  });
});

test('secrets have 24 to 64 bytes of base64 behind whsec_', () => {
  const of = (count: number) => `whsec_${randomBytes(count).toString('base64')}`;
  for (const count of [24, 32, 64]) expect(secretBytes(of(count))?.length).toBe(count);
  for (const bad of [of(23), of(65), of(32).slice(6), 'whsec_', 'whsec_****', ''])
    expect(secretBytes(bad), bad).toBeUndefined();
  expect(parseSecret(of(24))).toMatchObject({ algorithm: 'hmac' });
});

test('a webhook-id is the same for the same place only', () => {
  const lane = { subscriptionId: 'x', topic: 't', topicIncarnation: 1, partition: 0, replay: null };
  const prefix = messageIdPrefix(lane);
  expect(messageIdPrefix({ ...lane })).toBe(prefix);
  const others = [{ subscriptionId: 'y' }, { topic: 'u' }, { topicIncarnation: 2 }, { partition: 1 }, { replay: 'r' }];
  for (const other of others) expect(messageIdPrefix({ ...lane, ...other })).not.toBe(prefix);
  const ids = [messageId(prefix, 1, 1), messageId(prefix, 1, 2), messageId(prefix, 11, 11), messageId(prefix, 1, 12)];
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(id).toMatch(/^msg_[0-9a-f]{24}_[0-9-]+$/);
});

test('what is no printable ASCII is percent-encoded; keys can be decoded again', () => {
  for (const key of ['plain key', '100%', '%41', 'grüße\n', ' x', 'x ', '日本', '']) {
    const sent = keyHeaderValue(key);
    expect(sent).toMatch(/^[\x20-\x7e]*$/);
    expect(sent.trim()).toBe(sent);
    expect(decodeURIComponent(sent)).toBe(key);
  }
  expect(headerValue('100 %')).toBe('100 %');
  expect(headerValue('a\r\nb')).toBe('a%0D%0Ab');
});

test('trace contexts are well formed and differ', () => {
  const next = makeTraceparents(clock);
  const made = Array.from({ length: 500 }, () => next());
  expect(new Set(made).size).toBe(500);
  for (const one of made) expect(one).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
});
