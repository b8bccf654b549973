// POST /v1/groups/{group}/fetch and what goes with it, as a caller meets them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { type Fetched, groupClient, offsetsOf, placesOf } from './group-client.js';

let server: RunningBus;
let http: HttpClient;
let count = 0;

beforeAll(async () => {
  server = await startBus();
  http = makeHttpClient(server.url);
  await http.put('/v1/topics/orders', { partitions: 2 });
  for (const partition of [0, 0, 0, 1, 1, 1]) await http.post(`/v1/topics/orders/events?partition=${partition}`, 1);
});
afterAll(async () => {
  http.close();
  await server.stop();
});

const newGroup = (topics?: readonly string[]) => {
  count += 1;
  return groupClient(http, `g${count}`, topics);
};
const newTopic = async (partitions = 1): Promise<string> => {
  count += 1;
  await http.put(`/v1/topics/t${count}`, { partitions });
  return `t${count}`;
};
const send = (topic: string, value: unknown, partition = 0) =>
  http.post(`/v1/topics/${topic}/events?partition=${partition}`, value);
const code = (answer: { status: number; json: () => unknown }) => [
  answer.status,
  (answer.json() as { code?: string }).code,
];

describe('a member', () => {
  it('joins, fetches, commits by its next call, and goes on behind it', async () => {
    const group = newGroup();
    const first = await group.fetch({ maxEvents: 4 });
    expect(first).toMatchObject({ generation: 1, memberId: expect.stringMatching(/^member-/) });
    expect(placesOf(first)).toEqual(['orders/0', 'orders/1']);
    expect(offsetsOf(first)).toEqual(['0:0', '0:1', '1:0', '1:1']);
    expect(first.positions.map(({ offset }) => offset)).toEqual([2, 2]);
    expect(await group.committed()).toEqual([0, 0]);
    const { memberId } = first;
    const second = await group.fetch({ memberId, commit: true });
    expect([second.memberId, second.generation]).toEqual([memberId, 1]);
    expect(offsetsOf(second).sort()).toEqual(['0:2', '1:2']);
    expect(await group.committed()).toEqual([2, 2]);
    expect(offsetsOf(await group.fetch({ memberId, commit: true }))).toEqual([]);
    expect(await group.describe()).toMatchObject({ state: 'stable', offsets: [{ lag: 0 }, { lag: 0 }] });
  });

  it('without commit goes on as well, and commits nothing', async () => {
    const group = newGroup();
    const { memberId } = await group.fetch({ maxEvents: 2 });
    await group.fetch({ memberId, maxEvents: 2 });
    const third = await group.fetch({ memberId, commit: false });
    expect(third.events).toHaveLength(2);
    expect(await group.committed()).toEqual([0, 0]);
  });

  it('with a list commits exactly that, and gets everything beyond it again', async () => {
    const group = newGroup();
    const first = await group.fetch();
    const { memberId } = first;
    const commit = [{ topic: 'orders', partition: 0, offset: 2 }];
    expect(offsetsOf(await group.fetch({ memberId, commit })).sort()).toEqual(['0:2', '1:0', '1:1', '1:2']);
    expect(await group.committed()).toEqual([2, 0]);
    expect(offsetsOf(await group.fetch({ memberId, commit: [] })).sort()).toEqual(['0:2', '1:0', '1:1', '1:2']);
    const all = await group.fetch({ memberId, commit: first.positions });
    expect([all.events, await group.committed()]).toEqual([[], [3, 3]]);
  });

  it('gets the very bytes, in the order of each partition, up to maxEvents and maxBytes', async () => {
    const topic = await newTopic();
    await http.send('POST', `/v1/topics/${topic}/events`, '{"id": 9007199254740993}', {
      'content-type': 'application/json',
    });
    await http.send('POST', `/v1/topics/${topic}/events?key=k`, 'text', { 'content-type': 'text/plain' });
    const group = newGroup([topic]);
    const answer = await group.ask({ topics: [topic], start: 'earliest' });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.text).toContain(`{"topic":"${topic}","partition":0,"offset":0,"timestamp":`);
    expect(answer.text).toContain('"value":{"id": 9007199254740993}}');
    expect(answer.json<Fetched>().events[1]).toMatchObject({ key: 'k', valueBase64: 'dGV4dA==' });
    const small = await newGroup([topic]).fetch({ maxBytes: 1 });
    expect(small.events).toHaveLength(1);
  });

  it('begins at the end by default, and where a timestamp says', async () => {
    const topic = await newTopic();
    await http.post(`/v1/topics/${topic}/batches`, {
      events: [100, 200, 300].map((timestamp) => ({ value: timestamp, timestamp })),
    });
    const latest = newGroup([topic]);
    const { memberId, events } = await latest.fetch({ start: 'latest' });
    expect(events).toEqual([]);
    await send(topic, 4);
    expect(offsetsOf(await latest.fetch({ memberId }))).toEqual(['0:3']);
    expect(offsetsOf(await newGroup([topic]).fetch({ start: { timestamp: 150 } }))).toEqual(['0:1', '0:2', '0:3']);
  });

  it('waits for events, and gets them as they come', async () => {
    const topic = await newTopic();
    const group = newGroup([topic]);
    const waiting = group.fetch({ waitMs: 30_000 });
    await eventually(() => server.bus.groups.load().calls === 1);
    await send(topic, 'x');
    expect(offsetsOf(await waiting)).toEqual(['0:0']);
    expect((await http.get('/metrics')).text).toMatch(/^posthorn_group_members [1-9]/m);
  });

  it('answers empty once its time is over', async () => {
    const group = newGroup([await newTopic()]);
    const startedAt = performance.now();
    expect((await group.fetch({ waitMs: 150 })).events).toEqual([]);
    expect(performance.now() - startedAt).toBeGreaterThan(140);
  });

  it('has one call at a time: a newer one ends the older with nothing', async () => {
    const topic = await newTopic();
    const group = newGroup([topic]);
    const { memberId } = await group.fetch();
    const older = group.fetch({ memberId, waitMs: 30_000 });
    await eventually(() => server.bus.groups.load().calls === 1);
    const newer = group.fetch({ memberId, waitMs: 30_000 });
    expect((await older).events).toEqual([]);
    await send(topic, 1);
    expect(offsetsOf(await newer)).toEqual(['0:0']);
  });
});

