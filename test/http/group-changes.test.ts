// What _changes tells of groups: who came and went, and why; what was lost. None of it may bring about the next one.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toldChanges } from '../harness/changes.js';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { groupClient } from './group-client.js';

const SHORTEST_SESSION = { sessionTimeoutMs: 1_000 };

let server: RunningBus;
let http: HttpClient;
let count = 0;

beforeAll(async () => {
  server = await startBus();
  http = makeHttpClient(server.url);
  await http.put('/v1/topics/orders', { partitions: 4 });
});
afterAll(async () => {
  http.close();
  await server.stop();
});

const newGroup = (topics?: readonly string[]) => {
  count += 1;
  const name = `g${count}`;
  return { name, ...groupClient(http, name, topics), told: () => toldChanges(http, `groups/${name}`) };
};

test('members that come and go, each once and with why, and the end of the group', async () => {
  const { name, fetch, path, told } = newGroup();
  const { memberId } = await fetch();
  const { memberId: worker } = await fetch({ instanceId: 'worker', ...SHORTEST_SESSION });
  await http.delete(`${path}/members/${memberId}`);
  await eventually(async () => expect(await told()).toHaveLength(4));
  await http.delete(path);
  const instance = { name, memberId: worker, instanceId: 'worker' };
  expect(await told()).toEqual([
    { kind: 'group.joined', name, memberId, topics: ['orders'] },
    { kind: 'group.joined', ...instance, topics: ['orders'] },
    { kind: 'group.left', name, memberId, reason: 'removed by a call' },
    { kind: 'group.left', ...instance, reason: 'session ended: no call within its time-out' },
    { kind: 'group.deleted', name },
  ]);
});

test('a refused call tells nothing, and a removed member is told once', async () => {
  const { name, fetch, path, told } = newGroup();
  const { memberId } = await fetch();
  expect((await http.delete(path)).status).toBe(409);
  const both = await Promise.all([1, 2].map(() => http.delete(`${path}/members/${memberId}`)));
  expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
  expect((await told()).map(({ kind }) => kind)).toEqual(['group.joined', 'group.left']);
  expect(await told()).toMatchObject([{ name }, { name }]);
});

test('members that come at once make one event each, however much is moved between them', async () => {
  const { fetch, told } = newGroup();
  const joined = await Promise.all(Array.from({ length: 12 }, () => fetch()));
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(joined.map(({ memberId }) => fetch({ memberId, commit: true })));
  }
  const told12 = await told();
  expect(new Set(told12.map(({ kind }) => kind))).toEqual(new Set(['group.joined']));
  const ids = told12.map((change) => change['memberId']);
  expect(ids.sort()).toEqual(joined.map(({ memberId }) => memberId).sort());
});

test('a group that reads _changes is told of its own members, and then comes to rest', async () => {
  const { fetch, path, told } = newGroup(['_changes']);
  const end = async () => {
    const answer = await http.get('/v1/topics/_changes/partitions/0/events?from=latest');
    return answer.json<{ nextOffset: number }>().nextOffset;
  };
  const before = await end();
  const { memberId, events } = await fetch({ start: 'latest' });
  expect(events).toEqual([]);
  const next = await fetch({ memberId, commit: true, waitMs: 5_000 });
  expect(next.events).toMatchObject([{ offset: before, value: { kind: 'group.joined', memberId } }]);
  for (let call = 0; call < 5; call += 1) expect((await fetch({ memberId, commit: true })).events).toEqual([]);
  // An instance that comes back under another id with every call.
  await http.delete(`${path}/members/${memberId}`);
  const instance = { instanceId: 'shell' };
  for (let done = false; !done; ) {
    const { memberId: id, events: got } = await fetch(instance);
    await fetch({ memberId: id, commit: true });
    done = got.length === 0;
  }
  const loop = instance;
  const rest = await end();
  for (let call = 0; call < 5; call += 1) expect((await fetch(loop)).events).toEqual([]);
  expect(await end()).toBe(rest);
  expect((await told()).map(({ kind }) => kind)).toEqual(['group.joined', 'group.left', 'group.joined']);
});

test('a seek is told, a dry run is not', async () => {
  const { name, commit, path, told, fetch } = newGroup(['sought']);
  await http.put('/v1/topics/sought', {});
  for (const value of [1, 2, 3]) await http.post('/v1/topics/sought/events', value);
  const { memberId } = await fetch();
  await http.delete(`${path}/members/${memberId}`);
  const to = { to: 'latest', topics: ['sought'] };
  expect((await http.post(`${path}/offsets?dryRun=true`, to)).status).toBe(200);
  expect((await commit(to)).status).toBe(200);
  const offsets = [{ topic: 'sought', partition: 0, committedOffset: 0, newOffset: 3 }];
  expect((await told()).slice(2)).toEqual([{ kind: 'group.sought', name, replayed: 0, skipped: 3, offsets }]);
});

test('what a group loses is told once, but not of what the bus itself fills', async () => {
  const { name, fetch, told, describe } = newGroup(['orders', 'g.dlt']);
  await http.put('/v1/topics/g.dlt', {});
  const { memberId } = await fetch();
  for (const topic of ['orders', 'orders', 'g.dlt']) {
    await http.post(`/v1/topics/${topic}/events?partition=0`, 1);
  }
  for (const topic of ['orders', 'g.dlt']) {
    const trimmed = await http.post(`/v1/topics/${topic}/trim`, { offsets: [{ partition: 0, offset: -1 }] });
    expect([trimmed.status, trimmed.text]).toMatchObject([200, expect.anything()]);
  }
  await fetch({ memberId, commit: true });
  await fetch({ memberId, commit: true });
  const lost = (await describe()).offsets
    .filter((one) => one.lost > 0)
    .map(({ topic, lost: events }) => [topic, events]);
  expect(lost.sort()).toEqual([
    ['g.dlt', 1],
    ['orders', 2],
  ]);
  expect((await told()).slice(1)).toEqual([{ kind: 'group.lost', name, topic: 'orders', partition: 0, events: 2 }]);
});

test('what a shared group loses is told as well, and its dead letter topic when it is made', async () => {
  const { name, fetch, told } = newGroup(['parcels']);
  await http.put('/v1/topics/parcels', {});
  const shared = { mode: 'shared', memberId: 'm', maxAttempts: 1 };
  await fetch(shared);
  for (const value of [1, 2, 3]) await http.post('/v1/topics/parcels/events', value);
  const [first] = (await fetch({ ...shared, maxEvents: 1 })).events;
  const { topic, partition, offset } = first ?? {};
  const nack = [{ topic, partition, offset, attempt: 1 }];
  expect((await http.post(`/v1/groups/${name}/acknowledge`, { nack })).status).toBe(200);
  const letters = await toldChanges(http, `topics/${name}.dlt`);
  expect(letters).toMatchObject([{ kind: 'topic.created', deadLettersOf: name, config: { partitions: 1 } }]);
  await http.post('/v1/topics/parcels/trim', { offsets: [{ partition: 0, offset: 3 }] });
  await fetch(shared);
  expect(await told()).toEqual([{ kind: 'group.lost', name, topic: 'parcels', partition: 0, events: 2 }]);
});
