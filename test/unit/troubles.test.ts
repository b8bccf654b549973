import { expect, it } from 'vitest';
import { makeTroubles } from '#posthorn/engine/sqlite/troubles.js';
import type { Trouble } from '#posthorn/engine/trouble.js';
import { TROUBLE_TELL_INTERVAL_MS, TROUBLES_TOLD_MAX } from '#posthorn/model/limits.js';
import { parseTopicName } from '#posthorn/model/names.js';

function makeSetting() {
  const told: Trouble[] = [];
  let time = 1_000;
  const troubles = makeTroubles({ now: () => time }, (trouble) => told.push(trouble));
  const at = (name: string, partition = 0) => ({ topic: parseTopicName(name), partition });
  const wait = (ms: number) => {
    time += ms;
  };
  return { told, troubles, at, wait };
}

it('tells the trouble of a log once an hour, and counts each', () => {
  const { told, troubles, at, wait } = makeSetting();
  for (let pass = 0; pass < 5; pass += 1) {
    troubles.add('compaction', new Error('torn'), at('orders'));
    troubles.add('compaction', new Error('torn'), at('orders', 1));
  }
  troubles.add('retention', new Error('torn'), at('orders'));
  const first = { task: 'compaction', topic: 'orders', partition: 0, reason: 'Error: torn' };
  expect(told).toEqual([first, { ...first, partition: 1 }, { ...first, task: 'retention' }]);
  expect(troubles.count).toBe(11);
  wait(TROUBLE_TELL_INTERVAL_MS - 1);
  troubles.add('compaction', new Error('torn'), at('orders'));
  expect(told).toHaveLength(3);
  wait(1);
  troubles.add('compaction', new Error('torn'), at('orders'));
  expect(told).toHaveLength(4);
});

it('tells of a full disk once, whatever logs it is met at, and never of more logs than the bound', () => {
  const { told, troubles, at } = makeSetting();
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  for (let log = 0; log < 10; log += 1) troubles.add('compaction', full, at(`t${log}`));
  expect(told).toHaveLength(1);
  for (let log = 0; log < 2 * TROUBLES_TOLD_MAX; log += 1) troubles.add('retention', new Error('torn'), at(`t${log}`));
  expect(told).toHaveLength(TROUBLES_TOLD_MAX);
  expect(troubles.count).toBe(10 + 2 * TROUBLES_TOLD_MAX);
});
