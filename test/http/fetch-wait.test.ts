import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';

const EVENTS = '/v1/topics/orders/partitions/0/events';

let server: RunningBus;
let http: HttpClient;

beforeAll(async () => {
  server = await startBus();
  http = makeHttpClient(server.url);
  await http.put('/v1/topics/orders', {});
});

afterAll(async () => {
  http.close();
  await server.stop();
});

const produce = (topic: string, body: string) =>
  http.send('POST', `/v1/topics/${topic}/events`, body, { 'content-type': 'application/json' });

const waiting = () => server.bus.polls.waiting();

const offsets = (text: string) =>
  (JSON.parse(text) as { events: { offset: number }[] }).events.map(({ offset }) => offset);

describe('a fetch with waitMs', () => {
  it('answers as soon as there is an event, in any form', async () => {
    const polls = ['application/json', 'application/x-ndjson', 'application/vnd.posthorn.values+x-ndjson'].map(
      (accept) => http.get(`${EVENTS}?from=latest&waitMs=30000`, { accept }),
    );
    await eventually(() => waiting() === 3);
    expect((await http.get('/metrics')).text).toMatch(/^posthorn_waiting_polls 3$/m);
    await produce('orders', '{"id":9007199254740993}');
    const answers = await Promise.all(polls);
    expect(answers.map(({ status, headers }) => [status, headers['posthorn-next-offset']])).toEqual(
      answers.map(() => [200, '1']),
    );
    expect(answers[0]?.text).toContain('"value":{"id":9007199254740993}');
    expect(answers[2]?.text).toBe('{"id":9007199254740993}\n');
    expect(waiting()).toBe(0);
  });

  it('is empty when the time is over, and has waited for it', async () => {
    const startedAt = performance.now();
    const answer = await http.get(`${EVENTS}?offset=1&waitMs=150`);
    expect(performance.now() - startedAt).toBeGreaterThan(140);
    expect([answer.status, answer.json()]).toMatchObject([200, { events: [], nextOffset: 1, highWatermark: 1 }]);
  });

  it('answers at once where enough is there', async () => {
    expect(offsets((await http.get(`${EVENTS}?waitMs=60000`)).text)).toEqual([0]);
    expect((await http.get(`${EVENTS}?from=latest&waitMs=0`)).json()).toMatchObject({ events: [] });
  });

  it('waits for minBytes', async () => {
    await http.put('/v1/topics/bytes', {});
    const poll = http.get('/v1/topics/bytes/partitions/0/events?waitMs=30000&minBytes=10');
    await eventually(() => waiting() === 1);
    await produce('bytes', '123456');
    await produce('bytes', '"8901"');
    expect(offsets((await poll).text)).toEqual([0, 1]);
  });

  it('is 404 where its topic is deleted meanwhile', async () => {
    await http.put('/v1/topics/gone', {});
    const poll = http.get('/v1/topics/gone/partitions/0/events?waitMs=30000');
    await eventually(() => waiting() === 1);
    await http.delete('/v1/topics/gone');
    const answer = await poll;
    expect([answer.status, answer.json()['code']]).toEqual([404, 'UNKNOWN_TOPIC_OR_PARTITION']);
  });

  it('refuses at once what it would refuse later', async () => {
    const answer = await http.get(`${EVENTS}?offset=9&waitMs=30000`);
    expect([answer.status, answer.json()]).toMatchObject([416, { code: 'OFFSET_OUT_OF_RANGE', highWatermark: 1 }]);
    expect(waiting()).toBe(0);
  });
});

describe('a thousand clients that wait', () => {
  const COUNT = 1_000;

  async function pollOnOwnConnection(): Promise<{ readonly socket: Socket; readonly text: () => string }> {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.write(`GET ${EVENTS}?from=latest&waitMs=60000 HTTP/1.1\r\nHost: a\r\n\r\n`);
    return { socket, text: () => Buffer.concat(chunks).toString() };
  }

  it('free their places when they hang up; the others are all answered', async () => {
    const clients = await Promise.all(Array.from({ length: COUNT }, pollOnOwnConnection));
    await eventually(() => waiting() === COUNT);
    for (const { socket } of clients.slice(0, COUNT / 2)) socket.destroy();
    await eventually(() => waiting() === COUNT / 2);
    await produce('orders', '1');
    const others = clients.slice(COUNT / 2);
    await eventually(() => others.every(({ text }) => text().endsWith('"value":1}]}')));
    expect(waiting()).toBe(0);
    for (const { socket } of others) socket.destroy();
  });

  it('free all places of one connection that waits several times', async () => {
    const { socket } = await pollOnOwnConnection();
    socket.write(`GET ${EVENTS}?from=latest&waitMs=60000 HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(3));
    await eventually(() => waiting() === 4);
    socket.destroy();
    await eventually(() => waiting() === 0);
  });
});

it('the end of the server answers those that wait at once', async () => {
  const drainTimeoutMs = 40_000;
  const own = await startBus({ settings: { drainTimeoutMs } });
  const client = makeHttpClient(own.url);
  await client.put('/v1/topics/orders', {});
  const polls = Array.from({ length: 20 }, () => client.get(`${EVENTS}?waitMs=60000`));
  await eventually(() => own.bus.polls.waiting() === 20);
  const startedAt = performance.now();
  await own.stop();
  expect(performance.now() - startedAt).toBeLessThan(drainTimeoutMs / 2);
  const answers = await Promise.all(polls);
  expect(answers.map(({ status, text }) => [status, offsets(text)])).toEqual(answers.map(() => [200, []]));
  client.close();
});
