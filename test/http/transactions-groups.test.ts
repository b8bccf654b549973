// Transactions that commit the offsets of groups: consume, transform and produce as one step.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';

let running: RunningBus;
let client: HttpClient;
const OUT = 'out';

beforeAll(async () => {
  running = await startBus();
  client = makeHttpClient(running.url);
  await client.put(`/v1/topics/${OUT}`, {});
});

afterAll(async () => {
  client.close();
  await running.stop();
});

type OffsetAt = { topic: string; partition: number; offset: number };
type Fetched = { memberId: string; generation: number; positions: OffsetAt[]; events: { value: unknown }[] };
type Asked = { group: string; memberId?: string; generation?: number; offsets: OffsetAt[] };

async function makeInputs(name: string, events = 4, partitions = 1): Promise<string> {
  expect((await client.put(`/v1/topics/${name}`, { partitions })).status).toBe(200);
  for (let partition = 0; partition < partitions; partition += 1) {
    const batch = Array.from({ length: events }, (_, value) => ({ value, partition }));
    expect((await client.post(`/v1/topics/${name}/batches`, { events: batch })).status).toBe(200);
  }
  return name;
}

async function fetchAs(group: string, body: object): Promise<Fetched> {
  const answer = await client.post(`/v1/groups/${group}/fetch`, { start: 'earliest', waitMs: 0, ...body });
  expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
  return answer.json<Fetched>();
}

const commit = (body: object, key?: string) =>
  client.post('/v1/transactions', body, key === undefined ? {} : { 'idempotency-key': key });
const produced = (value: unknown) => [{ topic: OUT, events: [{ value }] }];
const offsetsOf = ({ memberId, generation, positions }: Fetched, group: string): Asked => ({
  ...{ group, memberId, generation, offsets: positions },
});

type Described = { offsets: { topic: string; partition: number; committedOffset: number }[] };

async function committedOffsets(group: string): Promise<Record<string, number>> {
  const { offsets } = (await client.get(`/v1/groups/${group}`)).json<Described>();
  return Object.fromEntries(offsets.map((at) => [`${at.topic}/${at.partition}`, at.committedOffset]));
}

async function outputs(): Promise<unknown[]> {
  const answer = await client.get(`/v1/topics/${OUT}/partitions/0/events?from=earliest`);
  return answer.json<{ events: { value: unknown }[] }>().events.map(({ value }) => value);
}

async function refused(status: number, code: string, body: object, key?: string) {
  const answer = await commit(body, key);
  expect([answer.status, answer.json()['code']]).toEqual([status, code]);
  return answer.json<{ detail: string; errors?: { path: string }[] }>();
}

