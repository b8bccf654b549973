import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TAIL_HEARTBEAT_MS } from '#posthorn/model/tail-limits.js';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { seededRandom } from '../harness/seeded-random.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { makeTurnedTimer } from '../unit/growing-log.js';
import { openTail, type TailClient } from './tail-client.js';

const LINES = 'application/x-ndjson';
const clock = makeTurnedTimer();

let server: RunningBus;
let http: HttpClient;

beforeAll(async () => {
  server = await startBus({ overrides: { timer: clock.timer } });
  http = makeHttpClient(server.url);
});

afterAll(async () => {
  http.close();
  await server.stop();
});

async function makeTopic(name: string, partitions: number): Promise<void> {
  expect((await http.put(`/v1/topics/${name}`, { partitions })).status).toBe(200);
}

async function produce(topic: string, body: string, query = '', contentType = LINES): Promise<void> {
  const answer = await http.send('POST', `/v1/topics/${topic}/events${query}`, body, { 'content-type': contentType });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
}

const tail = (topic: string, query = '', lastId = '') =>
  openTail(server.url, `/v1/topics/${topic}/events${query}`, lastId);

const hasEvents = (client: TailClient, count: number) => eventually(() => client.places().length === count);

const gauge = async (name: string) =>
  Number(new RegExp(`^${name} (\\d+)`, 'm').exec((await http.get('/metrics')).text)?.[1]);

