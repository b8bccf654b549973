import { describe, expect, it } from 'vitest';
import { checkHistory } from './checker.js';
import type { Fact } from './history.js';
import { delivered, kindsOf, LOG, logged, soundDeliveries, subscribedTo, textOf } from './planted.js';

const ORDERINGS = ['key', 'partition', 'none'] as const;
const without = (kind: Fact['kind'], offset: number) =>
  LOG.filter((fact) => !(fact.kind === kind && 'offset' in fact && fact.offset === offset));

describe('what the checker says about the log', () => {
  it('finds nothing wrong with a sound history, subscriptions included', () => {
    const verdict = checkHistory([...ORDERINGS.map(subscribedTo), ...LOG, ...ORDERINGS.flatMap(soundDeliveries)]);
    expect(verdict.violations).toEqual([]);
    expect(verdict).toMatchObject({ acknowledged: 4, stored: 4, kills: 0 });
    expect(verdict.subscriptions.map(({ deliveries, batches }) => [deliveries, batches])).toEqual([
      [4, 0],
      [4, 0],
      [2, 2],
    ]);
  });

  it('accepts an event that was stored but whose acknowledgement was cut off', () => {
    expect(kindsOf(without('acknowledged', 2))).toEqual([]);
  });

  it('accepts an event that was sent and never stored', () => {
    expect(kindsOf([...LOG, ...logged('c', 1, 4).slice(0, 1)])).toEqual([]);
  });

  it('finds an acknowledged event that is gone', () => {
    expect(kindsOf(without('stored', 2))).toEqual(['lost']);
  });

  it('finds an acknowledged event at another offset', () => {
    const moved = LOG.map((fact) => (fact.kind === 'stored' && fact.offset === 3 ? { ...fact, offset: 4 } : fact));
    expect(kindsOf(moved)).toEqual(['moved']);
  });

  it('finds two values at one offset, between two reads', () => {
    const earlier: Fact = { kind: 'stored', pass: 0, partition: 0, offset: 2, value: textOf('b', 9) };
    expect(kindsOf([...LOG, earlier])).toEqual(['two-values']);
  });

  it('finds an event stored twice', () => {
    const again: Fact = { kind: 'stored', pass: 1, partition: 0, offset: 4, value: textOf('b', 2) };
    expect(kindsOf([...LOG, again])).toEqual(['stored-twice']);
  });

  it('finds an event that nobody sent', () => {
    const foreign: Fact = { kind: 'stored', pass: 1, partition: 0, offset: 4, value: textOf('x', 1) };
    expect(kindsOf([...LOG, foreign])).toEqual(['foreign']);
  });

  it('finds a key stored out of order', () => {
    expect(kindsOf([...logged('a', 2, 0), ...logged('a', 1, 1)])).toEqual(['log-order']);
  });

  it('takes offsets that the log leaves out for nothing missing', () => {
    const sparse = [...logged('a', 1, 0), ...logged('b', 1, 5)];
    const batch = { lastOffset: 5, values: [textOf('a', 1), textOf('b', 1)], count: 2 };
    expect(kindsOf([subscribedTo('none'), ...sparse, delivered('none', [0, 0], 10, batch)])).toEqual([]);
    const single = { offset: 5, lastOffset: 5, previousOffset: 0 };
    const deliveries = [delivered('partition', [0, 0], 10), delivered('partition', [1, 1], 20, single)];
    expect(kindsOf([subscribedTo('partition'), ...sparse, ...deliveries])).toEqual([]);
  });

  it('finds deliveries for a subscription that does not exist', () => {
    expect(kindsOf([...LOG, delivered('key', [0, 0], 10)])).toEqual(['foreign-subscription']);
  });
});
