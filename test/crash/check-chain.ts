// `posthorn-previous-offset`: what a receiver can prove with one integer a partition, and whether it is true.
import { groupBy } from './group-by.js';
import type { Delivery, Ordering } from './history.js';
import { isAcknowledged, type LogByPartition, storedBefore } from './sightings.js';
import { placeOf, type Violation } from './verdict.js';

const NONE_BEFORE = -1;

/** It names the event that the log has before this one: the subscriptions receive the whole log from its beginning. */
function checkNames(deliveries: readonly Delivery[], log: LogByPartition): Violation[] {
  const violations: Violation[] = [];
  for (const delivery of deliveries) {
    const before = storedBefore(log, delivery)?.offset ?? NONE_BEFORE;
    if (delivery.previousOffset === before) continue;
    const detail = `${placeOf(delivery)} names ${delivery.previousOffset} before it, the log has ${before}`;
    violations.push({ kind: 'previous-offset', detail });
  }
  return violations;
}

/** Nothing but the receiver's own word: a delivery must follow on what it has. */
function gapBefore(delivery: Delivery, reached: number, when: string): Violation[] {
  if (delivery.previousOffset <= reached) return [];
  const detail = `${placeOf(delivery)} follows on ${delivery.previousOffset}, ${when} all up to ${reached} is there`;
  return [{ kind: 'gap', detail }];
}

/** What every subscription promises: in the end nothing is missing. */
function checkWhole(deliveries: readonly Delivery[]): Violation[] {
  const violations: Violation[] = [];
  let reached = NONE_BEFORE;
  for (const delivery of deliveries.filter(isAcknowledged).sort((left, right) => left.offset - right.offset)) {
    violations.push(...gapBefore(delivery, reached, 'in the end'));
    reached = Math.max(reached, delivery.lastOffset);
  }
  return violations;
}

/** What only `partition` promises: nothing is missing at any arrival. */
function checkArrivals(deliveries: readonly Delivery[]): Violation[] {
  const arrivals = deliveries.map((delivery) => ({ delivery, order: delivery.arrivedOrder, arrives: true }));
  const answers = deliveries
    .filter(isAcknowledged)
    .map((delivery) => ({ delivery, order: delivery.answer?.order ?? Infinity, arrives: false }));
  const violations: Violation[] = [];
  let reached = NONE_BEFORE;
  for (const { delivery, arrives } of [...arrivals, ...answers].sort((left, right) => left.order - right.order)) {
    if (arrives) violations.push(...gapBefore(delivery, reached, 'at its arrival'));
    else reached = Math.max(reached, delivery.lastOffset);
  }
  return violations;
}

export function checkChain(ordering: Ordering, deliveries: readonly Delivery[], log: LogByPartition): Violation[] {
  const violations = checkNames(deliveries, log);
  for (const own of groupBy(deliveries, ({ partition }) => partition).values()) {
    violations.push(...checkWhole(own));
    if (ordering === 'partition') violations.push(...checkArrivals(own));
  }
  return violations;
}
