// What a new secret means for those that were there, and which one may be deleted: decided on lists, newest first.
import { PosthornError } from '../../errors/posthorn-error.js';
import { SECRETS_LIVE_MAX } from '../../model/secret-limits.js';
import type { StoredSecret } from './live-secrets.js';

/**
 * `next` signs from now on, without an end; the others until `graceEnds`, or their own earlier end. One of them may be `next`
 * itself: it comes to the front again.
 * @param live those that sign now. @param graceEnds ms since the epoch
 * @throws INVALID_CONFIG where more would sign than a request carries
 */
export function rotate(
  name: string,
  live: readonly StoredSecret[],
  { expiresAt: _never, ...next }: StoredSecret,
  { now, graceEnds }: { readonly now: number; readonly graceEnds: number },
): readonly StoredSecret[] {
  const former = live
    .filter(({ id }) => id !== next.id)
    .map((secret) => ({ ...secret, expiresAt: Math.min(secret.expiresAt ?? graceEnds, graceEnds) }))
    .filter(({ expiresAt }) => expiresAt > now);
  if (former.length < SECRETS_LIVE_MAX) return [next, ...former];
  const first = Math.min(...former.map(({ expiresAt }) => expiresAt));
  throw new PosthornError(
    'INVALID_CONFIG',
    `${former.length} secrets of '${name}' sign already, which is the most. Delete one with DELETE /v1/subscriptions/${name}/secrets/` +
      `${former.at(-1)?.id}, end all of them at once with "graceMs": 0, or wait: one ends at ${first}.`,
    { errors: [{ path: '/graceMs', message: `leaves more than ${SECRETS_LIVE_MAX} secrets` }] },
  );
}

/** @throws SECRET_NOT_FOUND; SECRET_IN_USE for the newest, which alone has no end */
export function removeSecret(name: string, live: readonly StoredSecret[], id: string): readonly StoredSecret[] {
  const at = live.findIndex((secret) => secret.id === id);
  if (at > 0) return live.filter((secret) => secret.id !== id);
  if (at === 0) {
    const detail = `Secret '${id}' of '${name}' is the newest: every delivery is signed by it. Make another with POST /v1/subscriptions/${name}/secrets and delete this one then, or end it at once with {"graceMs": 0}.`;
    throw new PosthornError('SECRET_IN_USE', detail);
  }
  const detail = `Subscription '${name}' has no live secret of that id. GET /v1/subscriptions/${name} lists those that it has.`;
  throw new PosthornError('SECRET_NOT_FOUND', detail);
}
