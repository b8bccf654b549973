// What happens to members without a call of theirs: sessions end, topics grow and go, events are trimmed, clients hang up, the
// server stops or is killed.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { startServerProcess } from '../harness/server-process.js';
import { groupClient, offsetsOf, placesOf } from './group-client.js';

let server: RunningBus;
let http: HttpClient;
let count = 0;

beforeAll(async () => {
  server = await startBus();
  http = makeHttpClient(server.url);
});
afterAll(async () => {
  http.close();
  await server.stop();
});

/** A group of its own, over topics of its own. */
async function newGroup(partitions = 1, names: readonly string[] = ['t']) {
  count += 1;
  const topics = names.map((name) => `${name}${count}`);
  for (const topic of topics) await http.put(`/v1/topics/${topic}`, { partitions });
  const topic = topics[0] as string;
  const send = (value: unknown, partition = 0, to = topic) =>
    http.post(`/v1/topics/${to}/events?partition=${partition}`, value);
  return { ...groupClient(http, `life${count}`, topics), topic, send };
}

/** A fetch on a connection of its own, so that the client can hang up. */
async function fetchOnSocket(url: string, path: string, body: object): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const text = JSON.stringify(body);
  socket.write(
    `POST ${path}/fetch HTTP/1.1\r\nHost: a\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
  );
  return socket;
}

const calls = () => server.bus.groups.load().calls;
const status = (answer: { status: number; json: () => unknown }) => [
  answer.status,
  (answer.json() as { code?: string }).code,
];

describe('a member that is put out while it waits', () => {
  it.each([
    { commit: true, status: 200, committed: 1 },
    { commit: false, status: 409, committed: 0 },
  ])('is told so by this call only where it has committed nothing: $commit', async (expected) => {
    const group = await newGroup();
    await group.send(1);
    const { memberId } = await group.fetch();
    const before = calls();
    const waiting = group.ask({ memberId, commit: expected.commit, waitMs: 30_000 });
    await eventually(async () => calls() > before && (await group.committed())[0] === expected.committed);
    await http.delete(`${group.path}/members/${memberId}`);
    expect((await waiting).status).toBe(expected.status);
    expect(await group.committed()).toEqual([expected.committed]);
    expect(status(await group.ask({ memberId }))).toEqual([409, 'ILLEGAL_GENERATION']);
  });
});

describe('a session', () => {
  it('ends when its member makes no call, and the partition goes on from what is committed', async () => {
    const group = await newGroup();
    for (const value of [1, 2, 3]) await group.send(value);
    const { memberId } = await group.fetch({ sessionTimeoutMs: 1_000, maxEvents: 1 });
    await group.fetch({ memberId, commit: true, maxEvents: 1 });
    const other = await group.fetch({ waitMs: 30_000 });
    expect(other.assignment).toHaveLength(1);
    expect(offsetsOf(other)).toEqual(['0:1', '0:2']);
    expect(status(await group.ask({ memberId }))).toEqual([409, 'ILLEGAL_GENERATION']);
    expect((await http.get('/metrics')).text).toMatch(/^posthorn_group_sessions_expired_total [1-9]/m);
  });

  it('lasts while a call waits', async () => {
    const group = await newGroup();
    const { memberId } = await group.fetch({ sessionTimeoutMs: 1_000 });
    expect((await group.fetch({ memberId, waitMs: 1_500 })).memberId).toBe(memberId);
    expect((await group.describe()).members).toHaveLength(1);
  });
});

describe('topics', () => {
  it('that grow or appear under a prefix are assigned, and read from their beginning', async () => {
    const group = await newGroup();
    const prefix = [group.topic, `${group.topic}-*`];
    const { memberId } = await group.fetch({ topics: prefix, start: 'latest' });
    const waiting = group.fetch({ topics: prefix, memberId, waitMs: 30_000 });
    await eventually(() => calls() === 1);
    await http.put(`/v1/topics/${group.topic}-late`, {});
    await group.send('first', 0, `${group.topic}-late`);
    expect((await waiting).events).toMatchObject([{ topic: `${group.topic}-late`, offset: 0, value: 'first' }]);
    await http.put(`/v1/topics/${group.topic}`, { partitions: 2 });
    await group.send('new', 1);
    const grown = await group.fetch({ topics: prefix, memberId, waitMs: 30_000 });
    expect([grown.generation, grown.events.map(({ value }) => value)]).toEqual([3, ['new']]);
  });

  it('that are deleted drop out, and begin again when they are made anew', async () => {
    const group = await newGroup(1, ['gone', 'kept']);
    await group.send('old');
    const { memberId } = await group.fetch();
    await http.delete(`/v1/topics/${group.topic}`);
    await eventually(async () => expect((await group.describe()).members[0]?.assignment).toHaveLength(1));
    expect((await group.fetch({ memberId, commit: true, topics: undefined })).assignment).toHaveLength(1);
    await http.put(`/v1/topics/${group.topic}`, {});
    await group.send('anew');
    const again = await group.fetch({ memberId, topics: undefined, waitMs: 30_000 });
    expect(again.events).toMatchObject([{ topic: group.topic, offset: 0, value: 'anew' }]);
  });

  it('that are trimmed are read on from the log start, and what was lost is counted once', async () => {
    const group = await newGroup();
    for (let value = 0; value < 6; value += 1) await group.send(value);
    const { memberId } = await group.fetch({ maxEvents: 1 });
    await http.post(`/v1/topics/${group.topic}/trim`, { offsets: [{ partition: 0, offset: 4 }] });
    expect((await group.describe()).offsets).toMatchObject([{ committedOffset: 4, lost: 3 }]);
    expect(offsetsOf(await group.fetch({ memberId }))).toEqual(['0:4', '0:5']);
    expect((await group.describe()).offsets).toMatchObject([{ committedOffset: 4, lost: 3 }]);
    expect((await http.get('/metrics')).text).toContain(`posthorn_group_lost_events_total{group="life${count}"} 3`);
  });
});

describe('a client that hangs up', () => {
  it('ends its wait; its session runs from there', async () => {
    const group = await newGroup();
    const { memberId } = await group.fetch({ sessionTimeoutMs: 1_000 });
    const socket = await fetchOnSocket(server.url, group.path, { memberId, waitMs: 60_000 });
    await eventually(() => calls() === 1);
    socket.destroy();
    await eventually(() => calls() === 0);
    await eventually(async () => expect((await group.describe()).state).toBe('empty'));
  });

  it('was not handed out what it did not take: the next call commits nothing of it', async () => {
    const group = await newGroup();
    // More than the connection holds: the answer is not all taken over by the system.
    const large = 'x'.repeat(900_000);
    for (let sent = 0; sent < 15; sent += 1) await group.send(large);
    const { memberId } = await group.fetch({ maxEvents: 1 });
    const body = { memberId, commit: true, maxBytes: 16_000_000, waitMs: 0 };
    const socket = await fetchOnSocket(server.url, group.path, body);
    await eventually(async () => expect(await group.committed()).toEqual([1]));
    socket.destroy();
    await eventually(() => calls() === 0);
    const next = await group.fetch({ memberId, commit: true, maxEvents: 1 });
    expect([offsetsOf(next), await group.committed()]).toEqual([['0:1'], [1]]);
  });
});

describe('the server', () => {
  it('holds hundreds of members that wait, and answers them all when it stops', async () => {
    const own = await startBus({ settings: { drainTimeoutMs: 40_000 } });
    const client = makeHttpClient(own.url);
    await client.put('/v1/topics/orders', { partitions: 4 });
    const groups = Array.from({ length: 250 }, (_, index) => groupClient(client, `g${index}`));
    const waiting = groups.map((group) => group.fetch({ start: 'latest', waitMs: 60_000 }));
    await eventually(() => expect(own.bus.groups.load().calls).toBe(250), { timeoutMs: 30_000 });
    await client.post('/v1/topics/orders/events?partition=3', 'for all');
    const answers = await Promise.all(waiting);
    expect(answers.map(offsetsOf)).toEqual(answers.map(() => ['3:0']));
    const again = groups.map((group, index) =>
      group.fetch({ memberId: answers[index]?.memberId, commit: true, waitMs: 60_000 }),
    );
    await eventually(() => expect(own.bus.groups.load().calls).toBe(250), { timeoutMs: 30_000 });
    const startedAt = performance.now();
    await own.stop();
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect((await Promise.all(again)).flatMap(offsetsOf)).toEqual([]);
    client.close();
  });

  it('is killed between fetches: members go on with their ids, nothing is skipped, nothing comes twice', async () => {
    const own = await startServerProcess();
    const client = makeHttpClient(own.url);
    try {
      await client.put('/v1/topics/orders', { partitions: 2 });
      const group = groupClient(client, 'killed');
      const sent = async () => {
        for (let value = 0; value < 10; value += 1)
          await client.post(`/v1/topics/orders/events?partition=${value % 2}`, 1);
      };
      await sent();
      const one = await group.fetch({ maxEvents: 2 });
      const two = group.fetch({ maxEvents: 2, waitMs: 10_000 });
      await eventually(async () => expect((await group.describe()).state).toBe('rebalancing'));
      const seen = [...offsetsOf(one).filter((at) => at.startsWith('0'))];
      const memberIds = [one.memberId];
      const next = await group.fetch({ memberId: one.memberId, commit: true, maxEvents: 2 });
      seen.push(...offsetsOf(next), ...offsetsOf(one).filter((at) => at.startsWith('1')));
      const joined = await two;
      seen.push(...offsetsOf(joined));
      memberIds.push(joined.memberId);
      for (let round = 0; round < 3; round += 1) {
        await own.kill('SIGKILL');
        await own.restart();
        await sent();
        for (const memberId of memberIds) {
          const more = await group.fetch({ memberId, commit: round % 2 === 0, maxEvents: 5 });
          expect([more.generation, placesOf(more)]).toEqual([2, [`orders/${memberIds.indexOf(memberId)}`]]);
          seen.push(...offsetsOf(more));
        }
      }
      for (const memberId of memberIds) {
        for (;;) {
          const more = await group.fetch({ memberId, commit: true });
          if (more.events.length === 0) break;
          seen.push(...offsetsOf(more));
        }
      }
      const all = [0, 1].flatMap((partition) => Array.from({ length: 20 }, (_, offset) => `${partition}:${offset}`));
      expect(seen.toSorted()).toEqual(all.toSorted());
      expect(await group.committed()).toEqual([20, 20]);
    } finally {
      client.close();
      await own.stop();
    }
  });
});
