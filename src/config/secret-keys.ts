// POSTHORN_SECRET_KEY: read here, and never repeated in any text.
import { createSecretKey } from 'node:crypto';
import { PosthornError } from '../errors/posthorn-error.js';
import { NO_SECRET_KEYS, type SecretKeys } from '../model/secret-keys.js';
import { SECRET_KEY_BYTES, SECRET_KEYS_MAX } from '../model/secret-limits.js';

const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;
const LOST = /^lost:([0-9a-f]{8})$/;

/** @param value keys, and `lost:<id>` of those that are lost, comma-separated. @throws INVALID_SETTING which says the place, not what stands there */
export function parseSecretKeys(name: string, value: string): SecretKeys {
  if (value.trim() === '') return NO_SECRET_KEYS;
  const parts = value.split(',').map((part) => part.trim());
  if (parts.length > SECRET_KEYS_MAX)
    throw refused(name, `has ${parts.length} entries; at most ${SECRET_KEYS_MAX} are taken`);
  const lost = parts.flatMap((part) => LOST.exec(part)?.[1] ?? []);
  const keys = parts.flatMap((part, index) => {
    if (LOST.test(part)) return [];
    const bytes = keyBytes(part);
    if (bytes === undefined) throw refused(name, `has no key at place ${index + 1} of ${parts.length}`);
    return [createSecretKey(bytes)];
  });
  return { keys, lost };
}

function keyBytes(text: string): Buffer | undefined {
  if (HEX.test(text)) return Buffer.from(text, 'hex');
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === SECRET_KEY_BYTES ? bytes : undefined;
}

function refused(name: string, wrong: string): PosthornError {
  const allowed = `keys of ${SECRET_KEY_BYTES} bytes each as base64 or hex, with commas between them`;
  return new PosthornError(
    'INVALID_SETTING',
    `${name} ${wrong}. Allowed: ${allowed}; \`openssl rand -base64 ${SECRET_KEY_BYTES}\` prints one.`,
  );
}
