// Judges what one subscription's endpoint received, by the guarantee of that subscription.
import { checkChain } from './check-chain.js';
import type { SentByValue } from './check-log.js';
import { checkOrder } from './check-order.js';
import { checkDelivered, checkRepeats, checkWebhookIds } from './check-repeats.js';
import { groupBy } from './group-by.js';
import type { Delivery, Kill, Stored, Subscribed } from './history.js';
import { attemptsByPlace, takeApart } from './sightings.js';
import { placeOf, type SubscriptionVerdict, type Violation } from './verdict.js';

export type Seen = {
  /** In offset order within each partition. */
  readonly log: readonly Stored[];
  readonly sent: SentByValue;
  readonly kills: readonly Kill[];
};

export function checkSubscription(
  subscribed: Subscribed,
  deliveries: readonly Delivery[],
  { log, sent, kills }: Seen,
): SubscriptionVerdict {
  const { subscription, ordering, maxEvents } = subscribed;
  const byPartition = groupBy(log, ({ partition }) => partition);
  const apart = takeApart(subscribed, deliveries, byPartition, kills);
  const attempts = attemptsByPlace(apart.sightings);
  const repeats = checkRepeats(attempts, kills);
  const webhookIds = checkWebhookIds(subscribed, attempts, kills);
  const violations = [
    ...apart.violations,
    ...checkDelivered(log, attempts),
    ...checkOrder(ordering, log, sent, attempts),
    ...checkChain(ordering, deliveries, byPartition),
    ...repeats.violations,
    ...webhookIds.violations,
  ];
  return {
    subscription,
    ordering,
    maxEvents,
    violations: violations.map(({ kind, detail }) => ({ kind, detail: `${subscription}: ${detail}` })),
    deliveries: deliveries.length,
    batches: deliveries.filter(({ values }) => values.length > 1).length,
    largestBatch: deliveries.reduce((largest, { values }) => Math.max(largest, values.length), 0),
    repeats: repeats.explained,
    formedAnew: webhookIds.explained,
  };
}

/** A webhook-id stands for one message: these events of this subscription, and no others. */
export function checkIdsApart(deliveries: readonly Delivery[]): Violation[] {
  const violations: Violation[] = [];
  for (const [id, own] of groupBy(deliveries, ({ webhookId }) => webhookId)) {
    const messages = new Set(own.map((one) => `${one.subscription} ${placeOf(one)} to ${one.lastOffset}`));
    if (messages.size > 1)
      violations.push({ kind: 'webhook-id-shared', detail: `${id}: ${[...messages].join(' and ')}` });
  }
  return violations;
}
