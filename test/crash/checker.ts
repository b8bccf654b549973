// Judges a history: a pure function from what was seen to what must never be seen.
import type { Acknowledged, Delivery, Fact, Kill, Produced, Stored } from './history.js';

/** A delivery may be repeated if its answer was written at most this long before a kill: it was not yet committed. */
const IN_FLIGHT_WINDOW_MS = 1_000;
/** What a killed process had sent may be read this long after it was gone. */
const ARRIVAL_SLACK_MS = 50;

export type ViolationKind =
  | 'lost'
  | 'moved'
  | 'two-values'
  | 'stored-twice'
  | 'foreign'
  | 'log-order'
  | 'delivery-order'
  | 'undelivered'
  | 'repeated'
  | 'webhook-id-changed';

export type Violation = { readonly kind: ViolationKind; readonly detail: string };

export type Verdict = {
  readonly violations: readonly Violation[];
  readonly acknowledged: number;
  readonly stored: number;
  readonly deliveries: number;
  readonly kills: number;
  /** Deliveries repeated because their acknowledgement was in flight at a kill. */
  readonly allowedRepeats: number;
};

type Place = { readonly partition: number; readonly offset: number };
type Sorted = {
  readonly acknowledged: readonly Acknowledged[];
  readonly stored: readonly Stored[];
  readonly deliveries: readonly Delivery[];
  readonly kills: readonly Kill[];
  /** What producers sent, by its exact text. */
  readonly sent: ReadonlyMap<string, Produced>;
};

const placeOf = ({ partition, offset }: Place) => `${partition}/${offset}`;

function sortFacts(history: readonly Fact[]): Sorted {
  const acknowledged: Acknowledged[] = [];
  const stored: Stored[] = [];
  const deliveries: Delivery[] = [];
  const kills: Kill[] = [];
  const sent = new Map<string, Produced>();
  for (const fact of history) {
    switch (fact.kind) {
      case 'acknowledged':
        acknowledged.push(fact);
        break;
      case 'sent':
        sent.set(fact.value, fact);
        break;
      case 'stored':
        stored.push(fact);
        break;
      case 'delivery':
        deliveries.push(fact);
        break;
      case 'kill':
        kills.push(fact);
        break;
      default:
        fact satisfies never;
    }
  }
  return { acknowledged, stored, deliveries, kills, sent };
}

