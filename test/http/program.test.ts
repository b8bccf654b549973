// The program as it is started from a shell: its commands, its refusals to start, its end by signal.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeHttpClient } from '../harness/http.js';
import { projectRoot } from '../harness/project-root.js';
import { startReceiver } from '../harness/receiver.js';

let folder: string;
const running = new Set<ChildProcessWithoutNullStreams>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-program-'));
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  await rm(folder, { recursive: true, force: true });
});

type Run = {
  readonly child: ChildProcessWithoutNullStreams;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
};

function posthorn(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Run {
  const env = { PATH: process.env['PATH'], POSTHORN_DATA: folder, POSTHORN_PORT: '0', ...settings };
  const child = spawn(process.execPath, [join(projectRoot, 'bin/posthorn'), ...args], { env });
  running.add(child);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return { child, output: () => output, ended: once(child, 'close').then(([code]) => code as number | null) };
}

async function listening(run: Run): Promise<string> {
  for (;;) {
    const [, address] = /listens on (http:\/\/[\d.]+:\d+)/.exec(run.output()) ?? [];
    if (address !== undefined) return address;
    if (run.child.exitCode !== null) throw new Error(`it ended: ${run.output()}`);
    await Promise.race([once(run.child.stdout, 'data'), run.ended]);
  }
}

it('prints its version and its help', async () => {
  const version = posthorn(['--version']);
  expect(await version.ended).toBe(0);
  expect(version.output()).toMatch(/^\d+\.\d+\.\d+\n$/);
  const help = posthorn(['serve', '--help']);
  expect(await help.ended).toBe(0);
  expect(help.output()).toContain('POSTHORN_ENDPOINT_ALLOW');
  expect(help.output()).toContain('posthorn listen');
});

it.each([
  [[], /^posthorn: no command\. See posthorn --help\.\n$/],
  [['srve'], /^posthorn: no command 'srve'\. See posthorn --help\.\n$/],
  [['serve', '--prot'], /^posthorn: .*--prot.* See posthorn --help\.\n$/],
])('refuses %j in one line', async (args, message) => {
  const run = posthorn(args);
  expect(await run.ended).toBe(1);
  expect(run.output()).toMatch(message);
});

it('does not start with a setting that is wrong', async () => {
  const run = posthorn(['serve'], { POSTHORN_PORT: 'http' });
  expect(await run.ended).toBe(1);
  expect(run.output()).toMatch(/^posthorn: INVALID_SETTING: POSTHORN_PORT='http' is not valid\. Allowed: .*\n$/);
});

it('does not start on a port that is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const run = posthorn(['serve'], { POSTHORN_PORT: String(port) });
  expect(await run.ended).toBe(1);
  expect(run.output()).toContain(`posthorn: 127.0.0.1:${port} is taken by another program.`);
  other.close();
});

it('does not start on data that another one uses', async () => {
  const first = posthorn(['serve']);
  await listening(first);
  const second = posthorn(['serve']);
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/^posthorn: DATA_IN_USE: .*\n$/);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
});

it('answers what runs when it is told to stop, then ends with 0', async () => {
  const run = posthorn(['serve']);
  const url = await listening(run);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  const json = { 'content-type': 'application/json' };
  await fetch(`${url}/v1/topics/orders`, { method: 'PUT', headers: json, body: '{}' });
  let send: ReadableStreamDefaultController | undefined;
  const body = new ReadableStream({
    start: (controller) => {
      send = controller;
    },
  });
  const request: RequestInit & { duplex: 'half' } = { method: 'POST', headers: json, body, duplex: 'half' };
  const answer = fetch(`${url}/v1/topics/orders/events`, request);
  send?.enqueue(Buffer.from('{"a":'));
  // A second request's answer shows that the first one has arrived: both were sent in order to the same event loop.
  await fetch(`${url}/health/live`);
  run.child.kill('SIGTERM');
  while (!run.output().includes('stopping')) await once(run.child.stdout, 'data');
  send?.enqueue(Buffer.from('1}'));
  send?.close();
  expect(await (await answer).json()).toMatchObject({ topic: 'orders', offset: 0 });
  expect(await run.ended).toBe(0);
  const again = posthorn(['serve']);
  const events = await fetch(`${await listening(again)}/v1/topics/orders/partitions/0/events`);
  expect(await events.json()).toMatchObject({ highWatermark: 1, events: [{ value: { a: 1 } }] });
});

it('serves its pages, checks a schema and delivers: every part that is loaded when it is first used', async () => {
  const receiver = await startReceiver();
  const run = posthorn(['serve']);
  const url = await listening(run);
  const client = makeHttpClient(url);
  const pages = ['/metrics', '/docs/', '/docs/static/index.css', '/docs/json', '/openapi.json', '/health/live'];
  for (const page of pages) expect([page, (await client.get(page)).status]).toEqual([page, 200]);
  expect((await client.get('/metrics')).text).toContain('posthorn_commits_total');
  await client.put('/v1/topics/orders', {});
  const schema = { type: 'object', properties: { at: { type: 'string', format: 'date-time', pattern: '^2' } } };
  expect((await client.put('/v1/topics/orders/schema', { schema })).status).toBe(200);
  const endpoint = { url: `${receiver.url}/hook` };
  expect((await client.put('/v1/subscriptions/billing', { topics: ['orders'], endpoint })).status).toBe(200);
  expect((await client.post('/v1/topics/orders/events', { at: '2026-01-01T00:00:00Z' })).status).toBe(200);
  expect((await client.post('/v1/topics/orders/events', { at: 'never' })).status).toBe(422);
  const [delivered] = await receiver.waitFor(1);
  expect(delivered?.body.toString()).toBe('{"at":"2026-01-01T00:00:00Z"}');
  expect((await client.get('/v1/topics/orders/partitions/0/events')).status).toBe(200);
  client.close();
  await receiver.stop();
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
});

it('ends within the drain time-out whatever still runs, and at once on a second signal', async () => {
  for (const [drainTimeoutMs, signals] of [
    ['200', 1],
    ['600000', 2],
  ] as const) {
    const run = posthorn(['serve'], { POSTHORN_DRAIN_TIMEOUT_MS: drainTimeoutMs });
    const url = await listening(run);
    const endless = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('{')) });
    const request: RequestInit & { duplex: 'half' } = { method: 'POST', body: endless, duplex: 'half' };
    const cut = fetch(`${url}/v1/topics/x/events`, request).catch(() => 'cut');
    await fetch(`${url}/health/live`);
    run.child.kill('SIGTERM');
    while (!run.output().includes('stopping')) await once(run.child.stdout, 'data');
    if (signals === 2) run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(await cut).toBe('cut');
  }
});
