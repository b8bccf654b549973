// Guarantee 5: `key` keeps each key's order whatever fails, `partition` the whole partition's, `none` none.
import type { SentByValue } from './check-log.js';
import { groupBy } from './group-by.js';
import type { Ordering, Stored } from './history.js';
import { isAcknowledged, type Sighting } from './sightings.js';
import { placeOf, type Violation } from './verdict.js';

type Attempts = ReadonlyMap<string, readonly Sighting[]>;
/** Events that must come one after the other, in log order. */
type Line = { readonly name: string; readonly events: readonly Stored[] };

function linesOf(ordering: Ordering, log: readonly Stored[], sent: SentByValue): Line[] {
  switch (ordering) {
    case 'key': {
      const keyed = log.filter((fact) => sent.has(fact.value));
      const keys = groupBy(keyed, (fact) => sent.get(fact.value)?.key ?? '');
      return [...keys].map(([key, events]) => ({ name: `key ${key}`, events }));
    }
    case 'partition': {
      const partitions = groupBy(log, (fact) => fact.partition);
      return [...partitions].map(([partition, events]) => ({ name: `partition ${partition}`, events }));
    }
    case 'none':
      return [];
    default:
      return ordering satisfies never;
  }
}

const firstOf = (values: readonly number[]) => values.reduce((low, value) => Math.min(low, value), Infinity);

/** When the receiver's 2xx was written; infinite: it was not. */
function releasedBy({ delivery }: Sighting): number {
  return isAcknowledged(delivery) ? (delivery.answer?.order ?? Infinity) : Infinity;
}

/** An event may arrive for the first time only after the one before it was acknowledged for the first time. */
function checkFirstArrivals({ name, events }: Line, attempts: Attempts): Violation[] {
  const violations: Violation[] = [];
  let released = Number.NEGATIVE_INFINITY;
  let previous = '';
  for (const event of events) {
    const own = attempts.get(placeOf(event)) ?? [];
    if (firstOf(own.map(({ delivery }) => delivery.arrivedOrder)) < released) {
      const detail = `${name}: ${placeOf(event)} arrived before ${previous} was acknowledged`;
      violations.push({ kind: 'delivery-order', detail });
    }
    released = Math.max(released, firstOf(own.map(releasedBy)));
    previous = placeOf(event);
  }
  return violations;
}

/** Where a line stands within one life. */
type Standing = { life: number; position: number; place: string; released: number };

/** Repeats after a kill keep the order among themselves too: between two kills a line never goes back. */
function checkLives({ name, events }: Line, attempts: Attempts): Violation[] {
  const violations: Violation[] = [];
  const turns = events.flatMap((event, position) =>
    (attempts.get(placeOf(event)) ?? []).map((sighting) => ({ sighting, position })),
  );
  turns.sort((left, right) => left.sighting.delivery.arrivedOrder - right.sighting.delivery.arrivedOrder);
  const at: Standing = { life: -1, position: -1, place: '', released: 0 };
  for (const { sighting, position } of turns) {
    const place = placeOf(sighting);
    const sameLife = sighting.life === at.life;
    if (sameLife && position < at.position) {
      const detail = `${name}: ${place} came after ${at.place} with no kill between`;
      violations.push({ kind: 'delivery-order', detail });
      continue;
    }
    if (sameLife && position === at.position) {
      at.released = Math.min(at.released, releasedBy(sighting));
      continue;
    }
    if (sameLife && sighting.delivery.arrivedOrder < at.released) {
      const detail = `${name}: ${place} came while ${at.place} was under way`;
      violations.push({ kind: 'delivery-order', detail });
    }
    Object.assign(at, { life: sighting.life, position, place, released: releasedBy(sighting) });
  }
  return violations;
}

export function checkOrder(
  ordering: Ordering,
  log: readonly Stored[],
  sent: SentByValue,
  attempts: Attempts,
): Violation[] {
  return linesOf(ordering, log, sent).flatMap((line) => [
    ...checkFirstArrivals(line, attempts),
    ...checkLives(line, attempts),
  ]);
}
