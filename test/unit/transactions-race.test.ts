// A transaction on its way to the writer, and a call that decides on what was committed before it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { resultsInOrder } from '#posthorn/produce/answer.js';
import { makeTransactions } from '#posthorn/transactions/transactions.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';

let running: RunningBus;
let client: HttpClient;

beforeAll(async () => {
  running = await startBus();
  client = makeHttpClient(running.url);
  for (const topic of ['in', 'out']) await client.put(`/v1/topics/${topic}`, {});
  await client.post('/v1/topics/in/batches', { events: [1, 2, 3, 4].map((value) => ({ value })) });
});
afterAll(async () => {
  client.close();
  await running.stop();
});

type Fetched = {
  memberId: string;
  generation: number;
  positions: { topic: string; partition: number; offset: number }[];
  events: { offset: number }[];
};

/** Without a way through HTTP: what is begun in one turn of the event loop is decided before either is committed. */
async function fetched(group: string, body: object): Promise<Fetched> {
  const call = running.bus.groups.fetch(group, { topics: ['in'], start: 'earliest', waitMs: 0, ...body });
  const answer = await call.answer;
  const text = Buffer.concat(answer.chunks).toString();
  answer.release();
  call.over(true);
  return JSON.parse(text) as Fetched;
}

it.each([
  ['a member that comes back under its instanceId', { instanceId: 'one' }],
  ['a member that asks for what is not committed', { commit: [] }],
])('does not hand out again what a transaction commits before it: %s', async (name, body) => {
  const group = `race-${name.length}`;
  const first = await fetched(group, 'instanceId' in body ? body : {});
  expect(first.events).toHaveLength(4);
  const { bus } = running;
  const { planCommit } = bus.groups;
  const transactions = makeTransactions({
    ...{ engine: bus.engine, planEvents: bus.producer.plan, planCommit, resultsInOrder },
  });
  const { memberId, generation, positions: offsets } = first;
  const request = {
    produce: [{ topic: 'out', events: [{ value: group }] }],
    commit: [{ group, memberId, generation, offsets }],
  };
  const member = 'instanceId' in body ? {} : { memberId };
  const [, again] = await Promise.all([
    transactions.commit({ body: Buffer.from(JSON.stringify(request)) }),
    fetched(group, { ...member, ...body }),
  ]);
  expect(again.events).toEqual([]);
});
