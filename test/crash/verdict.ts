// What the checker says about a history.
import type { Ordering, Place } from './history.js';

export type ViolationKind =
  // of the log
  | 'lost'
  | 'moved'
  | 'two-values'
  | 'stored-twice'
  | 'foreign'
  | 'log-order'
  // of a subscription
  | 'foreign-subscription'
  | 'wrong-bounds'
  | 'wrong-value'
  | 'undelivered'
  | 'delivery-order'
  | 'previous-offset'
  | 'gap'
  | 'repeated'
  | 'webhook-id-changed'
  | 'webhook-id-shared';

export type Violation = { readonly kind: ViolationKind; readonly detail: string };

/** Something that a kill explains: how often, and how long before the kill the oldest of them began, in ms. */
export type Explained = { readonly count: number; readonly oldestMs: number };

export type SubscriptionVerdict = {
  readonly subscription: string;
  readonly ordering: Ordering;
  readonly maxEvents: number;
  readonly violations: readonly Violation[];
  /** Requests. */
  readonly deliveries: number;
  /** Requests that carried more than one event, and the most that one carried. */
  readonly batches: number;
  readonly largestBatch: number;
  /** Events that came again because their acknowledgement was in flight at a kill. */
  readonly repeats: Explained;
  /** Batches that a kill met before their bounds were written down, and that were formed anew. */
  readonly formedAnew: Explained;
};

export type Verdict = {
  /** All of them, the subscriptions' included. */
  readonly violations: readonly Violation[];
  readonly acknowledged: number;
  readonly stored: number;
  readonly kills: number;
  readonly subscriptions: readonly SubscriptionVerdict[];
};

export const NOTHING: Explained = { count: 0, oldestMs: 0 };

export function alsoExplained(explained: Explained, ageMs: number): Explained {
  return { count: explained.count + 1, oldestMs: Math.max(explained.oldestMs, ageMs) };
}

export const placeOf = ({ partition, offset }: Place): string => `${partition}/${offset}`;

function summariseOne(verdict: SubscriptionVerdict): string {
  const { subscription, ordering, maxEvents, deliveries, batches, largestBatch, repeats, formedAnew } = verdict;
  const form = maxEvents === 1 ? 'single' : `batches of up to ${maxEvents}`;
  const parts = [`${deliveries} deliveries`];
  if (maxEvents > 1) parts.push(`${batches} of them batches, the largest of ${largestBatch}`);
  parts.push(`${repeats.count} events repeated in flight (answered at most ${repeats.oldestMs} ms before the kill)`);
  if (maxEvents > 1) parts.push(`${formedAnew.count} formed anew (sent at most ${formedAnew.oldestMs} ms before)`);
  parts.push(`${verdict.violations.length} violations`);
  return `  ${subscription} (ordering ${ordering}, ${form}): ${parts.join(', ')}`;
}

/** One line for the log, and one for each subscription. */
export function summarise({ violations, acknowledged, stored, kills, subscriptions }: Verdict, seed: number): string {
  const counts = `${kills} kills, ${acknowledged} acknowledged, ${stored} stored, ${violations.length} violations`;
  return [`crash: seed ${seed}, ${counts}`, ...subscriptions.map(summariseOne)].join('\n');
}
