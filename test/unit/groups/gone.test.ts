// Joins whose clients hang up before it is their turn: they leave no members behind.
import { expect, test } from 'vitest';
import { readAnswer, setUpGroup } from './set-up.js';

test('a join whose client is gone by its turn makes no member', async () => {
  const group = setUpGroup();
  group.store.topic('orders', 1);
  const { call, record } = group;
  const first = call();
  const leaving = Array.from({ length: 20 }, () => call());
  for (const { over } of leaving) over(false);
  await readAnswer(first);
  const last = call();
  expect((await readAnswer(last)).memberId).toBeDefined();
  expect(record().members).toHaveLength(2);
});
