// `posthorn listen` as a developer starts it: the program beside a real server and a local endpoint.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { projectRoot } from '../harness/project-root.js';
import { type Receiver, startReceiver } from '../harness/receiver.js';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';

type Listening = {
  readonly child: ChildProcessWithoutNullStreams;
  out(): string;
  notes(): string;
  readonly ended: Promise<number | null>;
};

type World = { readonly server: ServerProcess; readonly client: HttpClient; readonly receiver: Receiver };

async function setUp(): Promise<World> {
  const [server, receiver] = await Promise.all([startServerProcess(), startReceiver()]);
  onTestFinished(async () => {
    await server.stop();
  });
  onTestFinished(() => receiver.stop());
  const client = makeHttpClient(server.url);
  onTestFinished(() => client.close());
  await client.put('/v1/topics/orders', {});
  return { server, client, receiver };
}

function start(args: readonly string[]): Listening {
  const child = spawn(process.execPath, [join(projectRoot, 'bin/posthorn'), 'listen', ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let [out, notes] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (notes += chunk));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, out: () => out, notes: () => notes, ended };
}

function listen({ server, receiver }: World, ...args: readonly string[]): Listening {
  return start(['--server', server.url, '--subscription', 'dev', '--forward', `${receiver.url}/hook`, ...args]);
}

const isListening = (run: Listening, times = 1) =>
  eventually(() => run.notes().split("listening to 'dev'").length > times, { timeoutMs: 20_000 });

async function produce(client: HttpClient, count: number, from = 0): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => ({ value: { n: from + n }, key: `k${(from + n) % 3}` }));
  const answer = await client.post('/v1/topics/orders/batches', { events });
  if (answer.status !== 200) throw new Error(answer.text);
}

const reached = (client: HttpClient, offset: number) =>
  eventually(async () => {
    const { offsets } = (await client.get('/v1/subscriptions/dev')).json<{
      offsets: { lag: number; parked: number }[];
    }>();
    expect(offsets[0]).toMatchObject({ committedOffset: offset, lag: 0, parked: 0 });
  });

test('makes its subscription, forwards in order, prints a line each, and ends when told to', async () => {
  const world = await setUp();
  const run = listen(world, '--topics', 'orders', '--header', 'x-team: a');
  await isListening(run);
  expect(run.notes()).toContain("made the subscription 'dev' for orders: it rests while nobody listens");
  await produce(world.client, 30);
  const requests = await world.receiver.waitFor(30);
  await reached(world.client, 30);
  expect(requests[0]).toMatchObject({
    path: '/hook',
    headers: { 'posthorn-offset': '0', 'content-length': '7', 'webhook-signature': /^v1,/ },
  });
  for (const key of ['k0', 'k1', 'k2']) {
    const offsets = requests
      .filter(({ headers }) => headers['posthorn-key'] === key)
      .map(({ body }) => JSON.parse(String(body)).n);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  }
  const lines = await eventually(() => (run.out().split('\n').length === 31 ? run.out().split('\n') : false));
  expect(lines.find((line) => line.includes('orders/0/0 '))).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} {2}orders\/0\/0 {2}k0 {2}200 {2}\d+ ms$/,
  );
  run.child.kill('SIGINT');
  expect(await run.ended).toBe(0);
  const again = listen(world, '--json', '--events', '2');
  await isListening(again);
  await produce(world.client, 5, 30);
  expect(await again.ended).toBe(0);
  const told = again
    .out()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { offset: number; status: number; attempt: number });
  expect(told.map(({ status, attempt }) => [status, attempt])).toEqual([
    [200, 1],
    [200, 1],
  ]);
  expect(world.receiver.requests).toHaveLength(32);
  const last = listen(world, '--events', '3');
  expect(await last.ended).toBe(0);
  await reached(world.client, 35);
  const offsets = world.receiver.requests.map(({ headers }) => Number(headers['posthorn-offset']));
  expect(offsets.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 35 }, (_, n) => n));
}, 60_000);

test('after kill -9 of the server it connects again, and what was out comes again under its id', async () => {
  const world = await setUp();
  const { server, client, receiver } = world;
  const run = listen(world, '--topics', 'orders');
  await isListening(run);
  receiver.respond((request) => (request.index < 3 ? 'hang' : 200));
  await produce(client, 3);
  const out = [...(await receiver.waitFor(3))];
  await server.kill('SIGKILL');
  receiver.release();
  await server.restart();
  await isListening(run, 2);
  await receiver.waitFor(6);
  await produce(client, 3, 3);
  await reached(client, 6);
  const idsOf = (requests: typeof out) => requests.map(({ headers }) => headers['webhook-id']).sort();
  expect(idsOf(receiver.requests.slice(3, 6))).toEqual(idsOf(out));
  expect(receiver.requests.slice(3, 6).map(({ headers }) => headers['posthorn-attempt'])).toEqual(['1', '1', '1']);
  expect(run.notes()).toMatch(/connecting again in \d+ ms/);
}, 60_000);

test('kill -9 of the listener loses nothing and uses up no attempt', async () => {
  const world = await setUp();
  const { client, receiver } = world;
  const run = listen(world, '--topics', 'orders');
  await isListening(run);
  receiver.respond('hang');
  await produce(client, 3);
  const out = [...(await receiver.waitFor(3))];
  run.child.kill('SIGKILL');
  await eventually(async () =>
    expect((await client.get('/v1/subscriptions/dev')).json()).not.toHaveProperty('listener'),
  );
  receiver.respond(200);
  expect(await listen(world, '--events', '3').ended).toBe(0);
  await reached(client, 3);
  const later = receiver.requests.slice(3).map(({ headers }) => [headers['webhook-id'], headers['posthorn-attempt']]);
  expect(later.sort()).toEqual(out.map(({ headers }) => [headers['webhook-id'], '1']).sort());
}, 60_000);

