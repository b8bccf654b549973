// Secrets as they are stored: encrypted by AES-256-GCM (NIST SP 800-38D) where a key is set, each with a nonce of its own and
// bound to its place, so that a ciphertext that is moved elsewhere does not open. Without a key they are stored as they are.
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Clock } from '../model/clock.js';
import { type SecretKeys, secretKeyId } from '../model/secret-keys.js';

/** A plain string: stored without a key. `box`: nonce, tag and ciphertext as base64. */
export type Sealed = string | { readonly keyId: string; readonly box: string };

export type Box = {
  /** Whether what it seals is encrypted. */
  readonly encrypts: boolean;
  /** @param context of `sealContext`: nothing opens under another one */
  seal(text: string, context: string): Sealed;
  /** @throws SECRET_UNREADABLE */
  open(sealed: Sealed, context: string): string;
  opens(sealed: Sealed, context: string): boolean;
  /** Whether it opens to this very text; false where it does not open. */
  holds(sealed: Sealed, text: string, context: string): boolean;
  /** The same text as `seal` would store it now: `sealed` itself where it is stored so already, or does not open. */
  renew(sealed: Sealed, context: string): Sealed;
};

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a secret is bound to. @param subscription its id, not its name. @param place which secret of it */
export function sealContext(subscription: string, place: string): string {
  return JSON.stringify(['posthorn', 1, subscription, place]);
}

export function makeBox({ keys }: Pick<SecretKeys, 'keys'>, clock: Pick<Clock, 'bytes'>): Box {
  const byId = new Map(keys.map((key) => [secretKeyId(key), key]));
  const [first] = byId;

  const seal = (text: string, context: string): Sealed => {
    if (first === undefined) return text;
    const [keyId, key] = first;
    return { keyId, box: encrypt(key, clock.bytes(NONCE_BYTES), text, context).toString('base64') };
  };

  const open = (sealed: Sealed, context: string): string => {
    if (typeof sealed === 'string') return sealed;
    const key = byId.get(sealed.keyId);
    if (key === undefined) throw unreadable(`its key ${sealed.keyId} is not in POSTHORN_SECRET_KEY`);
    try {
      return decrypt(key, Buffer.from(sealed.box, 'base64'), context);
    } catch {
      throw unreadable(`what is stored was changed, or belongs elsewhere (key ${sealed.keyId})`);
    }
  };

  const opened = (sealed: Sealed, context: string): string | undefined => {
    try {
      return open(sealed, context);
    } catch {
      return undefined;
    }
  };

  return {
    encrypts: first !== undefined,
    seal,
    open,
    opens: (sealed, context) => opened(sealed, context) !== undefined,
    holds: (sealed, text, context) => opened(sealed, context) === text,
    renew: (sealed, context) => {
      const current = typeof sealed === 'string' ? first === undefined : sealed.keyId === first?.[0];
      const text = current ? undefined : opened(sealed, context);
      return text === undefined ? sealed : seal(text, context);
    },
  };
}

function encrypt(key: KeyObject, nonce: Buffer, text: string, context: string): Buffer {
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

function decrypt(key: KeyObject, box: Buffer, context: string): string {
  const nonce = box.subarray(0, NONCE_BYTES);
  const tag = box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
  const text = decipher.update(box.subarray(NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}

function unreadable(why: string): PosthornError {
  const detail = `A stored secret cannot be decrypted: ${why}. Start the server with the key that it was stored under, or put another one.`;
  return new PosthornError('SECRET_UNREADABLE', detail);
}
