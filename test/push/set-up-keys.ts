// Keys of POSTHORN_SECRET_KEY and signed requests, for the tests of secrets.
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { verify } from 'posthorn/verify';
import type { SecretKeys } from '#posthorn/model/secret-keys.js';
import type { Sealed } from '#posthorn/push/sealed.js';
import type { HttpClient } from '../harness/http.js';
import type { ReceivedRequest } from '../harness/receiver.js';
import type { RunningBus } from '../harness/server.js';

export const newKey = (): KeyObject => createSecretKey(randomBytes(32));

export const secretKeys = (...keys: readonly KeyObject[]): { readonly secretKeys: SecretKeys } => ({
  secretKeys: { keys, lost: [] },
});

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

export type ShownSecret = {
  readonly id: string;
  readonly algorithm: string;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly publicKey?: string;
  readonly kid?: string;
};
export type Rotated = ShownSecret & { readonly secret?: string; readonly secrets: readonly ShownSecret[] };

export type StoredRecord = {
  readonly id: string;
  readonly secrets: readonly { readonly id: string; readonly secret: Sealed }[];
};

/** The subscription as it is stored. */
export function storedRecord({ bus }: RunningBus, name: string): StoredRecord {
  const document = bus.engine.registry.get('subscriptions', name);
  if (document === undefined) throw new Error(`${name} is not there`);
  return document.body as StoredRecord;
}

/** @throws where it is refused */
export async function rotate(client: HttpClient, name: string, body: object = {}): Promise<Rotated> {
  const answer = await client.post(`/v1/subscriptions/${name}/secrets`, body);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json<Rotated>();
}

export async function secretsOf(client: HttpClient, name: string): Promise<readonly ShownSecret[]> {
  return (await client.get(`/v1/subscriptions/${name}`)).json<{ secrets: ShownSecret[] }>().secrets;
}

/** Whether the request has a signature by this one: `whsec_...` or `whpk_...`. */
export function isSignedBy({ headers, body }: ReceivedRequest, key: string): boolean {
  try {
    verify({ headers, body, ...(key.startsWith('whpk_') ? { publicKeys: [key] } : { secrets: [key] }) });
    return true;
  } catch {
    return false;
  }
}

export function signaturesOf({ headers }: ReceivedRequest): readonly string[] {
  return String(headers['webhook-signature']).split(' ');
}
