// At start: every key that a stored secret is encrypted with is there, or is said to be lost. A wrong key is told at once, and
// not when the next delivery is due.
import type { Engine } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import { type SecretKeys, secretKeyId } from '../../model/secret-keys.js';
import { SECRET_KEY_NAMES_TOLD_MAX } from '../../model/secret-limits.js';
import type { SubscriptionRecord } from '../subscription-config.js';
import type { StoredSecrets } from './live-secrets.js';

export type StoredKeys = {
  /** Subscriptions with secrets that are not stored under the first key; 0 while there is none. */
  readonly older: number;
};

/** @throws INVALID_SETTING */
export function checkStoredKeys(registry: Pick<Engine['registry'], 'list'>, { keys, lost }: SecretKeys): StoredKeys {
  const ids = keys.map(secretKeyId);
  const known = new Set([...ids, ...lost]);
  const missing = new Map<string, string[]>();
  let older = 0;
  for (const { name, body } of registry.list('subscriptions')) {
    const used = keyIdsIn(body);
    const plain = (body as SubscriptionRecord).secrets.some(isPlain);
    if (ids.length > 0 && (plain || [...used].some((id) => id !== ids[0]))) older += 1;
    for (const id of used) if (!known.has(id)) missing.set(id, [...(missing.get(id) ?? []), name]);
  }
  const [first] = missing;
  if (first === undefined) return { older };
  throw lacking(...first);
}

function isPlain(secret: StoredSecrets[number]): boolean {
  return typeof secret === 'string' || typeof secret.secret === 'string';
}

/** Sealed values may stand anywhere in a document. */
function keyIdsIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  const { keyId, box } = value as { readonly keyId?: unknown; readonly box?: unknown };
  if (typeof keyId === 'string' && typeof box === 'string') found.add(keyId);
  else for (const inner of Object.values(value)) keyIdsIn(inner, found);
  return found;
}

function lacking(id: string, names: readonly string[]): PosthornError {
  const told = names.slice(0, SECRET_KEY_NAMES_TOLD_MAX);
  const more = names.length > told.length ? ` and ${names.length - told.length} more` : '';
  return new PosthornError(
    'INVALID_SETTING',
    `POSTHORN_SECRET_KEY lacks the key ${id}, which secrets of these subscriptions are encrypted with: ${told.join(', ')}${more}. ` +
      `Add that key behind the first one. If nobody has it any more, add lost:${id}: those subscriptions are paused at their next ` +
      'delivery then, until each has a new secret (POST /v1/subscriptions/{name}/secrets) and is resumed.',
  );
}