describe('a tail', () => {
  it('is seen to be open before anything comes, and then shows events as they come', async () => {
    await makeTopic('live', 2);
    const client = await tail('live');
    expect([client.status, client.headers]).toMatchObject([
      200,
      { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', vary: 'accept' },
    ]);
    await eventually(() => client.read().comments === 1);
    expect(await gauge('posthorn_tail_readers')).toBe(1);
    await produce('live', '{"id":9007199254740993}\n', '?partition=1&key=K');
    await hasEvents(client, 1);
    await produce('live', '{\r\n "pretty": true }', '?partition=0', 'application/json');
    await hasEvents(client, 2);
    const [first, second] = client.read().messages;
    expect(first).toMatchObject({ id: '0:0,1:1', event: 'event' });
    expect(first?.data).toMatch(
      /^\{"topic":"live","partition":1,"offset":0,"timestamp":\d+,"key":"K","headers":\{\},"value":\{"id":9007199254740993\}\}$/,
    );
    expect([second?.id, JSON.parse(second?.data ?? '').value]).toEqual(['0:1,1:1', { pretty: true }]);
    client.hangUp();
    await eventually(async () => (await gauge('posthorn_tail_readers')) === 0);
  });

  it('goes on where the header says, else the query; the header goes before it', async () => {
    await makeTopic('again', 1);
    await produce('again', '1\n2\n3\n');
    const clients = await Promise.all([
      tail('again', '?from=earliest'),
      tail('again', '?from=earliest', '0:1'),
      tail('again', '?lastEventId=0:2'),
      tail('again', '?lastEventId=0:1', '0:2'),
      tail('again', '?timestamp=0'),
    ]);
    await produce('again', '4\n');
    await Promise.all([4, 3, 2, 2, 4].map((count, index) => hasEvents(clients[index] as TailClient, count)));
    for (const client of clients) client.hangUp();
  });

  it('narrows to a key', async () => {
    await makeTopic('keys', 3);
    const client = await tail('keys', '?key=a%20b');
    await produce('keys', '1\n', '?key=other');
    await produce('keys', '2\n', '?key=a%20b');
    await produce('keys', '3\n', '?key=a%20b&partition=2');
    await hasEvents(client, 2);
    expect(client.read().messages.map(({ data }) => JSON.parse(data).value)).toEqual([2, 3]);
    client.hangUp();
  });

  it('takes up partitions that are added, and ends with its topic', async () => {
    await makeTopic('growing', 1);
    const client = await tail('growing');
    await makeTopic('growing', 3);
    await produce('growing', '1\n', '?partition=2');
    await hasEvents(client, 1);
    expect(client.read().lastId).toBe('0:0,2:1');
    expect((await http.delete('/v1/topics/growing')).status).toBe(204);
    await client.ended;
    expect(client.read().messages.at(-1)).toMatchObject({
      event: 'end',
      data: '{"topic":"growing","reason":"topic-deleted"}',
    });
  });

  it('shows that it lives every 15 seconds', async () => {
    await makeTopic('quiet', 1);
    const client = await tail('quiet');
    clock.ring(TAIL_HEARTBEAT_MS);
    await eventually(() => client.read().comments === 2);
    clock.ring(TAIL_HEARTBEAT_MS);
    await eventually(() => client.read().comments === 3);
    client.hangUp();
  });

  it('answers HEAD with its headers alone', async () => {
    await makeTopic('head', 1);
    const answer = await http.send('HEAD', '/v1/topics/head/events');
    expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([200, 'text/event-stream', '']);
    expect((await http.send('HEAD', '/v1/topics/nowhere/events')).status).toBe(404);
  });

  it.each([
    ['/v1/topics/head/events', { accept: 'application/json' }, 406, 'NOT_ACCEPTABLE'],
    ['/v1/topics/head/events', { accept: 'text/event-stream;q=0, */*' }, 406, 'NOT_ACCEPTABLE'],
    ['/v1/topics/head/events?filter=a', {}, 422, 'INVALID_FILTER'],
    ['/v1/topics/head/events?form=latest', {}, 400, 'INVALID_REQUEST'],
    ['/v1/topics/head/events?from=middle', {}, 400, 'INVALID_REQUEST'],
    ['/v1/topics/head/events?from=latest&timestamp=1', {}, 400, 'INVALID_REQUEST'],
    ['/v1/topics/head/events?timestamp=-1', {}, 400, 'INVALID_REQUEST'],
    ['/v1/topics/head/events?key=a&key=b', {}, 400, 'INVALID_REQUEST'],
    ['/v1/topics/head/events?lastEventId=7', {}, 400, 'INVALID_REQUEST'],
    ['/v1/topics/head/events', { 'last-event-id': 'x' }, 400, 'INVALID_REQUEST'],
    ['/v1/topics/head/events', { 'last-event-id': '0:1' }, 416, 'OFFSET_OUT_OF_RANGE'],
    ['/v1/topics/nowhere/events', {}, 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['/v1/topics/a%20b/events', {}, 400, 'INVALID_TOPIC_EXCEPTION'],
  ])('%s %j is refused with %i %s', async (path, headers, status, code) => {
    const answer = await http.get(path, headers);
    expect([answer.status, answer.json()['code']]).toEqual([status, code]);
    expect(await gauge('posthorn_tail_readers')).toBe(0);
  });
});

describe('a client that hangs up at any time', () => {
  const PARTITIONS = 3;
  const EVENTS = 3_000;

  it.each([11, 12])('gets every event once and in order, by its last id (seed %i)', async (seed) => {
    const topic = `resumed-${seed}`;
    const random = seededRandom(seed);
    await makeTopic(topic, PARTITIONS);
    const counts = Array.from({ length: PARTITIONS }, () => 0);
    let produced = false;
    const producing = (async () => {
      for (let made = 0; made < EVENTS; ) {
        const count = 1 + Math.floor(random() * 30);
        const partition = Math.floor(random() * PARTITIONS);
        await produce(
          topic,
          `${'{"pad":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}\n'.repeat(count)}`,
          `?partition=${partition}`,
        );
        counts[partition] = (counts[partition] ?? 0) + count;
        made += count;
      }
      produced = true;
    })();
    const taken: string[] = [];
    let lastId = '0:0';
    let connections = 0;
    const all = () => counts.reduce((sum, count) => sum + count, 0);
    while (!produced || taken.length < all()) {
      const client = await tail(topic, '?from=latest', lastId);
      connections += 1;
      const wanted = 1 + Math.floor(random() * 200);
      await eventually(
        () => client.places().length >= wanted || (produced && taken.length + client.places().length >= all()),
      );
      client.hangUp();
      taken.push(...client.places());
      lastId = client.read().lastId;
    }
    await producing;
    expect(connections).toBeGreaterThan(5);
    for (const [partition, count] of counts.entries()) {
      const offsets = taken.filter((place) => place.startsWith(`${partition}:`));
      expect(offsets).toEqual(Array.from({ length: count }, (_, offset) => `${partition}:${offset}`));
    }
    expect(taken).toHaveLength(all());
  });
});

describe('a client that reads slowly', () => {
  const BUFFERED_MAX_BYTES = 256 * 1024;
  const VALUE = JSON.stringify('x'.repeat(1_000));
  const PER_REQUEST = 1_000;
  /** The system's own buffers take several megabytes first. */
  const REQUESTS_WHEN_FULL = 10;
  const REQUESTS_MAX = 100;

  it('is waited for: what is held for it stays small, and it misses nothing', async () => {
    await makeTopic('slow', 1);
    const sockets: Socket[] = [];
    const note = (socket: Socket) => void sockets.push(socket);
    server.bus.http.server.on('connection', note);
    const slow = await tail('slow');
    server.bus.http.server.off('connection', note);
    const [socket] = sockets;
    slow.pause();
    let held = 0;
    let made = 0;
    for (let sinceFull = 0; sinceFull < REQUESTS_WHEN_FULL && made < REQUESTS_MAX; made += 1) {
      await produce('slow', `${VALUE}\n`.repeat(PER_REQUEST));
      const buffered = socket?.writableLength ?? Number.NaN;
      sinceFull = buffered > 0 ? sinceFull + 1 : 0;
      held = Math.max(held, buffered);
    }
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(BUFFERED_MAX_BYTES);
    slow.resume();
    await eventually(() => slow.read().messages.length === PER_REQUEST * made, { timeoutMs: 30_000 });
    expect(slow.places()).toEqual(Array.from({ length: PER_REQUEST * made }, (_, offset) => `0:${offset}`));
    expect(slow.read().lastId).toBe(`0:${PER_REQUEST * made}`);
    slow.hangUp();
  });
});

describe('the end of the server', () => {
  const DRAIN_MS = 40_000;

  it('ends tails at once, of slow clients too', async () => {
    const own = await startBus({ settings: { drainTimeoutMs: DRAIN_MS } });
    const client = makeHttpClient(own.url);
    await client.put('/v1/topics/orders', {});
    const open = await Promise.all([1, 2, 3].map(() => openTail(own.url, '/v1/topics/orders/events')));
    open[0]?.pause();
    const value = `${JSON.stringify('x'.repeat(1_000))}\n`;
    for (let count = 0; count < 20; count += 1) {
      await client.send('POST', '/v1/topics/orders/events', value.repeat(1_000), { 'content-type': LINES });
    }
    client.close();
    const startedAt = performance.now();
    await own.stop();
    expect(performance.now() - startedAt).toBeLessThan(DRAIN_MS / 2);
    await Promise.all(open.slice(1).map(({ ended }) => ended));
    expect(own.bus.tails.readers()).toBe(0);
  });
});
