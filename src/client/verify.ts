// For those who receive deliveries, `import { verify } from 'posthorn/verify'`: whether a request was signed by the bus (Standard
// Webhooks, `v1` and `v1a`), and what it says. Imports nothing of the rest.
import { createHmac, createPublicKey, type KeyObject, timingSafeEqual, verify as verifySignature } from 'node:crypto';

export type VerificationCode =
  /** One of webhook-id, -timestamp and -signature is not there, or not of its form. */
  | 'missing-header'
  | 'malformed-header'
  /** It was signed longer ago, or for a later time, than the tolerance allows. */
  | 'stale'
  | 'future'
  /** None of the signatures is one by any of the keys: another body, another sender, or a key that is not known here. */
  | 'no-match';

/** The request is to be refused, with 400 or 401. */
export class WebhookVerificationError extends Error {
  readonly code: VerificationCode;

  constructor(code: VerificationCode, message: string) {
    super(message);
    this.name = 'WebhookVerificationError';
    this.code = code;
  }
}

export type KeySet = { readonly keys: readonly { readonly [member: string]: unknown }[] };

export type VerifyOptions = {
  /** Of Node's request, or of fetch's. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came: parsed and written again they are others. */
  readonly body: Uint8Array | string;
  /** `whsec_...`: for `v1`. Any number of them, so that a new one may be known before the old one ends. */
  readonly secrets?: readonly string[];
  /** `whpk_...`: for `v1a`. */
  readonly publicKeys?: readonly string[];
  /** What /.well-known/jwks.json?subscription=... answered: for `v1a`. */
  readonly jwks?: KeySet;
  /** How far `webhook-timestamp` may lie from now, in milliseconds; default: 5 minutes. */
  readonly toleranceMs?: number;
  /** Milliseconds since the epoch; default: the system's clock. */
  readonly now?: () => number;
};

/** `id` and `timestamp` are signed, as the body is. The rest are headers beside them, as the request has them. */
export type Verified = {
  /** The same on every attempt: dedupe by it. */
  readonly id: string;
  /** When this attempt was signed, ms since the epoch. */
  readonly timestamp: number;
  readonly subscription?: string;
  readonly topic?: string;
  readonly key?: string;
  readonly partition?: number;
  readonly offset?: number;
  /** Of a batch. */
  readonly lastOffset?: number;
  /** The last offset of the partition that was to come before this one; -1: none. */
  readonly previousOffset?: number;
  readonly attempt?: number;
};

const TOLERANCE_MS = 5 * 60 * 1_000;
/** More signatures than any sender makes are not looked at: each costs a computation a key. */
const SIGNATURES_MAX = 16;
const KEY_BYTES = 32;
const SIGNATURE = /^(v1a?),([A-Za-z0-9+/]+={0,2})$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * @throws WebhookVerificationError where the request is not to be trusted. @throws TypeError where the caller is wrong: no key at
 * all, one that is none, or a body that is not the bytes
 */
export function verify(options: VerifyOptions): Verified {
  const { headers, body, toleranceMs = TOLERANCE_MS, now = Date.now } = options;
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw new TypeError(
      'body must be the bytes of the request as they came (Buffer, Uint8Array or string), not parsed',
    );
  }
  const proofs = proofsOf(options);
  const id = required(headers, 'webhook-id');
  const seconds = required(headers, 'webhook-timestamp');
  const signatures = required(headers, 'webhook-signature').split(' ').slice(0, SIGNATURES_MAX);
  if (!/^\d{1,12}$/.test(seconds)) throw malformed('webhook-timestamp', 'a number of seconds');
  const timestamp = Number(seconds) * 1_000;
  const age = now() - timestamp;
  // The header has whole seconds: one that was cut off must not count.
  if (age - 999 > toleranceMs) throw new WebhookVerificationError('stale', `it was signed ${age} ms ago`);
  if (-age > toleranceMs) throw new WebhookVerificationError('future', `it is signed for ${-age} ms from now`);
  const content = Buffer.concat([Buffer.from(`${id}.${seconds}.`), Buffer.from(body as Uint8Array)]);
  if (!signatures.some((signature) => isProven(signature, content, proofs))) {
    throw new WebhookVerificationError('no-match', 'none of its signatures is one by a key that is known here');
  }
  return { id, timestamp, ...factsOf(headers) };
}

