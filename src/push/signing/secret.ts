// Endpoint secrets as Standard Webhooks writes them: `whsec_` and the base64 of 24 to 64 bytes for HMAC, `whsk_` (private) and
// `whpk_` (public) for ed25519. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
import type { Clock } from '../../model/clock.js';
import { SECRET_DEFAULT_BYTES, SECRET_MAX_BYTES, SECRET_MIN_BYTES } from '../../model/secret-limits.js';
import { makePrivateKey, privateKeyOf, writtenPrivateKey } from './ed25519.js';

export const ALGORITHMS = ['hmac', 'ed25519'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export const SECRET_FORMS = `"whsec_" and the base64 of ${SECRET_MIN_BYTES} to ${SECRET_MAX_BYTES} bytes, or "whsk_" and the base64 of an ed25519 key pair`;

const PREFIX = 'whsec_';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export function makeSecret(clock: Pick<Clock, 'bytes'>, algorithm: Algorithm): string {
  if (algorithm === 'ed25519') return makePrivateKey(clock);
  return PREFIX + clock.bytes(SECRET_DEFAULT_BYTES).toString('base64');
}

/** The bytes to sign with, or undefined where `secret` is none for HMAC. */
export function secretBytes(secret: string): Buffer | undefined {
  if (!secret.startsWith(PREFIX)) return undefined;
  const text = secret.slice(PREFIX.length);
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length >= SECRET_MIN_BYTES && bytes.length <= SECRET_MAX_BYTES ? bytes : undefined;
}

export type GivenSecret = { readonly algorithm: Algorithm; readonly secret: string };

/** What a caller gave, and which algorithm that means; a private key is written in one way. Undefined: it is no secret. */
export function parseSecret(text: unknown): GivenSecret | undefined {
  if (typeof text !== 'string') return undefined;
  if (secretBytes(text) !== undefined) return { algorithm: 'hmac', secret: text };
  const key = privateKeyOf(text);
  return key === undefined ? undefined : { algorithm: 'ed25519', secret: writtenPrivateKey(key) };
}
