// Endpoint secrets in the form of Standard Webhooks: `whsec_` and the base64 of 24 to 64 bytes.
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
import type { Clock } from '../../model/clock.js';
import { SECRET_DEFAULT_BYTES, SECRET_MAX_BYTES, SECRET_MIN_BYTES } from '../../model/limits.js';

const PREFIX = 'whsec_';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export function makeSecret(clock: Pick<Clock, 'bytes'>): string {
  return PREFIX + clock.bytes(SECRET_DEFAULT_BYTES).toString('base64');
}

/** The bytes to sign with, or undefined where `secret` is none. */
export function secretBytes(secret: string): Buffer | undefined {
  if (!secret.startsWith(PREFIX)) return undefined;
  const text = secret.slice(PREFIX.length);
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length >= SECRET_MIN_BYTES && bytes.length <= SECRET_MAX_BYTES ? bytes : undefined;
}
