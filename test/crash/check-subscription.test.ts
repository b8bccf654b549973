import { describe, expect, it } from 'vitest';
import type { Delivery, Ordering } from './history.js';
import { delivered, failed, found, judge, killed, soundDeliveries, textOf, unanswered } from './planted.js';

const ORDERINGS: readonly Ordering[] = ['key', 'partition', 'none'];
/** The bounds of the last delivery of a sound history: a batch, or the last event. */
const lastBounds = (ordering: Ordering): readonly [number, number] => (ordering === 'none' ? [2, 3] : [3, 3]);

/** A sound history with the last delivery replaced. */
function withLast(ordering: Ordering, ...deliveries: Delivery[]): Delivery[] {
  return [...soundDeliveries(ordering).slice(0, -1), ...deliveries];
}

describe.each(ORDERINGS)('what the checker says about a subscription with ordering %s', (ordering) => {
  const bounds = lastBounds(ordering);
  const last = (order: number, changes: Partial<Delivery> = {}) => delivered(ordering, bounds, order, changes);

  it('finds nothing wrong with a sound history, nor with retries of what failed', () => {
    expect(found(ordering, soundDeliveries(ordering))).toEqual([]);
    expect(found(ordering, withLast(ordering, failed(last(50)), unanswered(last(60)), last(70)))).toEqual([]);
  });

  it('finds an event that never came, and one that was never acknowledged', () => {
    expect(found(ordering, withLast(ordering))).toEqual(['undelivered']);
    expect(found(ordering, withLast(ordering, failed(last(50))))).toEqual(['undelivered']);
    expect(found(ordering, withLast(ordering, unanswered(last(50))))).toEqual(['undelivered']);
  });

  it('finds an event left out before others, by the log and by the receiver alone', () => {
    expect(found(ordering, soundDeliveries(ordering).slice(1))).toEqual(
      ordering === 'none' ? ['gap', 'undelivered'] : ['delivery-order', 'gap', 'undelivered'],
    );
  });

  it('finds wrong bytes', () => {
    const values = last(50).values.map((value, index) => (index === 0 ? `${value} ` : value));
    expect(found(ordering, withLast(ordering, last(50, { values })))).toEqual(['wrong-value']);
  });

  it('finds a wrong offset', () => {
    const place = { offset: bounds[0] + 4, lastOffset: bounds[1] + 4, previousOffset: 3 };
    const beyond = last(50, { ...place, webhookId: 'beyond' });
    expect(found(ordering, [...soundDeliveries(ordering), beyond])).toEqual(['wrong-bounds']);
    const first = delivered(ordering, ordering === 'none' ? [0, 1] : [0, 0], 10, { values: last(50).values });
    expect(found(ordering, [first, ...soundDeliveries(ordering).slice(1)])).toEqual(['wrong-value']);
  });

  it('finds a delivery that carries more or fewer events than it says', () => {
    const { values, count } = last(50);
    const more = last(50, { values: [...values, textOf('a', 1)] });
    expect(found(ordering, withLast(ordering, more))).toEqual(['wrong-bounds']);
    expect(found(ordering, withLast(ordering, last(50, { count: count + 1 })))).toEqual(['wrong-bounds']);
    const fewer = last(50, { values: values.slice(1) });
    expect(found(ordering, withLast(ordering, fewer))).toContain('wrong-bounds');
  });

  it('finds a wrong previous-offset', () => {
    expect(found(ordering, withLast(ordering, last(50, { previousOffset: 0 })))).toEqual(['previous-offset']);
    const skipping = last(50, { previousOffset: bounds[1] });
    expect(found(ordering, withLast(ordering, skipping))).toEqual(['gap', 'previous-offset']);
  });

  it('finds a repeat that no kill explains, and counts one that a kill does', () => {
    // The last delivery is answered at 50,005 ms, as 51.
    const twice = withLast(ordering, last(50), last(70));
    expect(found(ordering, twice)).toEqual(['repeated']);
    expect(found(ordering, [...twice, killed(51_006, 60)])).toEqual(['repeated']);
    expect(found(ordering, [...twice, killed(49_000, 49)])).toEqual(['repeated']);
    expect(found(ordering, [...twice, killed(50_010, 80)])).toEqual(['repeated']);
    const { violations, subscriptions } = judge(ordering, [...twice, killed(51_005, 60)]);
    expect(violations).toEqual([]);
    const count = bounds[1] - bounds[0] + 1;
    expect(subscriptions[0]?.repeats).toEqual({ count, oldestMs: 1_000 });
  });

  it('finds a second repeat of what the first one settled', () => {
    const thrice = [...withLast(ordering, last(50), last(70), last(90)), killed(50_010, 60)];
    expect(found(ordering, thrice)).toEqual(['repeated']);
    expect(found(ordering, [...thrice, killed(70_010, 80)])).toEqual([]);
  });

  it('finds an event under another webhook-id, unless a kill may have met it in a batch not yet written down', () => {
    const attempts = withLast(ordering, failed(last(50)), last(70, { webhookId: 'other' }));
    expect(found(ordering, attempts)).toEqual(['webhook-id-changed']);
    expect(found(ordering, [...attempts, killed(51_001, 60)])).toEqual(['webhook-id-changed']);
    const changed = ordering === 'none' ? [] : ['webhook-id-changed'];
    expect(found(ordering, [...attempts, killed(50_999, 60)])).toEqual(changed);
  });

  it('finds one webhook-id on two messages', () => {
    const webhookId = soundDeliveries(ordering)[0]?.webhookId ?? '';
    expect(found(ordering, withLast(ordering, last(50, { webhookId })))).toEqual(['webhook-id-shared']);
  });
});