describe('two members', () => {
  it('share the partitions: one moves with the owner’s next call, committed, and nothing is given twice', async () => {
    const group = newGroup();
    const one = await group.fetch();
    const joining = group.fetch({ waitMs: 0 });
    await eventually(async () => (await group.describe()).state === 'rebalancing');
    const again = await group.fetch({ memberId: one.memberId, commit: true });
    expect([again.generation, placesOf(again)]).toEqual([2, ['orders/0']]);
    const two = await joining;
    expect([two.generation, placesOf(two), two.events]).toEqual([2, ['orders/1'], []]);
    expect(await group.describe()).toMatchObject({ state: 'stable', members: [{}, { memberId: two.memberId }] });
    await send('orders', 'next', 0);
    await send('orders', 'next', 1);
    expect(offsetsOf(await group.fetch({ memberId: one.memberId }))).toEqual(['0:3']);
    expect(offsetsOf(await group.fetch({ memberId: two.memberId }))).toEqual(['1:3']);
  });

  it('hand a partition over at once where nothing of it is uncommitted', async () => {
    const group = newGroup();
    const one = await group.fetch();
    await group.fetch({ memberId: one.memberId, commit: true });
    expect(placesOf(await group.fetch())).toEqual(['orders/1']);
  });

  it('what the owner did not commit is given to the next one again', async () => {
    const group = newGroup();
    const one = await group.fetch();
    const commit = one.positions.map((at) => ({ ...at, offset: 2 }));
    expect((await group.commit({ memberId: one.memberId, generation: 1, offsets: commit })).status).toBe(200);
    const joining = group.fetch();
    await eventually(async () => (await group.describe()).state === 'rebalancing');
    await group.fetch({ memberId: one.memberId });
    expect(offsetsOf(await joining)[0]).toBe('1:2');
  });

  it('a member too many has nothing, until another leaves', async () => {
    const topic = await newTopic();
    const group = newGroup([topic]);
    const one = await group.fetch();
    const two = await group.fetch();
    expect([placesOf(one), placesOf(two)]).toEqual([[`${topic}/0`], []]);
    await send(topic, 1);
    const waiting = group.fetch({ memberId: two.memberId, waitMs: 30_000 });
    expect((await http.delete(`${group.path}/members/${one.memberId}`)).status).toBe(204);
    expect(offsetsOf(await waiting)).toEqual(['0:0']);
    expect(code(await group.ask({ topics: [topic], memberId: one.memberId }))).toEqual([409, 'ILLEGAL_GENERATION']);
  });

  it('an owner that waits lets go at once, so that its client can commit', async () => {
    const group = newGroup();
    const one = await group.fetch();
    const waiting = group.fetch({ memberId: one.memberId, waitMs: 30_000 });
    const joining = group.fetch();
    expect((await waiting).generation).toBe(2);
    await group.fetch({ memberId: one.memberId, commit: true });
    expect(placesOf(await joining)).toEqual(['orders/1']);
  });
});

