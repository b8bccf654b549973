// Polls with large answers that become due together.
import { expect, it } from 'vitest';
import { makeAnswerBudget } from '#posthorn/consume/answer-budget.js';
import { type FetchAnswer, makeFetcher } from '#posthorn/consume/fetch.js';
import { makeLongPolls, type PollRequest } from '#posthorn/consume/long-polls.js';
import { makeGrowingLog, settle } from './growing-log.js';
import { problemOf } from './problem-of.js';

const MIB = 1024 * 1024;
const WAIT_MS = 1_000;
const COUNT = 20;
const VALUE = JSON.stringify('x'.repeat(MIB - 2));

const asked: PollRequest = {
  ...{ topic: 'orders', partition: 0, start: { kind: 'earliest' }, format: 'application/json', waitMs: WAIT_MS },
  ...{ maxBytes: 4 * MIB, minBytes: 4 * MIB },
};

/** Room for three answers of 4 MiB. */
function setUp() {
  const orders = makeGrowingLog(1);
  const budget = makeAnswerBudget(13 * MIB);
  const { log, lookupTopic } = orders.waiting;
  const polls = makeLongPolls({
    ...orders.waiting,
    fetcher: makeFetcher({ engine: { log }, lookupTopic, budget }),
  });
  const answers: FetchAnswer[] = [];
  const refused: unknown[] = [];
  const ask = () => {
    const poll = polls.poll(asked);
    poll.answer.then(
      (answer) => answers.push(answer),
      (error: unknown) => refused.push(error),
    );
    return poll;
  };
  const append = () => orders.append(0, [VALUE, VALUE, VALUE, VALUE]);
  return { orders, polls, answers, refused, ask, append };
}

it('are rendered one a turn: what else there is to do comes between', async () => {
  const { answers, ask, append } = setUp();
  for (let count = 0; count < COUNT; count += 1) ask();
  append();
  const seen: number[] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    await settle(1);
    const before = seen.at(-1) ?? 0;
    expect(answers.length - before).toBeLessThanOrEqual(1);
    seen.push(answers.length);
  }
  expect(seen.at(-1)).toBe(3);
});

it('stand in line for room in memory, and all get their answer as it is given back', async () => {
  const { polls, answers, refused, ask, append } = setUp();
  for (let count = 0; count < COUNT; count += 1) ask();
  append();
  await settle(2 * COUNT);
  expect([answers.length, polls.waiting()]).toEqual([3, COUNT - 3]);
  for (let given = 0; given < COUNT; given += 1) {
    answers[given]?.release();
    await settle(6);
    expect(answers.length).toBe(Math.min(COUNT, given + 4));
  }
  expect([refused, polls.waiting()]).toEqual([[], 0]);
});

it('are not built, and refused when their time is over, where none is given back', async () => {
  const { orders, polls, answers, ask, append } = setUp();
  const waiting = Array.from({ length: 5 }, ask);
  append();
  await settle(20);
  orders.timer.ring(WAIT_MS);
  const problem = await problemOf(() => waiting[4]?.answer);
  expect([problem.code, problem.retryAfterMs]).toEqual(['THROTTLING_QUOTA_EXCEEDED', 1_000]);
  await settle();
  expect([answers.length, polls.waiting(), orders.timer.armed()]).toEqual([3, 0, 0]);
});

it('wait in the same line where there was enough from the beginning', async () => {
  const { polls, answers, ask, append } = setUp();
  append();
  const waiting = Array.from({ length: 5 }, ask);
  await settle();
  expect([answers.length, polls.waiting()]).toEqual([3, 2]);
  // Who leaves the line holds nobody up.
  waiting[3]?.leave();
  answers[0]?.release();
  await settle();
  expect([answers.length, polls.waiting()]).toEqual([4, 0]);
});

it('whose time is over together take turns as well', async () => {
  const { orders, answers, ask } = setUp();
  for (let count = 0; count < 3; count += 1) ask();
  orders.append(0, [VALUE, VALUE]);
  await settle();
  orders.timer.ring(WAIT_MS);
  await Promise.resolve();
  expect(answers).toHaveLength(0);
  await settle(1);
  expect(answers).toHaveLength(1);
  await settle();
  expect(answers).toHaveLength(3);
});
