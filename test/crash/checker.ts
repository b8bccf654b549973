// Judges a history: a pure function from what was seen to what must never be seen.
import { checkAcknowledged, checkLog, checkOneValueAPlace, latestLog } from './check-log.js';
import { checkIdsApart, checkSubscription } from './check-subscription.js';
import { groupBy } from './group-by.js';
import type { Acknowledged, Delivery, Fact, Kill, Sent, Stored, Subscribed } from './history.js';
import { placeOf, type Verdict, type Violation } from './verdict.js';

type Sorted = {
  readonly acknowledged: Acknowledged[];
  readonly sent: Map<string, Sent>;
  readonly stored: Stored[];
  readonly subscribed: Subscribed[];
  readonly deliveries: Delivery[];
  readonly kills: Kill[];
};

function sortFacts(history: readonly Fact[]): Sorted {
  const sorted: Sorted = {
    ...{ acknowledged: [], sent: new Map(), stored: [] },
    ...{ subscribed: [], deliveries: [], kills: [] },
  };
  for (const fact of history) {
    switch (fact.kind) {
      case 'acknowledged':
        sorted.acknowledged.push(fact);
        break;
      case 'sent':
        sorted.sent.set(fact.value, fact);
        break;
      case 'stored':
        sorted.stored.push(fact);
        break;
      case 'subscribed':
        sorted.subscribed.push(fact);
        break;
      case 'delivery':
        sorted.deliveries.push(fact);
        break;
      case 'kill':
        sorted.kills.push(fact);
        break;
      default:
        fact satisfies never;
    }
  }
  sorted.kills.sort((left, right) => left.order - right.order);
  return sorted;
}

function checkForeign(bySubscription: ReadonlyMap<string, Delivery[]>, subscribed: readonly Subscribed[]): Violation[] {
  const known = new Set(subscribed.map(({ subscription }) => subscription));
  return [...bySubscription].flatMap(([name, deliveries]) =>
    known.has(name)
      ? []
      : deliveries.map((one) => ({ kind: 'foreign-subscription' as const, detail: `${placeOf(one)} for ${name}` })),
  );
}

export function checkHistory(history: readonly Fact[]): Verdict {
  const { acknowledged, sent, stored, subscribed, deliveries, kills } = sortFacts(history);
  const log = latestLog(stored);
  const bySubscription = groupBy(deliveries, ({ subscription }) => subscription);
  const subscriptions = subscribed.map((one) =>
    checkSubscription(one, bySubscription.get(one.subscription) ?? [], { log, sent, kills }),
  );
  return {
    violations: [
      ...checkAcknowledged(acknowledged, log),
      ...checkOneValueAPlace(acknowledged, stored),
      ...checkLog(log, sent),
      ...checkForeign(bySubscription, subscribed),
      ...checkIdsApart(deliveries),
      ...subscriptions.flatMap(({ violations }) => violations),
    ],
    acknowledged: acknowledged.length,
    stored: log.length,
    kills: kills.length,
    subscriptions,
  };
}
