import { describe, expect, it } from 'vitest';
import type { Leased } from './history.js';
import { fail, found, info, ok, STEP_MS, type Step, type Steps } from './planted.js';

const LEASE_MS = 2.5 * STEP_MS;
const A: Leased = { partition: 'in/0', offset: 0, id: 'a', attempt: 1 };
const B: Leased = { partition: 'in/0', offset: 1, id: 'b', attempt: 1 };

const take = (...leased: readonly Leased[]): Step =>
  ok('lease', { group: 'q', memberId: 'w', leaseMs: LEASE_MS }, { leased });
const again = (event: Leased, attempt = 2): Leased => ({ ...event, attempt });
const call = (ack: readonly Leased[], nack: readonly Leased[] = []) => ({ group: 'q', ack, nack });
const settle = (ack: readonly Leased[], nack: readonly Leased[] = []): Step => ok('settle', call(ack, nack), {});
const idle: Step = { line: 'up', at: 0 };

/** Two events of a queue, whatever the workers do with them. */
function foundAfter(...work: readonly Step[]) {
  const placed = [A, B].map(({ partition, offset }) => ({ partition, offset }));
  const steps: Steps = new Map<string, Step>([
    ['send', ok('send', { unit: 'u', topic: 'in', form: 'batch', ids: ['a', 'b'] }, { placed, duplicate: false })],
  ]);
  for (const [index, step] of work.entries()) steps.set(`${index}`, step);
  const end = { line: 'drained', at: 0, group: 'q', topics: ['in'], exactlyOnce: false, shared: true } as const;
  return found(steps.set('drained', end));
}

describe('what the checker says about shared groups', () => {
  it('finds nothing wrong where each event is done, at once or at another attempt', () => {
    expect(foundAfter(take(A, B), settle([A, B]))).toEqual([]);
    expect(foundAfter(take(A, B), settle([A], [B]), take(again(B)), settle([again(B)]))).toEqual([]);
    expect(foundAfter(take(A, B), settle([A]), idle, idle, take(again(B)), settle([again(B)]))).toEqual([]);
    expect(foundAfter(take(A, B), info('settle', call([A, B])))).toEqual([]);
  });

  it('names an event that two got at once', () => {
    expect(foundAfter(take(A, B), take(again(B)), settle([A, again(B)]))).toEqual(['double-lease']);
    expect(foundAfter(take(A, B), idle, idle, take(B), settle([A, B]))).toEqual(['double-lease']);
    expect(foundAfter(take(A, again(B)), idle, idle, idle, take(B), settle([A, B]))).toEqual(['double-lease']);
  });

  it('names an event that comes again though it is done', () => {
    expect(foundAfter(take(A, B), settle([A, B]), idle, idle, take(again(B)))).toEqual(['done-again']);
  });

  it('names events that are neither done nor handed out', () => {
    expect(foundAfter(take(A, B), settle([A]))).toEqual(['undone']);
    expect(foundAfter(take(A, B), settle([A]), fail('settle', call([B]), 'INVALID_RECORD_STATE'))).toEqual(['undone']);
    expect(foundAfter(take(A), settle([A]))).toEqual(['undone', 'unseen']);
  });
});
