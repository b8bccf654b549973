// The alarm with a clock and a timer of the test.
import { expect, test } from 'vitest';
import { makeAlarm } from '#posthorn/push/alarm.js';

function makeTurned() {
  const state = { now: 0, timers: 0 };
  const alarm = makeAlarm({
    now: () => state.now,
    timer: () => {
      state.timers += 1;
      return () => {
        state.timers -= 1;
      };
    },
  });
  return { alarm, state };
}

test('rings in the order of time, without what was forgotten', () => {
  const { alarm, state } = makeTurned();
  const [kept, gone] = [{}, {}];
  const rung: string[] = [];
  for (const at of [5, 1, 9, 3, 7]) {
    alarm.at(at, kept, () => rung.push(`kept ${at}`));
    alarm.at(at, gone, () => rung.push(`gone ${at}`));
  }
  alarm.forget(gone);
  alarm.at(4, gone, () => rung.push('came again 4'));
  expect(alarm.size).toBe(6);
  state.now = 7;
  alarm.check();
  expect(rung).toEqual(['kept 1', 'kept 3', 'came again 4', 'kept 5', 'kept 7']);
  expect(alarm.size).toBe(1);
});

test('to forget one of many costs no walk over the others', () => {
  const { alarm } = makeTurned();
  let looks = 0;
  const many = {};
  const at = (time: number) => ({
    valueOf: () => {
      looks += 1;
      return time;
    },
  });
  for (let time = 0; time < 2_000; time += 1) alarm.at(at(time) as unknown as number, many, () => undefined);
  const leaving = Array.from({ length: 500 }, () => ({}));
  for (const owner of leaving) alarm.at(at(5_000) as unknown as number, owner, () => undefined);
  looks = 0;
  for (const owner of leaving) alarm.forget(owner);
  expect(looks).toBe(0);
  expect(alarm.size).toBe(2_000);
});

test('forgotten ones do not stay for good', () => {
  const { alarm, state } = makeTurned();
  const rung: number[] = [];
  const owner = {};
  alarm.at(50, owner, () => rung.push(50));
  for (let round = 0; round < 100; round += 1) {
    const leaving = {};
    for (let at = 0; at < 10; at += 1) alarm.at(1_000 + at, leaving, () => rung.push(at));
    alarm.forget(leaving);
  }
  expect(alarm.size).toBe(1);
  state.now = 2_000;
  alarm.check();
  expect(rung).toEqual([50]);
  expect(alarm.size).toBe(0);
});

test('after stop nothing waits and no timer runs', () => {
  const { alarm, state } = makeTurned();
  alarm.at(5, {}, () => undefined);
  alarm.stop();
  alarm.at(6, {}, () => undefined);
  expect([alarm.size, state.timers]).toEqual([0, 0]);
});