type Proof = {
  readonly version: 'v1' | 'v1a';
  readonly holds: (signature: Uint8Array, content: Uint8Array) => boolean;
};

function proofsOf({ secrets = [], publicKeys = [], jwks }: VerifyOptions): readonly Proof[] {
  const byKeySet = (jwks?.keys ?? []).filter(({ kty, crv }) => kty === 'OKP' && crv === 'Ed25519');
  const proofs = [
    ...secrets.map((secret) => byHmac(decoded(secret, 'whsec_'))),
    ...publicKeys.map((key) => byEd25519(decoded(key, 'whpk_'))),
    ...byKeySet.map(({ x }) => byEd25519(Buffer.from(String(x), 'base64url'))),
  ];
  if (proofs.length > 0) return proofs;
  throw new TypeError('there is nothing to verify by: give secrets, publicKeys, or a jwks with Ed25519 keys');
}

function decoded(text: string, prefix: string): Buffer {
  const base64 = text.startsWith(prefix) ? text.slice(prefix.length) : '';
  if (!BASE64.test(base64)) throw new TypeError(`a key is not "${prefix}" and base64`);
  return Buffer.from(base64, 'base64');
}

function byHmac(key: Buffer): Proof {
  return {
    version: 'v1',
    holds: (signature, content) => {
      const expected = createHmac('sha256', key).update(content).digest();
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    },
  };
}

function byEd25519(bytes: Buffer): Proof {
  if (bytes.length !== KEY_BYTES)
    throw new TypeError(`an Ed25519 public key has ${KEY_BYTES} bytes, not ${bytes.length}`);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') };
  const key: KeyObject = createPublicKey({ key: jwk, format: 'jwk' });
  return { version: 'v1a', holds: (signature, content) => verifySignature(null, content, key, signature) };
}

function isProven(text: string, content: Uint8Array, proofs: readonly Proof[]): boolean {
  const [, version, base64 = ''] = SIGNATURE.exec(text) ?? [];
  if (version === undefined) return false;
  const signature = Buffer.from(base64, 'base64');
  return proofs.some((proof) => proof.version === version && proof.holds(signature, content));
}

function required(headers: VerifyOptions['headers'], name: string): string {
  const value = headerOf(headers, name);
  if (value === undefined || value === '') throw new WebhookVerificationError('missing-header', `${name} is missing`);
  return value;
}

function malformed(name: string, form: string): WebhookVerificationError {
  return new WebhookVerificationError('malformed-header', `${name} is not ${form}`);
}

function headerOf(headers: VerifyOptions['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' || found === undefined ? found : found.join(' ');
}

function factsOf(headers: VerifyOptions['headers']): Omit<Verified, 'id' | 'timestamp'> {
  const key = headerOf(headers, 'posthorn-key');
  const facts = {
    subscription: headerOf(headers, 'posthorn-subscription'),
    topic: headerOf(headers, 'posthorn-topic'),
    // Percent-encoded on the way.
    key: key === undefined ? undefined : decodedKey(key),
    partition: integerOf(headers, 'posthorn-partition'),
    offset: integerOf(headers, 'posthorn-offset'),
    lastOffset: integerOf(headers, 'posthorn-last-offset'),
    previousOffset: integerOf(headers, 'posthorn-previous-offset'),
    attempt: integerOf(headers, 'posthorn-attempt'),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function integerOf(headers: VerifyOptions['headers'], name: string): number | undefined {
  const text = headerOf(headers, name);
  if (text === undefined) return undefined;
  if (!/^-?\d{1,16}$/.test(text)) throw malformed(name, 'an integer');
  return Number(text);
}

function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    throw malformed('posthorn-key', 'percent-encoded');
  }
}
