import { beforeEach, describe, expect, it } from 'vitest';
import type { FetchAnswer } from '#posthorn/consume/fetch.js';
import { type LongPolls, makeLongPolls, type Poll, type PollRequest } from '#posthorn/consume/long-polls.js';
import { WAITING_POLLS_MAX } from '#posthorn/model/limits.js';
import { makeGrowingLog, settle } from './growing-log.js';
import { problemOf } from './problem-of.js';

const WAIT_MS = 1_000;
const FUTURE = 1_800_000_000_000;

let orders: ReturnType<typeof makeGrowingLog>;
let polls: LongPolls;

beforeEach(() => {
  orders = makeGrowingLog(2);
  polls = makeLongPolls({ ...orders.waiting, fetcher: orders.fetcher });
});

const asked = (fields: Partial<PollRequest> = {}): PollRequest => ({
  ...{ topic: 'orders', partition: 0, start: { kind: 'earliest' }, format: 'application/json', waitMs: WAIT_MS },
  ...fields,
});

const offset = (at: number) => ({ start: { kind: 'offset', offset: at } }) as const;

/** Offsets in the answer, and where the next fetch goes on. */
function shown({ chunks, nextOffset }: FetchAnswer): [number[], number] {
  const { events } = JSON.parse(Buffer.concat(chunks).toString()) as { events: { offset: number }[] };
  return [events.map((event) => event.offset), nextOffset];
}

async function isWaiting({ answer }: Poll): Promise<boolean> {
  let settled = false;
  const done = () => {
    settled = true;
  };
  answer.then(done, done);
  await settle();
  return !settled;
}

describe('a fetch that waits', () => {
  it('answers at once what there is', async () => {
    orders.append(0, ['1', '2']);
    expect(shown(await polls.poll(asked()).answer)).toEqual([[0, 1], 2]);
    expect([polls.waiting(), orders.timer.armed()]).toEqual([0, 0]);
  });

  it('answers with the first append to its partition', async () => {
    const poll = polls.poll(asked());
    orders.append(1, ['"elsewhere"']);
    expect(await isWaiting(poll)).toBe(true);
    orders.append(0, ['1']);
    orders.append(0, ['2']);
    expect(shown(await poll.answer)).toEqual([[0, 1], 2]);
    expect([polls.waiting(), orders.timer.armed()]).toEqual([0, 0]);
  });

  it('is empty when the time is over, and the next one goes on where it began', async () => {
    orders.append(0, ['1', '2', '3']);
    const poll = polls.poll(asked(offset(3)));
    orders.timer.ring(WAIT_MS);
    expect(shown(await poll.answer)).toEqual([[], 3]);
    expect(polls.waiting()).toBe(0);
  });

  it('from latest gives all that came since it was asked', async () => {
    orders.append(0, ['1', '2']);
    const poll = polls.poll(asked({ start: { kind: 'latest' } }));
    orders.append(0, ['3', '4']);
    expect(shown(await poll.answer)).toEqual([[2, 3], 4]);
  });

  it('waits for minBytes, looking at each event once', async () => {
    const poll = polls.poll(asked({ minBytes: 40 }));
    for (let count = 0; count < 9; count += 1) {
      orders.append(0, ['1234']);
      expect(await isWaiting(poll)).toBe(true);
    }
    expect(orders.calls.reads).toBe(9);
    orders.append(0, ['1234']);
    expect(shown(await poll.answer)[1]).toBe(10);
  });

  it('gives what there is of minBytes when the time is over', async () => {
    const poll = polls.poll(asked({ minBytes: 40 }));
    orders.append(0, ['1234']);
    expect(await isWaiting(poll)).toBe(true);
    orders.timer.ring(WAIT_MS);
    expect(shown(await poll.answer)).toEqual([[0], 1]);
  });

  it('waits for no more than its answer may hold', async () => {
    const byBytes = polls.poll(asked({ minBytes: 40, maxBytes: 8 }));
    const byEvents = polls.poll(asked({ minBytes: 40, maxEvents: 2 }));
    orders.append(0, ['1234', '5678']);
    expect(shown(await byBytes.answer)[1]).toBe(2);
    expect(shown(await byEvents.answer)[1]).toBe(2);
  });

  it('by a time to come waits for an event of that time', async () => {
    const poll = polls.poll(asked({ start: { kind: 'timestamp', timestamp: FUTURE } }));
    orders.append(0, ['1', '2']);
    expect(await isWaiting(poll)).toBe(true);
    orders.append(0, ['3', '4'], { timestamp: [null, FUTURE] });
    expect(shown(await poll.answer)).toEqual([[3], 4]);
    const late = polls.poll(asked({ start: { kind: 'timestamp', timestamp: FUTURE + 1 } }));
    orders.timer.ring(WAIT_MS);
    expect(shown(await late.answer)).toEqual([[], 4]);
  });
});