describe.each(['key', 'partition'] as const)('what the checker says about the order with ordering %s', (ordering) => {
  const at = (offset: number, order: number) => delivered(ordering, [offset, offset], order);

  it('finds a delivery that came before the one before it', () => {
    // a1 at 0 and a2 at 2 share a key.
    const overtaken = [at(2, 10), at(0, 20), at(1, 30), at(3, 40)];
    expect(found(ordering, overtaken)).toContain('delivery-order');
  });

  it('finds a delivery that started while the one before it was under way, or had failed', () => {
    const slow = { ...at(0, 10), answer: { status: 200, order: 35, at: 35_000 } };
    expect(found(ordering, [slow, at(1, 40), at(2, 30), at(3, 50)])).toContain('delivery-order');
    const early = [failed(at(0, 10)), at(1, 20), at(2, 30), at(3, 40)];
    expect(found(ordering, early)).toContain('delivery-order');
  });

  it('finds a delivery that overtook in an earlier life', () => {
    const overtaken = [at(2, 10), killed(10_010, 20), at(0, 30), at(1, 40), at(3, 60)];
    expect(found(ordering, overtaken)).toContain('delivery-order');
  });

  it('accepts repeats in their order after a kill, and finds them out of it', () => {
    const before = soundDeliveries(ordering).map((one) => ({ ...one, arrivedAt: 40_000 }));
    const answered = before.map((one) => ({
      ...one,
      answer: { status: 200, order: one.arrivedOrder + 1, at: 40_000 },
    }));
    const kill = killed(40_010, 60);
    expect(found(ordering, [...answered, kill, at(0, 70), at(1, 75), at(2, 80), at(3, 90)])).toEqual([]);
    expect(found(ordering, [...answered, kill, at(2, 70), at(0, 80)])).toEqual(['delivery-order']);
    const together = { ...at(0, 70), answer: { status: 200, order: 85, at: 85_000 } };
    expect(found(ordering, [...answered, kill, together, at(2, 80)])).toEqual(['delivery-order']);
  });

  it('shows another key overtaking to whom the partition matters, and to nobody else', () => {
    const slow = { ...at(0, 10), answer: { status: 200, order: 25, at: 25_000 } };
    const deliveries = [slow, at(1, 20), at(2, 30), at(3, 40)];
    expect(found(ordering, deliveries)).toEqual(ordering === 'key' ? [] : ['delivery-order', 'gap']);
  });

  it('finds a batch where single events were asked for', () => {
    const batch = delivered(ordering, [0, 1], 10);
    expect(found(ordering, [batch, at(2, 20), at(3, 30)])).toContain('wrong-bounds');
  });
});

describe('what the checker says about batches with ordering none', () => {
  const batch = (first: number, last: number, order: number) => delivered('none', [first, last], order);

  it('promises no order', () => {
    const slow = { ...batch(0, 1, 10), answer: { status: 200, order: 35, at: 35_000 } };
    expect(found('none', [batch(2, 3, 5), slow])).toEqual([]);
  });

  it('finds a batch of more than maxEvents, and one that leaves out an event between its bounds', () => {
    const [first, second] = [batch(0, 1, 10), batch(2, 3, 20)];
    const long = { ...batch(0, 3, 10), values: [...first.values, ...second.values, 'x'], count: 5, lastOffset: 4 };
    expect(found('none', [long])).toContain('wrong-bounds');
    const holed = { ...batch(0, 3, 10), values: [...first.values, ...second.values.slice(1)], count: 3 };
    expect(found('none', [holed])).toContain('wrong-bounds');
  });

  it('accepts a batch formed anew if a kill met it before its bounds were written down, and counts it', () => {
    const anew = [unanswered(batch(0, 1, 10)), batch(0, 3, 30)];
    expect(found('none', anew)).toEqual(['webhook-id-changed']);
    const { violations, subscriptions } = judge('none', [...anew, killed(10_040, 20)]);
    expect(violations).toEqual([]);
    expect(subscriptions[0]?.formedAnew).toEqual({ count: 1, oldestMs: 40 });
    expect(subscriptions[0]?.repeats.count).toBe(0);
    expect(found('none', [...anew, killed(11_001, 20)])).toEqual(['webhook-id-changed']);
    expect(found('none', [...anew, killed(10_040, 40)])).toEqual(['webhook-id-changed']);
  });

  it('finds bounds that changed although an earlier life had the time to write them down', () => {
    const first = unanswered(batch(0, 1, 10));
    const again = unanswered(batch(0, 1, 30));
    const anew = batch(0, 3, 50);
    expect(found('none', [first, again, anew, killed(10_010, 20), killed(30_010, 40)])).toEqual([]);
    expect(found('none', [first, again, anew, killed(12_000, 20), killed(30_010, 40)])).toEqual(['webhook-id-changed']);
  });

  it('finds an event of a batch that came twice, in two batches of one life', () => {
    expect(found('none', [batch(0, 1, 10), batch(1, 3, 20)])).toEqual(['repeated', 'webhook-id-changed']);
  });
});
