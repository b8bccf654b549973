// `deliver()`, step sign: Standard Webhooks, over id, time and the very bytes that are sent: `v1` by HMAC-SHA256, `v1a` by
// ed25519.
import { createHash, createHmac, createSecretKey } from 'node:crypto';
import type { Clock } from '../model/clock.js';
import { privateKeyOf, signEd25519 } from './signing/ed25519.js';
import type { SigningSecret } from './signing/live-secrets.js';
import { secretBytes } from './signing/secret.js';

/** The value of `webhook-signature`: one signature a secret, so that a receiver may know any of them. */
export type Sign = (id: string, timestamp: string, body: Uint8Array) => string;

type Signer = { readonly sign: Sign; readonly expiresAt: number };

/** @param secrets each signs until its `expiresAt`, by the clock; one at least has none */
export function makeSigner(secrets: readonly SigningSecret[], clock: Pick<Clock, 'now'>): Sign {
  let live: readonly Signer[] = secrets.flatMap(({ secret, expiresAt = Number.POSITIVE_INFINITY }) => {
    const sign = signBy(secret);
    return sign === undefined ? [] : [{ sign, expiresAt }];
  });
  const [only, ...others] = live;
  if (only !== undefined && others.length === 0 && only.expiresAt === Number.POSITIVE_INFINITY) return only.sign;
  let nextEnd = Math.min(...live.map(({ expiresAt }) => expiresAt));
  return (id, timestamp, body) => {
    const now = clock.now();
    if (now >= nextEnd) {
      live = live.filter(({ expiresAt }) => expiresAt > now);
      nextEnd = Math.min(...live.map(({ expiresAt }) => expiresAt));
    }
    return live.map(({ sign }) => sign(id, timestamp, body)).join(' ');
  };
}

/** Its key object is made once. */
function signBy(secret: string): Sign | undefined {
  const bytes = secretBytes(secret);
  if (bytes !== undefined) {
    const key = createSecretKey(bytes);
    return (id, timestamp, body) =>
      `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
  }
  const key = privateKeyOf(secret);
  if (key === undefined) return undefined;
  return (id, timestamp, body) => `v1a,${signEd25519(key, `${id}.${timestamp}.`, body).toString('base64')}`;
}

/** What every webhook-id of a lane begins with: the same after a restart, and no other lane's. */
export function messageIdPrefix(lane: {
  readonly subscriptionId: string;
  readonly topic: string;
  readonly topicIncarnation: number;
  readonly partition: number;
  /** A replay has webhook-ids of its own: it was asked for, and a receiver that dedupes by them would drop it. */
  readonly replay: string | null;
}): string {
  const place = [lane.subscriptionId, lane.topic, lane.topicIncarnation, lane.partition];
  const identity = JSON.stringify(lane.replay === null ? place : [...place, lane.replay]);
  return `msg_${createHash('sha256').update(identity).digest('hex').slice(0, 24)}_`;
}

/** A batch that begins at the same offset but ends elsewhere is another message. */
export function messageId(prefix: string, offset: number, lastOffset: number): string {
  return offset === lastOffset ? `${prefix}${offset}` : `${prefix}${offset}-${lastOffset}`;
}