describe('a member', () => {
  test('commits what it was handed out together with what it made of it', async () => {
    const [topic, group] = [await makeInputs('whole'), 'whole'];
    const fetched = await fetchAs(group, { topics: [topic] });
    const asked = offsetsOf(fetched, group);
    const answer = await commit({ produce: produced('whole'), commit: [asked] });
    expect([answer.status, answer.json()]).toEqual([
      200,
      expect.objectContaining({
        produce: [{ topic: OUT, results: [{ partition: 0, offset: expect.any(Number), duplicate: false }] }],
        commit: [{ group, offsets: [{ topic, partition: 0, offset: 4 }] }],
        duplicate: false,
      }),
    ]);
    expect(await committedOffsets(group)).toEqual({ 'whole/0': 4 });
    expect(await outputs()).toContain('whole');
    const { memberId } = fetched;
    expect((await fetchAs(group, { topics: [topic], memberId, commit: [] })).events).toEqual([]);
  });

  test('whose transaction was refused is handed the same again', async () => {
    const [topic, group] = [await makeInputs('again'), 'again'];
    const fetched = await fetchAs(group, { topics: [topic] });
    const bad = [{ topic: OUT, events: [{ value: 'again' }, { value: 1, partition: 7 }] }];
    const problem = await refused(404, 'UNKNOWN_TOPIC_OR_PARTITION', {
      produce: bad,
      commit: [offsetsOf(fetched, group)],
    });
    expect(problem.errors?.[0]?.path).toBe('/produce/0/events/1/partition');
    const beyond = { ...offsetsOf(fetched, group), offsets: [{ topic, partition: 0, offset: 5 }] };
    const range = await refused(416, 'OFFSET_OUT_OF_RANGE', { produce: produced('again'), commit: [beyond] });
    expect(range.errors?.[0]?.path).toBe('/commit/0/offsets/0/offset');
    expect(range).toMatchObject({ logStartOffset: 0, highWatermark: 4 });
    const { memberId } = fetched;
    const repeated = await fetchAs(group, { topics: [topic], memberId, commit: [] });
    expect(repeated.events.map(({ value }) => value)).toEqual([0, 1, 2, 3]);
    expect(await outputs()).not.toContain('again');
  });

  test('that is none any more writes nothing; what it had committed before is answered as it was', async () => {
    const [topic, group] = [await makeInputs('moved'), 'moved'];
    const first = await fetchAs(group, { topics: [topic], maxEvents: 2 });
    const known = { produce: produced('known'), commit: [offsetsOf(first, group)] };
    const answer = await commit(known, 'moved-1');
    const second = await fetchAs(group, { topics: [topic], memberId: first.memberId, commit: [] });
    const late = { produce: produced('late'), commit: [offsetsOf(second, group)] };
    expect((await client.delete(`/v1/groups/${group}/members/${first.memberId}`)).status).toBe(204);
    const successor = await fetchAs(group, { topics: [topic] });
    expect(successor.generation).toBeGreaterThan(first.generation);

    await refused(409, 'ILLEGAL_GENERATION', late);
    await refused(409, 'ILLEGAL_GENERATION', late, 'moved-2');
    const repeat = (await commit(known, 'moved-1')).json();
    expect(repeat).toMatchObject({ ...answer.json(), duplicate: true, produce: [{ results: [{ duplicate: true }] }] });
    await refused(422, 'IDEMPOTENCY_KEY_REUSED', late, 'moved-1');
    expect(await committedOffsets(group)).toEqual({ 'moved/0': 2 });
    expect((await outputs()).filter((value) => value === 'known' || value === 'late')).toEqual(['known']);
  });

  test('is fenced by another one that came back under its instanceId', async () => {
    const [topic, group] = [await makeInputs('static'), 'static'];
    const first = await fetchAs(group, { topics: [topic], instanceId: 'one' });
    const second = await fetchAs(group, { topics: [topic], instanceId: 'one' });
    expect(second.events).toHaveLength(4);
    await refused(409, 'FENCED_INSTANCE_ID', { produce: produced('fenced'), commit: [offsetsOf(first, group)] });
    expect((await commit({ produce: produced('static'), commit: [offsetsOf(second, group)] })).status).toBe(200);
    expect(await outputs()).not.toContain('fenced');
  });

  test('commits nothing that is not its own', async () => {
    const [topic, group] = [await makeInputs('foreign', 2, 2), 'foreign'];
    const other = await makeInputs('foreign-2');
    const fetched = await fetchAs(group, { topics: [topic] });
    const offsets = [...fetched.positions, { topic: other, partition: 0, offset: 1 }];
    const problem = await refused(409, 'ILLEGAL_GENERATION', { commit: [{ ...offsetsOf(fetched, group), offsets }] });
    expect(problem.errors?.map(({ path }) => path)).toEqual(['/commit/0/offsets/2']);
    expect(await committedOffsets(group)).toEqual({ 'foreign/0': 0, 'foreign/1': 0 });
  });
});

describe('several groups', () => {
  test('are committed as one, or none is', async () => {
    const topic = await makeInputs('several');
    const members = [await fetchAs('several-a', { topics: [topic] }), await fetchAs('several-b', { topics: [topic] })];
    const [a, b] = members.map((member, nth) => offsetsOf(member, `several-${'ab'[nth]}`)) as [Asked, Asked];
    const stale = { ...b, memberId: 'nobody' };
    const problem = await refused(409, 'ILLEGAL_GENERATION', { produce: produced('several'), commit: [a, stale] });
    expect(problem.errors?.[0]?.path).toBe('/commit/1');
    expect(await committedOffsets('several-a')).toEqual({ 'several/0': 0 });
    expect((await commit({ produce: produced('several'), commit: [a, b] })).status).toBe(200);
    expect(await committedOffsets('several-a')).toEqual({ 'several/0': 4 });
    expect(await committedOffsets('several-b')).toEqual({ 'several/0': 4 });
    expect((await outputs()).filter((value) => value === 'several')).toHaveLength(1);
  });

  test('have offsets without a member only where they have none', async () => {
    const [topic, group] = [await makeInputs('alone'), 'alone'];
    const offsets = [{ topic, partition: 0, offset: 3 }];
    const fetched = await fetchAs(group, { topics: [topic] });
    await refused(409, 'NON_EMPTY_GROUP', { produce: produced('alone'), commit: [{ group, offsets }] });
    expect((await client.delete(`/v1/groups/${group}/members/${fetched.memberId}`)).status).toBe(204);
    expect((await commit({ produce: produced('alone'), commit: [{ group, offsets }] })).status).toBe(200);
    expect(await committedOffsets(group)).toEqual({ 'alone/0': 3 });
    expect((await fetchAs(group, { topics: [topic] })).events.map(({ value }) => value)).toEqual([3]);
  });
});
