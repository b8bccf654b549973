// What receivers verify by: `posthorn/verify`, beside the library of Standard Webhooks.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { verify, WebhookVerificationError } from 'posthorn/verify';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';

const NOW = 1_767_225_600_500;
const now = () => NOW;
const SECONDS = Math.floor(NOW / 1_000);
const BODY = Buffer.from('{"big": 12345678901234567890,  "name":"Zoë"}');
const secretOf = () => `whsec_${randomBytes(32).toString('base64')}`;
const secret = secretOf();

function signed(by = secret, at = SECONDS, body = BODY): string {
  return new Webhook(by).sign('msg_1', new Date(at * 1_000), body);
}
const headersOf = (signature: string, at: number | string = SECONDS) => ({
  ...{ 'webhook-id': 'msg_1', 'webhook-timestamp': String(at), 'webhook-signature': signature },
});

const pair = generateKeyPairSync('ed25519');
const jwk = pair.publicKey.export({ format: 'jwk' }) as { x: string; kty: string; crv: string };
const publicKey = `whpk_${Buffer.from(jwk.x, 'base64url').toString('base64')}`;
const ed25519 = (id = 'msg_1', at = SECONDS, body = BODY) =>
  `v1a,${sign(null, Buffer.concat([Buffer.from(`${id}.${at}.`), body]), pair.privateKey).toString('base64')}`;

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(WebhookVerificationError);
    return (error as WebhookVerificationError).code;
  }
  return 'verified';
}

test('what the library of Standard Webhooks signs is verified, in every form of headers and body', () => {
  const headers = headersOf(signed());
  const facts = { id: 'msg_1', timestamp: SECONDS * 1_000 };
  expect(verify({ headers, body: BODY, secrets: [secret], now })).toEqual(facts);
  expect(verify({ headers, body: BODY.toString(), secrets: [secret], now })).toEqual(facts);
  expect(verify({ headers, body: new Uint8Array(BODY), secrets: [secret], now })).toEqual(facts);
  expect(verify({ headers: new Headers(headers), body: BODY, secrets: [secret], now })).toEqual(facts);
  const shouted = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
  expect(verify({ headers: shouted, body: BODY, secrets: [secretOf(), secret], now })).toEqual(facts);
});

test('what is verified here is verified by that library, and what is not is not', () => {
  const at = Math.floor(Date.now() / 1_000);
  const variants = [
    signed(secret, at),
    signed(secretOf(), at),
    `${signed(secretOf(), at)} ${signed(secret, at)}`,
    'v1,',
    'v2,aaaa',
    '',
  ];
  for (const signature of variants) {
    const headers = headersOf(signature, at);
    const theirs = (() => {
      try {
        new Webhook(secret).verify(BODY, headers, { jsonParse: false });
        return true;
      } catch {
        return false;
      }
    })();
    const ours = codeOf(() => verify({ headers, body: BODY, secrets: [secret] })) === 'verified';
    expect(ours, signature).toBe(theirs);
  }
});

test('one signature of many by one key of many is enough', () => {
  const all = [signed(secretOf()), ed25519(), signed()].join(' ');
  for (const keys of [
    { secrets: [secretOf(), secret] },
    { publicKeys: [publicKey] },
    {
      jwks: {
        keys: [
          { kty: 'RSA', n: 'x' },
          { ...jwk, kid: 'a' },
        ],
      },
    },
    { secrets: [secretOf()], publicKeys: [publicKey] },
  ]) {
    expect(codeOf(() => verify({ headers: headersOf(all), body: BODY, ...keys, now }))).toBe('verified');
  }
  expect(codeOf(() => verify({ headers: headersOf(all), body: BODY, secrets: [secretOf()], now }))).toBe('no-match');
  const late = [...Array(16).fill('v1,AAAA'), signed()].join(' ');
  expect(codeOf(() => verify({ headers: headersOf(late), body: BODY, secrets: [secret], now }))).toBe('no-match');
});

test('nothing that is signed may be another one', () => {
  const keys = { secrets: [secret], publicKeys: [publicKey], now };
  for (const signature of [signed(), ed25519()]) {
    const headers = headersOf(signature);
    const changed: readonly [object, Uint8Array][] = [
      [headers, Buffer.from(BODY.toString().replace('  ', ' '))],
      [headers, Buffer.alloc(0)],
      [{ ...headers, 'webhook-id': 'msg_2' }, BODY],
      [{ ...headers, 'webhook-timestamp': String(SECONDS - 1) }, BODY],
      // What is signed by one scheme is none of the other's.
      [{ ...headers, 'webhook-signature': signature.replace(/^v1a?/, (own) => (own === 'v1' ? 'v1a' : 'v1')) }, BODY],
      [{ ...headers, 'webhook-signature': signature.slice(0, -6) }, BODY],
    ];
    for (const [other, body] of changed) {
      expect(codeOf(() => verify({ ...keys, headers: { ...headers, ...other }, body }))).toBe('no-match');
    }
  }
});

test('what is older or newer than the tolerance is refused, to the second', () => {
  const at = (seconds: number, toleranceMs?: number) => {
    const options = toleranceMs === undefined ? {} : { toleranceMs };
    const headers = headersOf(signed(secret, seconds), seconds);
    return codeOf(() => verify({ headers, body: BODY, secrets: [secret], now, ...options }));
  };
  expect(at(SECONDS - 300)).toBe('verified');
  expect(at(SECONDS - 301)).toBe('stale');
  expect(at(SECONDS + 300)).toBe('verified');
  expect(at(SECONDS + 301)).toBe('future');
  expect(at(SECONDS, 0)).toBe('verified');
  expect(at(SECONDS - 1, 0)).toBe('stale');
  expect(at(SECONDS + 1, 0)).toBe('future');
});

test('headers that are missing or malformed are named', () => {
  const whole = headersOf(signed());
  const attempt = (headers: Record<string, string | undefined>) => () =>
    verify({ headers, body: BODY, secrets: [secret], now });
  for (const name of Object.keys(whole)) {
    expect(codeOf(attempt({ ...whole, [name]: undefined }))).toBe('missing-header');
    expect(attempt({ ...whole, [name]: '' })).toThrow(`${name} is missing`);
  }
  for (const time of ['soon', '-1', '1e3', '1767225600.5']) {
    expect(codeOf(attempt({ ...whole, 'webhook-timestamp': time })), time).toBe('malformed-header');
  }
  expect(attempt({ ...whole, 'posthorn-offset': 'x' })).toThrow('posthorn-offset is not an integer');
  expect(attempt({ ...whole, 'posthorn-key': '%' })).toThrow('posthorn-key');
});

test('a receiver that asks in a wrong way is told, and it is no answer about the request', () => {
  const headers = headersOf(signed());
  const wrong = [
    { headers, body: BODY },
    { headers, body: BODY, secrets: [] },
    { headers, body: BODY, secrets: ['plain'] },
    { headers, body: BODY, publicKeys: [secret] },
    { headers, body: BODY, publicKeys: ['whpk_AAAA'] },
    { headers, body: BODY, jwks: { keys: [] } },
    { headers, body: JSON.parse(BODY.toString()), secrets: [secret] },
  ];
  for (const options of wrong) expect(() => verify({ now, ...options })).toThrow(TypeError);
});