describe('while it waits', () => {
  it('retention may overtake it', async () => {
    orders.append(0, ['1', '2', '3']);
    const byOffset = polls.poll(asked({ ...offset(1), minBytes: 50 }));
    const earliest = polls.poll(asked({ minBytes: 50 }));
    orders.trim(0, 2);
    orders.append(0, ['4']);
    const problem = await problemOf(() => byOffset.answer);
    expect([problem.code, problem.members]).toEqual(['OFFSET_OUT_OF_RANGE', { logStartOffset: 2, highWatermark: 4 }]);
    orders.timer.ring(WAIT_MS);
    expect(shown(await earliest.answer)).toEqual([[2, 3], 4]);
  });

  it('the topic may be deleted, or another one be created in its place', async () => {
    const deleted = polls.poll(asked());
    orders.remove();
    expect((await problemOf(() => deleted.answer)).code).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    orders.create(1);
    const replaced = polls.poll(asked());
    orders.remove();
    orders.create(1);
    orders.append(0, ['1']);
    const problem = await problemOf(() => replaced.answer);
    expect([problem.code, problem.message]).toEqual([
      'UNKNOWN_TOPIC_OR_PARTITION',
      expect.stringContaining('from=earliest'),
    ]);
    expect([polls.waiting(), orders.timer.armed()]).toEqual([0, 0]);
  });

  it('the topic may change otherwise', async () => {
    const poll = polls.poll(asked());
    orders.grow(3);
    expect(await isWaiting(poll)).toBe(true);
  });

  it('the client may hang up: its place is free at once', async () => {
    const poll = polls.poll(asked());
    expect([polls.waiting(), orders.timer.armed()]).toEqual([1, 1]);
    poll.leave();
    poll.leave();
    expect([polls.waiting(), orders.timer.armed()]).toEqual([0, 0]);
    const before = { ...orders.calls };
    orders.append(0, ['1']);
    expect(await isWaiting(poll)).toBe(true);
    expect(orders.calls).toEqual(before);
  });

  it('the server may stop: all are answered at once, and so is who comes later', async () => {
    const waiting = [polls.poll(asked()), polls.poll(asked({ partition: 1 }))];
    polls.stop();
    const later = polls.poll(asked());
    for (const { answer } of [...waiting, later]) expect(shown(await answer)).toEqual([[], 0]);
    expect([polls.waiting(), orders.timer.armed()]).toEqual([0, 0]);
  });
});

it('refuses what a fetch refuses, before it waits', async () => {
  orders.append(0, ['1']);
  expect((await problemOf(() => polls.poll(asked(offset(2))))).code).toBe('OFFSET_OUT_OF_RANGE');
  expect((await problemOf(() => polls.poll(asked({ topic: 'x' })))).code).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  expect((await problemOf(() => polls.poll(asked({ partition: 2 })))).code).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  expect(polls.waiting()).toBe(0);
});

describe('thousands of waiting fetches', () => {
  const COUNT = 5_000;
  const BYTES_EACH = 3_000;

  it('cost nothing until their partition gets an event, and then all are answered', async () => {
    const before = process.memoryUsage().heapUsed;
    const waiting = Array.from({ length: COUNT }, () => polls.poll(asked()));
    expect((process.memoryUsage().heapUsed - before) / COUNT).toBeLessThan(BYTES_EACH);
    expect([polls.waiting(), orders.registrations()]).toEqual([COUNT, 2]);
    const { bounds, reads } = orders.calls;
    for (let count = 0; count < 100; count += 1) orders.append(1, ['1']);
    await settle();
    expect(orders.calls).toEqual({ bounds, reads });

    orders.append(0, ['1']);
    const answers = await Promise.all(waiting.map(({ answer }) => answer));
    expect(answers.filter(({ nextOffset }) => nextOffset === 1)).toHaveLength(COUNT);
    expect([polls.waiting(), orders.timer.armed()]).toEqual([0, 0]);
  });

  it('have a bound', async () => {
    const waiting = Array.from({ length: WAITING_POLLS_MAX }, () => polls.poll(asked()));
    const problem = await problemOf(() => polls.poll(asked()));
    expect([problem.code, problem.retryAfterMs]).toEqual(['THROTTLING_QUOTA_EXCEEDED', 1_000]);
    waiting[7]?.leave();
    polls.poll(asked());
    expect(polls.waiting()).toBe(WAITING_POLLS_MAX);
  });
});
