// A subscription's requests, taken apart into the events that they carried, each at the place where the log has it.
import { groupBy } from './group-by.js';
import type { Delivery, Kill, Place, Stored, Subscribed } from './history.js';
import { placeOf, type Violation } from './verdict.js';

/** One event in one request. */
export type Sighting = Place & {
  readonly value: string;
  readonly delivery: Delivery;
  /** How many kills lay before it: all of one life came from one process, or from clean restarts of it. */
  readonly life: number;
};

export type LogByPartition = ReadonlyMap<number, readonly Stored[]>;

/** The receiver said 2xx, to a process that still lived. */
export function isAcknowledged({ answer }: Delivery): boolean {
  return answer !== undefined && answer.status >= 200 && answer.status < 300;
}

/** `kills`: in their order. */
export function lifeOf(delivery: Delivery, kills: readonly Kill[]): number {
  return kills.filter((kill) => kill.order < delivery.arrivedOrder).length;
}

/** The first event of the partition at `offset` or behind it: its index. */
function indexFrom(events: readonly Stored[], offset: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last event of the partition before `offset`. */
export function storedBefore(log: LogByPartition, { partition, offset }: Place): Stored | undefined {
  const events = log.get(partition) ?? [];
  return events[indexFrom(events, offset) - 1];
}

function storedWithin(log: LogByPartition, { partition, offset, lastOffset }: Delivery): readonly Stored[] {
  const events = log.get(partition) ?? [];
  return events.slice(indexFrom(events, offset), indexFrom(events, lastOffset + 1));
}

/** The request carries what the log has from its first to its last offset, neither more nor fewer events. */
function holdsItsBounds(delivery: Delivery, stored: readonly Stored[], maxEvents: number): boolean {
  const { offset, lastOffset, count, values } = delivery;
  if (values.length !== count || count > maxEvents) return false;
  return stored[0]?.offset === offset && stored[count - 1]?.offset === lastOffset;
}

/** Requests that carry something else than they say are reported, and taken apart as far as they can be. */
export function takeApart(
  { maxEvents }: Subscribed,
  deliveries: readonly Delivery[],
  log: LogByPartition,
  kills: readonly Kill[],
): { readonly sightings: Sighting[]; readonly violations: Violation[] } {
  const sightings: Sighting[] = [];
  const violations: Violation[] = [];
  for (const delivery of deliveries) {
    const { partition, lastOffset, count, values } = delivery;
    const stored = storedWithin(log, delivery);
    if (!holdsItsBounds(delivery, stored, maxEvents)) {
      const claim = `${placeOf(delivery)} to ${lastOffset}, ${count} events`;
      const detail = `${claim}: came with ${values.length}, the log has ${stored.length} there`;
      violations.push({ kind: 'wrong-bounds', detail });
    }
    const life = lifeOf(delivery, kills);
    for (const [index, value] of values.entries()) {
      const event = stored[index];
      if (event === undefined) break;
      sightings.push({ partition, offset: event.offset, value, delivery, life });
      if (value === event.value) continue;
      violations.push({ kind: 'wrong-value', detail: `${placeOf(event)} came as ${value}, is ${event.value}` });
    }
  }
  return { sightings, violations };
}

/** Every attempt at an event, in the order of arrival. */
export function attemptsByPlace(sightings: readonly Sighting[]): Map<string, Sighting[]> {
  const ordered = [...sightings].sort((left, right) => left.delivery.arrivedOrder - right.delivery.arrivedOrder);
  return groupBy(ordered, placeOf);
}
