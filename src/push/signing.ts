// `deliver()`, step sign: Standard Webhooks v1, HMAC-SHA256 over id, time and the very bytes that are sent.
import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { secretBytes } from './signing/secret.js';

/** The value of `webhook-signature`: one signature a secret, so that a receiver may know either. */
export type Sign = (id: string, timestamp: string, body: Uint8Array) => string;

export function makeSigner(secrets: readonly string[]): Sign {
  const keys = secrets.flatMap((secret) => {
    const bytes = secretBytes(secret);
    return bytes === undefined ? [] : [createSecretKey(bytes)];
  });
  const signWith = (key: (typeof keys)[number], id: string, timestamp: string, body: Uint8Array): string =>
    `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
  const [first] = keys;
  if (first !== undefined && keys.length === 1) return (id, timestamp, body) => signWith(first, id, timestamp, body);
  return (id, timestamp, body) => keys.map((key) => signWith(key, id, timestamp, body)).join(' ');
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
