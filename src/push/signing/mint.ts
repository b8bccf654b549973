// Makes secrets, or takes those that a caller gives, and has them sealed for one subscription.
import type { Clock } from '../../model/clock.js';
import { SECRET_ID_BYTES } from '../../model/secret-limits.js';
import type { Box } from '../sealed.js';
import { privateKeyOf, writtenPublicKey } from './ed25519.js';
import { type StoredSecret, secretContext } from './live-secrets.js';
import { type Algorithm, type GivenSecret, makeSecret } from './secret.js';
import type { AskedSecret } from './secret-body.js';

/** `shown`: the secret as its caller is told of it, once; absent of a private key, which nobody is told. */
export type NewSecret = { readonly stored: StoredSecret; readonly shown?: string };

type Owner = { readonly id: string };

export type Mint = {
  /** One that is given, or one made by the algorithm that is asked for. */
  make(owner: Owner, asked: AskedSecret, fallback: Algorithm): NewSecret;
  /** The one of them that is given once more, as its caller is told of it. */
  again(owner: Owner, live: readonly StoredSecret[], asked: AskedSecret): NewSecret | undefined;
};

export function makeMint(clock: Pick<Clock, 'now' | 'bytes'>, box: Box): Mint {
  const told = (stored: StoredSecret, { algorithm, secret }: GivenSecret): NewSecret =>
    algorithm === 'ed25519' ? { stored } : { stored, shown: secret };

  return {
    make: (owner, { given, algorithm: asked }, fallback) => {
      const algorithm = given?.algorithm ?? asked ?? fallback;
      const secret = given?.secret ?? makeSecret(clock, algorithm);
      const id = clock.bytes(SECRET_ID_BYTES).toString('hex');
      const key = privateKeyOf(secret);
      const stored = {
        ...{ id, algorithm, createdAt: clock.now() },
        ...(key === undefined ? {} : { publicKey: writtenPublicKey(key) }),
        secret: box.seal(secret, secretContext(owner.id, id)),
      };
      return told(stored, { algorithm, secret });
    },
    again: (owner, live, { given }) => {
      if (given === undefined) return undefined;
      const stored = live.find(({ id, secret }) => box.holds(secret, given.secret, secretContext(owner.id, id)));
      return stored === undefined ? undefined : told(stored, given);
    },
  };
}
