// Transactions over a real engine, with groups whose judgement the test chooses.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommitUnit, Expectation } from '#posthorn/engine/engine.js';
import { PosthornError } from '#posthorn/errors/posthorn-error.js';
import { parseGroupName } from '#posthorn/model/names.js';
import { resultsInOrder } from '#posthorn/produce/answer.js';
import type { PlanCommit } from '#posthorn/transactions/asked.js';
import { makeTransactions } from '#posthorn/transactions/transactions.js';
import { type RunningBus, startBus } from '../harness/server.js';

let running: RunningBus;
const TOPIC = 'inputs';
const GROUP = parseGroupName('workers');

beforeAll(async () => {
  running = await startBus();
  await running.bus.topics.put(TOPIC, {});
});
afterAll(() => running.stop());

/** As much of a group as matters here: a generation that the document holds, and the offsets asked for. */
const planCommit: PlanCommit = ({ group, generation, offsets }) => {
  const found = running.bus.engine.registry.get('topics', '_group');
  const version = found?.version ?? 0;
  if (generation !== version) throw new PosthornError('VERSION_CONFLICT', `generation ${version}`);
  const expect: Expectation = { kind: 'version', collection: 'topics', name: '_group', version };
  const rows = offsets.map(({ topic, partition, offset }) => ({
    ...{ group, topic, partition, committedOffset: offset, inFlight: [] },
  }));
  return { expect: [expect], offsets: rows };
};

function setUp(plan: PlanCommit = planCommit) {
  const { engine, producer } = running.bus;
  const units: CommitUnit[] = [];
  const spied = {
    registry: engine.registry,
    commit: (unit: CommitUnit) => {
      units.push(unit);
      return engine.commit(unit);
    },
  };
  const transactions = makeTransactions({
    ...{ engine: spied, planEvents: producer.plan, planCommit: plan, resultsInOrder },
  });
  const run = (body: object, idempotencyKey?: string) =>
    transactions.commit({ body: Buffer.from(JSON.stringify(body)), idempotencyKey });
  return { run, units };
}

const nextGeneration = () =>
  running.bus.engine.commit({ documents: [{ collection: 'topics', name: '_group', body: { at: Date.now() } }] });
const generation = () => running.bus.engine.registry.get('topics', '_group')?.version ?? 0;
const committedOffset = () => running.bus.engine.groups.progress(GROUP)[0]?.committedOffset;
const highWatermark = async () => (await running.bus.topics.describe(TOPIC)).partitions[0]?.highWatermark;

const step = (offset: number, known = generation()) => ({
  produce: [{ topic: TOPIC, events: [{ value: offset }] }],
  commit: [{ group: GROUP, memberId: 'm', generation: known, offsets: [{ topic: TOPIC, partition: 0, offset }] }],
});

it('writes events and offsets in one unit', async () => {
  const { run, units } = setUp();
  const answer = await run(step(1));
  expect(answer.commit).toEqual([{ group: GROUP, offsets: [{ topic: TOPIC, partition: 0, offset: 1 }] }]);
  expect(units).toHaveLength(1);
  expect([committedOffset(), await highWatermark()]).toEqual([1, 1]);
});

it('answers a committed transaction after the generation has moved on, and refuses one that is not', async () => {
  const { run } = setUp();
  const body = step(2);
  const first = await run(body, 'two');
  await nextGeneration();
  const before = await highWatermark();
  expect(await run(body, 'two')).toMatchObject({ timestamp: first.timestamp, commit: first.commit, duplicate: true });
  await expect(run(body, 'other')).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
  await expect(run(step(3, 99), 'two')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  expect([committedOffset(), await highWatermark()]).toEqual([2, before]);
});

it('finds the first one also while that is still on its way to the writer', async () => {
  const body = step(4);
  let refuse = false;
  const { run } = setUp((commit) => {
    if (refuse) throw new PosthornError('INVALID_REQUEST', 'no member any more');
    return planCommit(commit);
  });
  const first = run(body, 'four');
  refuse = true;
  const second = run(body, 'four');
  expect((await first).duplicate).toBe(false);
  expect((await second).duplicate).toBe(true);
});

it('plans again when the group changed between plan and commit', async () => {
  let moves = 2;
  const { run, units } = setUp((commit) => {
    const plan = planCommit({ ...commit, generation: generation() });
    // Queued before the transaction, so the writer sees it first.
    if (moves-- > 0) nextGeneration().catch(() => undefined);
    return plan;
  });
  const before = (await highWatermark()) ?? 0;
  expect((await run(step(5), 'five')).duplicate).toBe(false);
  expect(units).toHaveLength(3);
  expect([committedOffset(), await highWatermark()]).toEqual([5, before + 1]);
});

it('refuses places of a group by their paths, and writes none of the events', async () => {
  const errors = [{ path: '/offsets/0/offset', message: 'is beyond the high watermark' }];
  const { run, units } = setUp(() => {
    throw new PosthornError('OFFSET_OUT_OF_RANGE', 'Beyond.', { errors, members: { highWatermark: 7 } });
  });
  await expect(run(step(6))).rejects.toMatchObject({
    code: 'OFFSET_OUT_OF_RANGE',
    errors: [{ path: '/commit/0/offsets/0/offset', message: 'is beyond the high watermark' }],
    members: { highWatermark: 7 },
  });
  expect(units).toEqual([]);
});

it('judges events again for a topic that was made anew before the commit', async () => {
  const { bus } = running;
  await bus.topics.put('anew', {});
  let judged = 0;
  const transactions = makeTransactions({
    ...{ engine: bus.engine, planCommit, resultsInOrder },
    planEvents: (request) => {
      const plan = bus.producer.plan(request);
      judged += 1;
      const { body } = bus.engine.registry.get('topics', 'anew') ?? { body: {} };
      const remade = { collection: 'topics', name: 'anew', body, renew: true } as const;
      if (judged === 1) bus.engine.commit({ documents: [remade] }).catch(() => undefined);
      return plan;
    },
  });
  const body = Buffer.from(JSON.stringify({ produce: [{ topic: 'anew', events: [{ value: 1 }] }] }));
  expect((await transactions.commit({ body })).produce[0]?.results).toHaveLength(1);
  expect(judged).toBe(2);
});
