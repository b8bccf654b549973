// GET /.well-known/jwks.json: the public keys that live ed25519 secrets sign with, as a JSON Web Key Set (RFC 7517). Made anew
// when a subscription has changed, or when one of the keys ends.
import { createHash } from 'node:crypto';
import type { Document, Engine } from '../../engine/engine.js';
import type { Clock } from '../../model/clock.js';
import type { SubscriptionRecord } from '../subscription-config.js';
import { jwkOf, type PublicJwk } from './ed25519.js';
import { liveSecrets, type StoredSecret } from './live-secrets.js';

/** `etag`: with its quotes. */
export type KeySet = { readonly text: string; readonly etag: string };

export type PublicKeys = {
  /** Of one subscription, or of all. One that does not exist has no keys: who asks learns nothing of names. */
  keySet(subscription?: string): KeySet;
};

type Registry = Pick<Engine['registry'], 'get' | 'list' | 'onChange'>;

export function makePublicKeys(registry: Registry, clock: Pick<Clock, 'now'>): PublicKeys {
  let all: (KeySet & { readonly until: number }) | undefined;
  registry.onChange((signals) => {
    if (signals.some(({ collection }) => collection === 'subscriptions')) all = undefined;
  });
  return {
    keySet: (subscription) => {
      const now = clock.now();
      if (subscription !== undefined) {
        const found = registry.get('subscriptions', subscription);
        return keySetOf(found === undefined ? [] : secretsOf(found, now));
      }
      if (all !== undefined && now < all.until) return all;
      const secrets = registry.list('subscriptions').flatMap((document) => secretsOf(document, now));
      const until = secrets.reduce(
        (first, { expiresAt }) => Math.min(first, expiresAt ?? first),
        Number.MAX_SAFE_INTEGER,
      );
      all = { ...keySetOf(secrets), until };
      return all;
    },
  };
}

function secretsOf({ body }: Document, now: number): StoredSecret[] {
  return liveSecrets(body as SubscriptionRecord, now);
}

/** One that several subscriptions were given is listed once. */
function keySetOf(secrets: readonly StoredSecret[]): KeySet {
  const keys = new Map<string, PublicJwk>();
  for (const { publicKey } of secrets) {
    if (publicKey === undefined) continue;
    const jwk = jwkOf(publicKey);
    keys.set(jwk.kid, jwk);
  }
  const text = JSON.stringify({ keys: [...keys.values()] });
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` };
}
