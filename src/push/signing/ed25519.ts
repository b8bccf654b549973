// Ed25519 keys (RFC 8032): as text, as Node's key objects, and as JSON Web Keys (RFC 8037). A private key is written as
// libsodium does, its 32 bytes of seed with the 32 of the public key behind them; the seed alone is read as well.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Clock } from '../../model/clock.js';

const PRIVATE_PREFIX = 'whsk_';
const PUBLIC_PREFIX = 'whpk_';
const KEY_BYTES = 32;
const BASE64 = /^[A-Za-z0-9+/]{43}={0,1}$|^[A-Za-z0-9+/]{86}={0,2}$/;

/** What stands before the seed in PKCS#8 (RFC 8410, section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

export type PublicJwk = {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
};

export function makePrivateKey(clock: Pick<Clock, 'bytes'>): string {
  return writtenPrivateKey(fromSeed(clock.bytes(KEY_BYTES)));
}

/** Undefined where `text` is no private key, or its public half is another one's. */
export function privateKeyOf(text: string): KeyObject | undefined {
  if (!text.startsWith(PRIVATE_PREFIX)) return undefined;
  const written = text.slice(PRIVATE_PREFIX.length);
  if (!BASE64.test(written)) return undefined;
  const bytes = Buffer.from(written, 'base64');
  const key = fromSeed(bytes.subarray(0, KEY_BYTES));
  const claimed = bytes.subarray(KEY_BYTES);
  return claimed.length === 0 || claimed.equals(publicBytes(key)) ? key : undefined;
}

export function writtenPrivateKey(key: KeyObject): string {
  const seed = key.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_HEAD.length);
  return PRIVATE_PREFIX + Buffer.concat([seed, publicBytes(key)]).toString('base64');
}

/** `whpk_...` of a private key. */
export function writtenPublicKey(key: KeyObject): string {
  return PUBLIC_PREFIX + publicBytes(key).toString('base64');
}

/** @param publicKey `whpk_...`. `kid` is the key's thumbprint (RFC 7638): the same wherever the key stands. */
export function jwkOf(publicKey: string): PublicJwk {
  const x = Buffer.from(publicKey.slice(PUBLIC_PREFIX.length), 'base64').toString('base64url');
  const kid = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
  return { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' };
}

/** @returns the 64 bytes of the signature over head and body */
export function signEd25519(key: KeyObject, head: string, body: Uint8Array): Buffer {
  return sign(null, Buffer.concat([Buffer.from(head), body]), key);
}

function fromSeed(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
}

function publicBytes(key: KeyObject): Buffer {
  return Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');
}