describe('an instance', () => {
  it('comes back to its partitions under a new id, and its former self is fenced', async () => {
    const group = newGroup();
    const body = { topics: ['orders'], instanceId: 'worker-1', start: 'earliest', waitMs: 0, maxEvents: 4 };
    const first = await group.fetch(body);
    const second = await group.fetch(body);
    expect([second.generation, placesOf(second)]).toEqual([1, placesOf(first)]);
    expect(second.memberId).not.toBe(first.memberId);
    const { memberId } = first;
    for (const commit of [true, []]) {
      const late = { ...body, instanceId: undefined, memberId, commit };
      expect(code(await group.ask(late))).toEqual([409, 'FENCED_INSTANCE_ID']);
    }
    expect(code(await group.commit({ memberId, generation: 1, offsets: [] }))).toEqual([409, 'FENCED_INSTANCE_ID']);
  });

  // Its former self may have died over the events: only who has the memberId can say that they are done.
  it.each([false, true, []])('begins again at the committed offsets, commit %j or not', async (commit) => {
    const group = newGroup();
    const first = await group.fetch({ instanceId: 'a', commit });
    const second = await group.fetch({ instanceId: 'a', commit });
    expect(offsetsOf(first).length).toBeGreaterThan(0);
    expect(offsetsOf(second).sort()).toEqual(offsetsOf(first).sort());
    await group.fetch({ memberId: second.memberId, commit: true });
    expect((await group.describe()).offsets.every(({ lag }) => lag === 0)).toBe(true);
  });

  it('commits no list without its memberId', async () => {
    const offsets = [{ topic: 'orders', partition: 0, offset: 1 }];
    expect(code(await newGroup().ask({ topics: ['orders'], instanceId: 'a', commit: offsets }))).toEqual([
      400,
      'INVALID_REQUEST',
    ]);
  });
});

describe('explicit commits', () => {
  it('are judged by ownership and generation, all or nothing', async () => {
    const group = newGroup();
    const one = await group.fetch();
    const { memberId } = one;
    const at = (partition: number, offset: number) => ({ topic: 'orders', partition, offset });
    const done = await group.commit({ memberId, generation: 1, offsets: [at(0, 2)] });
    expect([done.status, done.json()]).toEqual([200, { offsets: [at(0, 2)] }]);
    const later = await group.commit({ memberId, generation: 2, offsets: [at(0, 1)] });
    expect(code(later)).toEqual([409, 'ILLEGAL_GENERATION']);
    const outside = await group.commit({ memberId, generation: 1, offsets: [at(0, 1), at(1, 99)] });
    expect([outside.status, outside.json()]).toMatchObject([
      416,
      { code: 'OFFSET_OUT_OF_RANGE', logStartOffset: 0, errors: [{ path: '/offsets/1/offset' }] },
    ]);
    expect(await group.committed()).toEqual([2, 0]);
    const joining = group.fetch();
    await eventually(async () => (await group.describe()).state === 'rebalancing');
    const two = await group.fetch({ memberId }).then(() => joining);
    expect(code(await group.commit({ memberId, generation: 1, offsets: [at(0, 3), at(1, 1)] }))).toEqual([
      409,
      'ILLEGAL_GENERATION',
    ]);
    expect((await group.commit({ memberId, generation: 1, offsets: [at(0, 3)] })).status).toBe(200);
    const early = await group.commit({ memberId: two.memberId, generation: 1, offsets: [at(1, 1)] });
    expect(code(early)).toEqual([409, 'ILLEGAL_GENERATION']);
    expect(await group.committed()).toEqual([3, 0]);
  });

  it('of unknown groups and members are refused', async () => {
    const body = { memberId: 'x', generation: 1, offsets: [] };
    expect(code(await http.post('/v1/groups/nobody/offsets', body))).toEqual([404, 'GROUP_ID_NOT_FOUND']);
    const group = newGroup();
    await group.fetch();
    expect(code(await group.commit(body))).toEqual([409, 'ILLEGAL_GENERATION']);
    expect(code(await group.commit({ ...body, generation: 'one' }))).toEqual([400, 'INVALID_REQUEST']);
  });
});
