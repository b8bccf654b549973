// The secrets of a subscription as its document keeps them, newest first: which of them sign, what is shown of them, and what
// they are opened for.
import { type Box, type Sealed, sealContext } from '../sealed.js';
import { jwkOf } from './ed25519.js';
import type { Algorithm } from './secret.js';

export type StoredSecret = {
  readonly id: string;
  readonly algorithm: Algorithm;
  /** Times in ms since the epoch. Absent: stored by a version that did not note it. */
  readonly createdAt?: number;
  /** It signs until then; absent of the newest alone. */
  readonly expiresAt?: number;
  /** `whpk_...`, of ed25519 alone. */
  readonly publicKey?: string;
  readonly secret: Sealed;
};

/** What older versions stored: the one secret itself. */
export type StoredSecrets = readonly (StoredSecret | string)[];

type Holder = { readonly id: string; readonly secrets: StoredSecrets };

export type SecretDescription = Omit<StoredSecret, 'secret'> & { readonly kid?: string };

export type SigningSecret = { readonly secret: string; readonly expiresAt?: number };

const ID_BEFORE = 'first';

/** @param now ms since the epoch: those whose time is over are left out */
export function liveSecrets({ secrets }: Pick<Holder, 'secrets'>, now: number): StoredSecret[] {
  return secrets.map(noted).filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);
}

function noted(secret: StoredSecret | string): StoredSecret {
  return typeof secret === 'string' ? { id: ID_BEFORE, algorithm: 'hmac', secret } : secret;
}

export function secretContext(subscriptionId: string, secretId: string): string {
  return sealContext(subscriptionId, `secret ${secretId}`);
}

/** To sign with. @throws SECRET_UNREADABLE where the newest does not open; a former one that does not is left out */
export function openSecrets(holder: Holder, box: Box, now: number): SigningSecret[] {
  return liveSecrets(holder, now).flatMap(({ id, secret, expiresAt }) => {
    const context = secretContext(holder.id, id);
    if (expiresAt === undefined) return [{ secret: box.open(secret, context) }];
    return box.opens(secret, context) ? [{ secret: box.open(secret, context), expiresAt }] : [];
  });
}

/** As they are to be stored now: none whose time is over, each under the key of now. */
export function renewSecrets<T extends Holder>(holder: T, box: Box, now: number): T {
  const secrets = liveSecrets(holder, now).map((one) => {
    return { ...one, secret: box.renew(one.secret, secretContext(holder.id, one.id)) };
  });
  return { ...holder, secrets };
}

/** Never the secret itself. */
export function describeSecret({ secret: _secret, ...shown }: StoredSecret): SecretDescription {
  return shown.publicKey === undefined ? shown : { ...shown, kid: jwkOf(shown.publicKey).kid };
}
