import { describe, expect, it } from 'vitest';
import { checkHistory } from './checker.js';
import type { Delivery, Fact } from './history.js';

const value = (key: string, sequence: number) => JSON.stringify({ key, sequence });

function sound(key: string, sequence: number, offset: number, partition = 0): Fact[] {
  const text = value(key, sequence);
  return [
    { kind: 'sent', key, sequence, value: text, dedupeKey: null },
    { kind: 'acknowledged', key, sequence, value: text, dedupeKey: null, partition, offset },
    { kind: 'stored', pass: 1, partition, offset, value: text },
    delivery(text, offset, 10 * offset + 1),
  ];
}

function delivery(text: string, offset: number, order: number, changes: Partial<Delivery> = {}): Delivery {
  return {
    kind: 'delivery',
    partition: 0,
    offset,
    value: text,
    webhookId: `id-${offset}`,
    arrivedOrder: order,
    arrivedAt: 1_000 * order - 5,
    answer: { status: 200, order: order + 1, at: 1_000 * order },
    ...changes,
  };
}

const kinds = (history: readonly Fact[]) => checkHistory(history).violations.map((violation) => violation.kind);
const base = [...sound('a', 1, 0), ...sound('b', 1, 1), ...sound('a', 2, 2)];
const without = (kind: Fact['kind'], offset: number) =>
  base.filter((fact) => !(fact.kind === kind && 'offset' in fact && fact.offset === offset));

describe('the crash checker', () => {
  it('finds nothing wrong with a sound history', () => {
    const verdict = checkHistory(base);
    expect(verdict.violations).toEqual([]);
    expect(verdict).toMatchObject({ acknowledged: 3, stored: 3, deliveries: 3, kills: 0, allowedRepeats: 0 });
  });

  it('accepts an event that was stored but whose acknowledgement was cut off', () => {
    expect(kinds(without('acknowledged', 2))).toEqual([]);
  });

  it('accepts an event that was sent and never stored', () => {
    expect(kinds([...base, { kind: 'sent', key: 'c', sequence: 1, value: value('c', 1), dedupeKey: null }])).toEqual(
      [],
    );
  });

  it('finds an acknowledged event that is gone', () => {
    expect(kinds(without('stored', 2))).toContain('lost');
  });

  it('finds an acknowledged event at another offset', () => {
    const moved = base.map((fact) => (fact.kind === 'stored' && fact.offset === 2 ? { ...fact, offset: 3 } : fact));
    expect(kinds(moved)).toContain('moved');
  });

  it('finds two values at one offset, between two reads', () => {
    const earlier: Fact = { kind: 'stored', pass: 0, partition: 0, offset: 2, value: value('b', 9) };
    expect(kinds([...base, earlier])).toEqual(['two-values']);
  });

  it('finds two values at one offset, between a delivery and the log', () => {
    expect(kinds([...base, delivery(value('a', 2), 1, 50)])).toContain('two-values');
  });

  it('finds a dedupe key stored twice', () => {
    const text = value('a', 2);
    const again: Fact[] = [
      { kind: 'sent', key: 'a', sequence: 2, value: text, dedupeKey: 'd' },
      { kind: 'stored', pass: 1, partition: 0, offset: 3, value: text },
      delivery(text, 3, 60),
    ];
    expect(kinds([...base, ...again])).toEqual(['stored-twice']);
  });

  it('finds an event that nobody sent', () => {
    const text = value('x', 1);
    const foreign: Fact = { kind: 'stored', pass: 1, partition: 0, offset: 3, value: text };
    expect(kinds([...base, foreign, delivery(text, 3, 60)])).toEqual(['foreign']);
  });

  it('finds a key stored out of order', () => {
    expect(kinds([...sound('a', 2, 0), ...sound('a', 1, 1)])).toEqual(['log-order']);
  });

  it('finds a delivery that overtook the one before it', () => {
    const overtaken = [...without('delivery', 0), delivery(value('a', 1), 0, 40)];
    expect(kinds(overtaken)).toEqual(['delivery-order']);
  });

  it('finds a delivery that started while the one before it still failed', () => {
    const failing = delivery(value('a', 1), 0, 1, { answer: { status: 500, order: 2, at: 1 } });
    expect(kinds([...without('delivery', 0), failing, delivery(value('a', 1), 0, 40)])).toEqual(['delivery-order']);
  });

  it('finds an event that was never acknowledged by the receiver', () => {
    expect(kinds(without('delivery', 2))).toEqual(['undelivered']);
    const failed = delivery(value('a', 2), 2, 21, { answer: { status: 503, order: 22, at: 5 } });
    expect(kinds([...without('delivery', 2), failed])).toEqual(['undelivered']);
  });

  it('finds a repeat that no kill explains, and counts one that a kill does', () => {
    const repeat = delivery(value('a', 1), 0, 70);
    expect(kinds([...base, repeat])).toEqual(['repeated']);
    const answeredAt = 1_000;
    const kill = (at: number): Fact => ({ kind: 'kill', at, goneAt: at + 2 });
    expect(kinds([...base, repeat, kill(answeredAt + 1_001)])).toEqual(['repeated']);
    expect(kinds([...base, repeat, kill(answeredAt - 100)])).toEqual(['repeated']);
    const answeredTooLate = checkHistory([...base, repeat, kill(answeredAt - 3)]);
    expect(answeredTooLate.violations).toEqual([]);
    const explained = checkHistory([...base, repeat, kill(answeredAt + 999)]);
    expect(explained.violations).toEqual([]);
    expect(explained.allowedRepeats).toBe(1);
  });

  it('finds a retry under another webhook-id', () => {
    const failed = delivery(value('a', 1), 0, 0, { webhookId: 'other', answer: { status: 500, order: 0.5, at: 0 } });
    expect(kinds([...base, failed])).toEqual(['webhook-id-changed']);
  });
});
