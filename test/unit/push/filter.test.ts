// The parts of filtering that no log and no endpoint is needed for.
import { expect, test } from 'vitest';
import type { LogSlice } from '#posthorn/engine/engine.js';
import { nextInRuns, runsFrom, runsText, slicesIn } from '#posthorn/engine/runs.js';
import { FILTER_TURN_STEPS } from '#posthorn/model/delivery-limits.js';
import { columnAt, valueAt } from '#posthorn/model/event-batch.js';
import { pack } from '#posthorn/model/values.js';
import { makeFilterTurns } from '#posthorn/push/filter/filter-turns.js';
import { passingOf } from '#posthorn/push/filter/passing.js';

/** Events `base..base + count - 1`; the value of each is its offset, every column differs from event to event. */
function slice(base: number, count: number): LogSlice {
  const offsets = Array.from({ length: count }, (_, index) => base + index);
  const columns = {
    key: offsets.map((offset) => (offset % 3 === 0 ? null : `k${offset}`)),
    headers: offsets.map((offset) => `{"h":"${offset}"}`),
    timestamp: offsets,
    contentType: 'application/vnd+json',
  };
  const batch = { count, ...pack(offsets.map((offset) => Buffer.from(String(offset)))), columns };
  return { batch, baseOffset: base, timestamp: 1, first: 0, last: count - 1 };
}

function makeFilter(passes: (offset: number) => boolean) {
  let spent = 0;
  return {
    matches: ({ baseOffset }: LogSlice, index: number) => {
      spent += 10;
      return passes(baseOffset + index);
    },
    spent: () => spent,
  };
}

const eventsOf = (slices: readonly LogSlice[]) =>
  slices.flatMap(({ batch, baseOffset, timestamp, first, last }) =>
    Array.from({ length: last - first + 1 }, (_, at) => {
      const index = first + at;
      const { key, headers, timestamp: time, contentType } = batch.columns;
      const value = Buffer.from(valueAt(batch, index)).toString();
      const parts = [key, headers, contentType].map((column) => columnAt(column, index));
      return [baseOffset + index, value, ...parts, columnAt(time, index), timestamp];
    }),
  );

test.each([1, 2, 3, 7, 50])('what passes, one in %i, has the same offsets, bytes and columns', (every) => {
  const slices = [slice(0, 20), { ...slice(20, 30), first: 3, last: 25 }];
  const { passed, to } = passingOf(
    makeFilter((offset) => offset % every === 0),
    slices,
    1_000_000,
  );
  expect(to).toBe(46);
  expect(eventsOf(passed)).toEqual(eventsOf(slices).filter(([offset]) => (offset as number) % every === 0));
});

test('a row that passes as a whole is not copied, what passes of another keeps none of its memory', () => {
  const whole = slice(0, 20);
  const all = passingOf(
    makeFilter(() => true),
    [whole],
    1_000_000,
  );
  expect(all.passed[0]).toBe(whole);
  const one = passingOf(
    makeFilter((offset) => offset === 7),
    [whole],
    1_000_000,
  );
  expect(one.passed[0]?.batch.payload.buffer.byteLength).toBe(2);
});

test('it stops within what it may spend, and says where', () => {
  const slices = [slice(0, 20), slice(20, 20)];
  const filter = makeFilter(() => true);
  const { passed, to } = passingOf(filter, slices, 95);
  expect(to).toBe(10);
  expect(eventsOf(passed)).toEqual(eventsOf(slices).slice(0, 10));
  expect(passingOf(filter, [slice(10, 3)], 1).to).toBe(11);
});

test('runs: from an offset on, of slices, and as a header', () => {
  const runs = [10, 12, 20, 20, 30, 35];
  expect([9, 12, 13, 20, 21, 35, 36].map((offset) => nextInRuns(runs, offset))).toEqual([
    10,
    12,
    20,
    20,
    30,
    35,
    undefined,
  ]);
  expect(runsFrom(runs, 12)).toEqual([12, 12, 20, 20, 30, 35]);
  expect(runsFrom(runs, 31)).toBeNull();
  const inside = slicesIn([slice(0, 11), slice(11, 20), slice(31, 2), slice(34, 9)], runs);
  expect(eventsOf(inside).map(([offset]) => offset)).toEqual([10, 11, 12, 20, 30, 31, 32, 34, 35]);
  expect(runsText(inside)).toBe('10-12,20,30-32,34-35');
});

test('filters take turns: who finds nothing left goes on in the next turn, and the others after it', () => {
  const queue: (() => void)[] = [];
  const turns = makeFilterTurns((callback) => queue.push(callback));
  const went: string[] = [];
  const go = (who: { readonly name: string }): void => {
    if (!turns.mayGoOn(who, () => go(who))) return;
    went.push(who.name);
    turns.spend(FILTER_TURN_STEPS);
  };
  for (const name of ['a', 'b', 'c']) go({ name });
  expect(went).toEqual(['a']);
  queue.shift()?.();
  expect(went).toEqual(['a', 'b']);
  queue.shift()?.();
  expect(went).toEqual(['a', 'b', 'c']);
  queue.shift()?.();
  expect(queue).toEqual([]);
});

test('one that never comes to an end leaves the others their turns', () => {
  const queue: (() => void)[] = [];
  const turns = makeFilterTurns((callback) => queue.push(callback));
  const went: string[] = [];
  const endless = { name: 'endless' };
  const catchUp = (): void => {
    while (turns.mayGoOn(endless, catchUp)) {
      went.push(endless.name);
      turns.spend(FILTER_TURN_STEPS);
    }
  };
  const live = { name: 'live' };
  const once = (): void => {
    if (!turns.mayGoOn(live, once)) return;
    went.push(live.name);
    turns.spend(1);
  };
  catchUp();
  once();
  for (let turn = 0; turn < 4; turn += 1) queue.shift()?.();
  expect(went.slice(0, 3)).toEqual(['endless', 'endless', 'live']);
  expect(went.filter((name) => name === 'endless').length).toBeGreaterThan(2);
});
