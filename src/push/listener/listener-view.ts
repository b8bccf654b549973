// What a subscription shows of its listener.
import type { SubscriptionDescription } from '../subscription-view.js';

export type Listened = {
  /** While one is attached: since when, ms since the epoch. */
  readonly listener?: { readonly since: number };
};

/** @param since when its listener came; undefined: it has none */
export function withListener(
  description: SubscriptionDescription,
  since: number | undefined,
): SubscriptionDescription & Listened {
  if (since !== undefined) return { ...description, listener: { since } };
  const { endpoint, state, name } = description;
  if (endpoint.listen !== true || state !== 'active') return description;
  const reason = `rests until somebody listens: posthorn listen --subscription ${name} --forward URL`;
  return { ...description, reason };
}
