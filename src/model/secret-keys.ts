// The keys that secrets are encrypted with where they are stored. Key objects and not bytes: what prints or serialises one
// shows nothing of it, and it travels to a thread as it is.
import { createHash, type KeyObject } from 'node:crypto';

export type SecretKeys = {
  /** AES, 256 bits each. The first one encrypts, all decrypt; none: nothing is encrypted. */
  readonly keys: readonly KeyObject[];
  /** Ids of keys that nobody has any more. */
  readonly lost: readonly string[];
};

export const NO_SECRET_KEYS: SecretKeys = { keys: [], lost: [] };

const ID_CHARS = 8;

/** What is stored beside whatever the key encrypts. It tells keys apart, and nothing of a key. */
export function secretKeyId(key: KeyObject): string {
  return createHash('sha256').update('posthorn secret key ').update(key.export()).digest('hex').slice(0, ID_CHARS);
}
