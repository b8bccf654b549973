import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { headerValue, keyHeaderValue, makeTraceparents } from '#posthorn/push/headers.js';
import { makeSecret, secretBytes } from '#posthorn/push/signing/secret.js';
import { makeSigner, messageId, messageIdPrefix } from '#posthorn/push/signing.js';

const clock = { bytes: (count: number) => randomBytes(count) };

test('signatures hold for the standardwebhooks library, with one secret and while two are valid', () => {
  const [older, newer] = [makeSecret(clock), makeSecret(clock)];
  const body = '{"amount": 10,  "name":"Zoë"}';
  const timestamp = String(Math.floor(Date.now() / 1_000));
  for (const secrets of [[older], [newer, older]]) {
    const signature = makeSigner(secrets)('msg_1', timestamp, Buffer.from(body));
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
    expect(() => new Webhook(older).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook(makeSecret(clock)).verify(body, headers)).toThrow();
  }
});

test('secrets have 24 to 64 bytes of base64 behind whsec_', () => {
  const of = (count: number) => `whsec_${randomBytes(count).toString('base64')}`;
  for (const count of [24, 32, 64]) expect(secretBytes(of(count))?.length).toBe(count);
  for (const bad of [of(23), of(65), of(32).slice(6), 'whsec_', 'whsec_****', ''])
    expect(secretBytes(bad), bad).toBeUndefined();
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
