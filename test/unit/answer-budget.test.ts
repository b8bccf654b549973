import { expect, it } from 'vitest';
import { makeAnswerBudget } from '#posthorn/consume/answer-budget.js';
import { ANSWER_BUILT_FIRST_BYTES } from '#posthorn/model/limits.js';

const MIB = 1024 * 1024;

/** A budget of 10 MiB, and what asks for an answer of `bytes`, estimated as such or otherwise. */
function setUp() {
  const budget = makeAnswerBudget(10 * MIB);
  const built: number[] = [];
  const woken: string[] = [];
  const render = (bytes: number) => () => {
    built.push(bytes);
    return { bytes };
  };
  const asker = (name: string, bytes: number) => {
    const wake = () => void woken.push(name);
    return { wake, ask: () => budget.build(bytes, render(bytes), wake) };
  };
  return { budget, built, woken, asker, ask: (bytes: number, real = bytes) => budget.build(bytes, render(real)) };
}

it('builds nothing that there is no room for', () => {
  const { ask, built } = setUp();
  const first = ask(6 * MIB);
  expect(ask(6 * MIB)).toBeUndefined();
  expect(built).toEqual([6 * MIB]);
  first?.release();
  first?.release();
  expect(ask(6 * MIB)).toBeDefined();
  expect(ask(6 * MIB)).toBeUndefined();
});

it('counts what an answer really is', () => {
  const { ask } = setUp();
  ask(2 * MIB, 9 * MIB);
  expect(ask(2 * MIB)).toBeUndefined();
});

it('gives small answers in any case, and judges what seems small once it is built', () => {
  const { ask, built } = setUp();
  ask(10 * MIB);
  expect(ask(1_000)?.bytes).toBe(1_000);
  expect(ask(ANSWER_BUILT_FIRST_BYTES, 60_000)?.bytes).toBe(60_000);
  expect(ask(ANSWER_BUILT_FIRST_BYTES)).toBeUndefined();
  expect(built).toHaveLength(4);
});

it('gives one answer that is larger than all of it', () => {
  const { ask } = setUp();
  expect(ask(11 * MIB)?.bytes).toBe(11 * MIB);
  expect(ask(MIB)).toBeUndefined();
});

it('wakes who waits in the order of their coming, one by one', () => {
  const { budget, asker, ask, woken, built } = setUp();
  const first = ask(10 * MIB);
  const [a, b, c] = [asker('a', 4 * MIB), asker('b', 4 * MIB), asker('c', 4 * MIB)];
  for (const { ask: askFor } of [a, b, c]) expect(askFor()).toBeUndefined();
  expect([a, b, c].map(({ wake }) => budget.isBehind(wake))).toEqual([false, true, true]);
  first?.release();
  expect(woken).toEqual(['a']);
  expect(b.ask()).toBeUndefined();
  const held = a.ask();
  expect([held?.bytes, woken]).toEqual([4 * MIB, ['a', 'b']]);
  expect(b.ask()?.bytes).toBe(4 * MIB);
  expect([c.ask(), woken, built.length]).toEqual([undefined, ['a', 'b', 'c'], 3]);
  held?.release();
  expect(woken).toEqual(['a', 'b', 'c', 'c']);
});

it('wakes the next where the first one leaves the line', () => {
  const { budget, asker, ask, woken } = setUp();
  ask(8 * MIB);
  const [a, b] = [asker('a', 4 * MIB), asker('b', 2 * MIB)];
  for (const { ask: askFor } of [a, b]) askFor();
  budget.leave(a.wake);
  expect(woken).toEqual(['b']);
  expect(b.ask()?.bytes).toBe(2 * MIB);
});