test('ctrl-C waits for what is under way, a second one does not', async () => {
  const world = await setUp();
  const { client, receiver } = world;
  const first = listen(world, '--topics', 'orders');
  await isListening(first);
  receiver.respond('hang');
  await produce(client, 1);
  await receiver.waitFor(1);
  first.child.kill('SIGINT');
  await eventually(() => first.notes().includes('stopping when all'));
  receiver.release();
  expect(await first.ended).toBe(0);
  await reached(client, 1);
  const second = listen(world);
  await isListening(second);
  await produce(client, 1, 1);
  await receiver.waitFor(2);
  second.child.kill('SIGINT');
  await eventually(() => second.notes().includes('stopping when all'));
  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
  const attempts = (await client.get('/v1/subscriptions/dev/attempts')).json<{ items: object[] }>();
  expect(attempts.items).toHaveLength(1);
}, 60_000);

test('a local URL that fails is an endpoint that fails', async () => {
  const world = await setUp();
  const { client, receiver } = world;
  const retry = { scheduleMs: [10, 10, 10], jitter: 0 };
  await client.put('/v1/subscriptions/dev', { topics: ['orders'], endpoint: { listen: true, timeoutMs: 300 }, retry });
  const run = listen(world, '--json');
  await isListening(run);
  let count = 0;
  receiver.respond(() => {
    count += 1;
    if (count === 1) return 'close';
    return count === 2 ? { status: 302, headers: { location: '/else' } } : count === 3 ? 'hang' : 200;
  });
  await produce(client, 1);
  await reached(client, 1);
  const { items } = (await client.get('/v1/subscriptions/dev/attempts')).json<{ items: object[] }>();
  expect(items.toReversed()).toMatchObject([
    { outcome: 'retry', phase: 'connect' },
    { outcome: 'retry', status: 302 },
    { outcome: 'retry', phase: 'timeout' },
    { outcome: 'acknowledged', status: 200 },
  ]);
  expect(receiver.requests.map(({ path }) => path)).toEqual(Array(4).fill('/hook'));
  await receiver.stop();
  await produce(client, 1, 1);
  const refused = await eventually(
    () =>
      run
        .out()
        .split('\n')
        .find((line) => line.includes('ECONNREFUSED')) ?? false,
  );
  expect(JSON.parse(refused)).toMatchObject({ offset: 1, phase: 'connect', attempt: 1 });
}, 60_000);

test('says in a line what is wrong', async () => {
  const world = await setUp();
  const help = start(['--help']);
  expect([await help.ended, help.out()]).toEqual([0, expect.stringContaining('--takeover')]);
  const { url } = world.server;
  const of = (...args: readonly string[]) =>
    start(['--subscription', 'dev', '--forward', 'http://127.0.0.1:9/', ...args]);
  const wrong: [Listening, RegExp][] = [
    [start([]), /^posthorn: --subscription is missing: .* See posthorn listen --help\.\n$/],
    [start(['--subscription', 'dev', '--forward', '3000']), /^posthorn: --forward '3000' is no URL: /],
    [of('--events', '0'), /^posthorn: --events '0' must be a whole number/],
    [of('--header', 'x'), /^posthorn: --header 'x' is no header/],
    [of('--topics', ','), /^posthorn: --topics names no topic/],
    [of('--froward', 'x'), /^posthorn: .*--froward.* See posthorn --help\.\n$/],
    [
      of('--server', 'http://127.0.0.1:9'),
      /^posthorn: no server: http:\/\/127\.0\.0\.1:9: .*ECONNREFUSED.*posthorn serve/,
    ],
    [of('--server', world.receiver.url), /^posthorn: what answers there \(status 200\) is no Posthorn server/],
    [of('--server', url), /^posthorn: SUBSCRIPTION_NOT_FOUND: subscription 'dev' does not exist\. Say --topics/],
    [of('--server', url, '--topics', 'none'), /^posthorn: UNKNOWN_TOPIC_OR_PARTITION: Topic 'none' does not exist/],
  ];
  for (const [run, text] of wrong) {
    expect(await run.ended).toBe(1);
    expect(run.notes()).toMatch(text);
    expect(run.notes()).not.toContain(' at ');
  }
  const first = listen(world, '--topics', 'orders');
  await isListening(first);
  const second = listen(world);
  expect([await second.ended, second.notes()]).toEqual([
    1,
    expect.stringMatching(/^posthorn: LISTENER_ATTACHED: .*takeover/),
  ]);
  const third = listen(world, '--takeover', '--topics', 'users');
  await isListening(third);
  expect(third.notes()).toContain("'dev' is there already, for orders: --topics changes nothing");
  expect([await first.ended, first.notes()]).toEqual([1, expect.stringContaining("another listener took 'dev' over")]);
  await world.client.post('/v1/subscriptions/dev/pause');
  await eventually(() => third.notes().includes("'dev' is paused (paused by a call)"));
  await world.client.delete('/v1/subscriptions/dev');
  expect([await third.ended, third.notes()]).toEqual([1, expect.stringContaining("subscription 'dev' was deleted")]);
}, 60_000);
