// A small sound history for the checker's own tests, and the means to plant one error in it.
import { checkHistory } from './checker.js';
import type { Delivery, Fact, Kill, Ordering, Subscribed } from './history.js';

/** Partition 0 of the log: keys a and b in turn, at the offsets 0 to 3. */
const EVENTS: readonly (readonly [key: string, sequence: number])[] = [
  ['a', 1],
  ['b', 1],
  ['a', 2],
  ['b', 2],
];
const BATCH_EVENTS = 4;

export const textOf = (key: string, sequence: number) => JSON.stringify({ key, sequence });

export function logged(key: string, sequence: number, offset: number, partition = 0): Fact[] {
  const text = textOf(key, sequence);
  return [
    { kind: 'sent', key, sequence, value: text, dedupeKey: null },
    { kind: 'acknowledged', key, sequence, value: text, dedupeKey: null, partition, offset },
    { kind: 'stored', pass: 1, partition, offset, value: text },
  ];
}

export const LOG: readonly Fact[] = EVENTS.flatMap(([key, sequence], offset) => logged(key, sequence, offset));

/** `none` takes batches, the others single events. */
export function subscribedTo(ordering: Ordering): Subscribed {
  const maxEvents = ordering === 'none' ? BATCH_EVENTS : 1;
  return { kind: 'subscribed', subscription: `by-${ordering}`, ordering, maxEvents };
}

/** The events `offset` to `lastOffset`, arrived at second `order` and acknowledged 5 ms later, as `order + 1`. */
export function delivered(
  ordering: Ordering,
  [offset, lastOffset]: readonly [number, number],
  order: number,
  changes: Partial<Delivery> = {},
): Delivery {
  const values = EVENTS.slice(offset, lastOffset + 1).map(([key, sequence]) => textOf(key, sequence));
  return {
    kind: 'delivery',
    subscription: `by-${ordering}`,
    ...{ partition: 0, offset, lastOffset, previousOffset: offset - 1 },
    ...{ count: values.length, values },
    webhookId: `by-${ordering}_${offset}-${lastOffset}`,
    arrivedOrder: order,
    arrivedAt: 1_000 * order,
    answer: { status: 200, order: order + 1, at: 1_000 * order + 5 },
    ...changes,
  };
}

/** The same request, refused. */
export function failed(delivery: Delivery): Delivery {
  const order = delivery.arrivedOrder;
  return { ...delivery, answer: { status: 503, order: order + 1, at: 1_000 * order + 5 } };
}

/** The same request, never answered. */
export function unanswered({ answer: _answer, ...delivery }: Delivery): Delivery {
  return delivery;
}

/** SIGKILL at `at` ms; what arrived as `order` or later came from the next process. */
export const killed = (at: number, order: number): Kill => ({ kind: 'kill', at, order: order - 0.5 });

/** Everything once, in order, with ten seconds between. */
export function soundDeliveries(ordering: Ordering): Delivery[] {
  if (ordering === 'none') return [delivered(ordering, [0, 1], 10), delivered(ordering, [2, 3], 20)];
  return EVENTS.map((_, offset) => delivered(ordering, [offset, offset], 10 * (offset + 1)));
}

export function judge(ordering: Ordering, deliveries: readonly Fact[]) {
  return checkHistory([subscribedTo(ordering), ...LOG, ...deliveries]);
}

/** The kinds of violation, each once, in alphabetical order. */
export function kindsOf(history: readonly Fact[]): string[] {
  return [...new Set(checkHistory(history).violations.map(({ kind }) => kind))].sort();
}

export function found(ordering: Ordering, deliveries: readonly Fact[]): string[] {
  return kindsOf([subscribedTo(ordering), ...LOG, ...deliveries]);
}
