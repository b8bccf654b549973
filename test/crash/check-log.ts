// The log's own promises: what was acknowledged is there, once, in its place, and the same for every reader.
import { groupBy } from './group-by.js';
import type { Acknowledged, Place, Produced, Stored } from './history.js';
import { placeOf, type Violation } from './verdict.js';

/** What producers sent, by its exact text. */
export type SentByValue = ReadonlyMap<string, Produced>;

/** The log as the latest pass saw it, in offset order within each partition. */
export function latestLog(stored: readonly Stored[]): Stored[] {
  const pass = stored.reduce((latest, fact) => Math.max(latest, fact.pass), 0);
  return stored
    .filter((fact) => fact.pass === pass)
    .sort((left, right) => left.partition - right.partition || left.offset - right.offset);
}

export function checkAcknowledged(acknowledged: readonly Acknowledged[], log: readonly Stored[]): Violation[] {
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

/** Every place shows one value, to producers and in every read of the log. */
export function checkOneValueAPlace(acknowledged: readonly Acknowledged[], stored: readonly Stored[]): Violation[] {
  const violations: Violation[] = [];
  const observations: (Place & { readonly value: string })[] = [...acknowledged, ...stored];
  for (const [place, seen] of groupBy(observations, placeOf)) {
    const values = new Set(seen.map((fact) => fact.value));
    if (values.size > 1)
      violations.push({ kind: 'two-values', detail: `${place} showed ${[...values].join(' and ')}` });
  }
  return violations;
}

export function checkLog(log: readonly Stored[], sent: SentByValue): Violation[] {
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