function groupBy<T>(items: Iterable<T>, nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group === undefined) groups.set(nameOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** The log as the latest pass saw it, in offset order within each partition. */
function latestLog(stored: readonly Stored[]): Stored[] {
  const pass = stored.reduce((latest, fact) => Math.max(latest, fact.pass), 0);
  return stored
    .filter((fact) => fact.pass === pass)
    .sort((left, right) => left.partition - right.partition || left.offset - right.offset);
}

function checkAcknowledged(acknowledged: readonly Acknowledged[], log: readonly Stored[]): Violation[] {
  const byPlace = new Map(log.map((fact) => [placeOf(fact), fact]));
  const byValue = new Map(log.map((fact) => [fact.value, fact]));
  const violations: Violation[] = [];
  for (const fact of acknowledged) {
    if (byPlace.get(placeOf(fact))?.value === fact.value) continue;
    const elsewhere = byValue.get(fact.value);
    violations.push(
      elsewhere === undefined
        ? { kind: 'lost', detail: `${fact.value} was acknowledged at ${placeOf(fact)} and is not stored` }
        : { kind: 'moved', detail: `${fact.value} was acknowledged at ${placeOf(fact)}, is at ${placeOf(elsewhere)}` },
    );
  }
  return violations;
}

/** Every place shows one value to every observer. */
function checkOneValueAPlace({ acknowledged, stored, deliveries }: Sorted): Violation[] {
  const violations: Violation[] = [];
  const observations: (Place & { readonly value: string })[] = [...acknowledged, ...stored, ...deliveries];
  for (const [place, seen] of groupBy(observations, placeOf)) {
    const values = new Set(seen.map((fact) => fact.value));
    if (values.size > 1)
      violations.push({ kind: 'two-values', detail: `${place} showed ${[...values].join(' and ')}` });
  }
  return violations;
}

function checkLog(log: readonly Stored[], sent: Sorted['sent']): Violation[] {
  const violations: Violation[] = [];
  for (const [value, facts] of groupBy(log, (fact) => fact.value)) {
    if (!sent.has(value)) violations.push({ kind: 'foreign', detail: `${value} was never sent` });
    if (facts.length > 1) {
      violations.push({ kind: 'stored-twice', detail: `${value} is at ${facts.map(placeOf).join(' and ')}` });
    }
  }
  const latest = new Map<string, number>();
  for (const fact of log) {
    const produced = sent.get(fact.value);
    if (produced === undefined) continue;
    const before = latest.get(produced.key) ?? 0;
    if (produced.sequence < before) {
      violations.push({ kind: 'log-order', detail: `${fact.value} at ${placeOf(fact)} stands behind ${before}` });
    }
    latest.set(produced.key, Math.max(before, produced.sequence));
  }
  return violations;
}

function isAcknowledged(delivery: Delivery): boolean {
  return delivery.answer !== undefined && delivery.answer.status >= 200 && delivery.answer.status < 300;
}

const firstOf = (values: readonly number[]) => values.reduce((low, value) => Math.min(low, value), Infinity);

/** A key's event may arrive for the first time only after the one before it was acknowledged for the first time. */
function checkDeliveryOrder(log: readonly Stored[], { sent, deliveries }: Sorted): Violation[] {
  const byPlace = groupBy(deliveries, placeOf);
  const violations: Violation[] = [];
  const keyed = log.filter((fact) => sent.has(fact.value));
  for (const [key, facts] of groupBy(keyed, (fact) => sent.get(fact.value)?.key ?? '')) {
    let released = Number.NEGATIVE_INFINITY;
    let previous = '';
    for (const fact of facts) {
      const attempts = byPlace.get(placeOf(fact)) ?? [];
      const arrived = firstOf(attempts.map((attempt) => attempt.arrivedOrder));
      if (arrived < released) {
        violations.push({
          kind: 'delivery-order',
          detail: `key ${key}: ${fact.value} arrived before ${previous} was acknowledged`,
        });
      }
      const answered = firstOf(attempts.filter(isAcknowledged).map((attempt) => attempt.answer?.order ?? Infinity));
      released = Math.max(released, answered);
      previous = fact.value;
    }
  }
  return violations;
}

/** The kill fell between the arrival and the commit of the acknowledgement. */
function wasInFlight(delivery: Delivery, kill: Kill): boolean {
  const answeredAt = delivery.answer?.at ?? Number.POSITIVE_INFINITY;
  return delivery.arrivedAt <= kill.goneAt + ARRIVAL_SLACK_MS && kill.at - answeredAt <= IN_FLIGHT_WINDOW_MS;
}

function checkRepeats(attempts: readonly Delivery[], kills: readonly Kill[]): { allowed: number; wrong: Violation[] } {
  const inOrder = [...attempts].sort((left, right) => left.arrivedOrder - right.arrivedOrder);
  let allowed = 0;
  const wrong: Violation[] = [];
  for (const repeat of inOrder) {
    const done = inOrder.filter(
      (earlier) => isAcknowledged(earlier) && (earlier.answer?.order ?? Infinity) < repeat.arrivedOrder,
    );
    const last = done.at(-1);
    if (last === undefined) continue;
    if (kills.some((kill) => wasInFlight(last, kill))) allowed += 1;
    else wrong.push({ kind: 'repeated', detail: `${placeOf(repeat)} came again although it was acknowledged` });
  }
  return { allowed, wrong };
}

function checkDeliveries(log: readonly Stored[], { deliveries, kills }: Sorted) {
  const byPlace = groupBy(deliveries, placeOf);
  const violations: Violation[] = [];
  let allowedRepeats = 0;
  for (const fact of log) {
    if (!(byPlace.get(placeOf(fact)) ?? []).some(isAcknowledged)) {
      violations.push({ kind: 'undelivered', detail: `${fact.value} at ${placeOf(fact)}` });
    }
  }
  for (const [place, attempts] of byPlace) {
    const repeats = checkRepeats(attempts, kills);
    allowedRepeats += repeats.allowed;
    violations.push(...repeats.wrong);
    const ids = new Set(attempts.map((attempt) => attempt.webhookId));
    if (ids.size > 1)
      violations.push({ kind: 'webhook-id-changed', detail: `${place} came as ${[...ids].join(', ')}` });
  }
  return { violations, allowedRepeats };
}

export function checkHistory(history: readonly Fact[]): Verdict {
  const facts = sortFacts(history);
  const log = latestLog(facts.stored);
  const delivered = checkDeliveries(log, facts);
  return {
    violations: [
      ...checkAcknowledged(facts.acknowledged, log),
      ...checkOneValueAPlace(facts),
      ...checkLog(log, facts.sent),
      ...checkDeliveryOrder(log, facts),
      ...delivered.violations,
    ],
    acknowledged: facts.acknowledged.length,
    stored: log.length,
    deliveries: facts.deliveries.length,
    kills: facts.kills.length,
    allowedRepeats: delivered.allowedRepeats,
  };
}
