// What retention takes from under those who read, on the real storage.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSqliteEngine } from '#posthorn/engine/sqlite/sqlite-engine.js';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { openTail } from './tail-client.js';

const RETENTION_INTERVAL_MS = 20;
const VALUE = `${JSON.stringify('x'.repeat(100))}\n`;

let folder: string;
let server: RunningBus;
let http: HttpClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-test-'));
  const engine = openSqliteEngine({ folder, retentionIntervalMs: RETENTION_INTERVAL_MS });
  const storage = { engine, failed: new Promise<Error>(() => undefined) };
  server = await startBus({ dataDir: folder, overrides: { storage } });
  http = makeHttpClient(server.url);
});

afterAll(async () => {
  http.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function makeTopic(topic: string): Promise<void> {
  expect((await http.put(`/v1/topics/${topic}`, { retentionBytes: 1_000 })).status).toBe(200);
}

async function produce(topic: string, count: number): Promise<void> {
  const headers = { 'content-type': 'application/x-ndjson' };
  for (let made = 0; made < count; made += 5) {
    expect((await http.send('POST', `/v1/topics/${topic}/events`, VALUE.repeat(5), headers)).status).toBe(200);
  }
}

/** The log start, once it is no longer `before`. */
async function trimmed(topic: string, before: number): Promise<number> {
  return eventually(async () => {
    const { partitions } = (await http.get(`/v1/topics/${topic}`)).json<{ partitions: { logStartOffset: number }[] }>();
    const start = partitions[0]?.logStartOffset ?? 0;
    return start > before && start;
  });
}

it('a tail that comes back too late is told what it lost, and gets the rest', async () => {
  await makeTopic('tailed');
  await produce('tailed', 100);
  await trimmed('tailed', 80);
  const client = await openTail(server.url, '/v1/topics/tailed/events', '0:3');
  await eventually(() => client.read().lastId === '0:100');
  const [lost, ...events] = client.read().messages;
  const { from, to, ...where } = JSON.parse(lost?.data ?? '{}') as { from: number; to: number };
  expect([lost?.event, where, from]).toEqual(['lost', { topic: 'tailed', partition: 0 }, 3]);
  expect(to).toBeGreaterThan(80);
  expect(client.places()).toEqual(Array.from({ length: 100 - to }, (_, index) => `0:${to + index}`));
  expect(events.every(({ event }) => event === 'event')).toBe(true);
  client.hangUp();
});

it('a waiting fetch that is overtaken is refused with both bounds', async () => {
  await makeTopic('fetched');
  const poll = http.get('/v1/topics/fetched/partitions/0/events?offset=0&waitMs=30000&minBytes=1000000');
  await eventually(() => server.bus.polls.waiting() === 1);
  await produce('fetched', 100);
  await trimmed('fetched', 0);
  // Its next look at the log is what tells it.
  await produce('fetched', 5);
  const answer = await poll;
  expect([answer.status, answer.json()['code']]).toEqual([416, 'OFFSET_OUT_OF_RANGE']);
  const { logStartOffset, highWatermark } = answer.json<{ logStartOffset: number; highWatermark: number }>();
  expect(logStartOffset).toBeGreaterThan(0);
  expect(highWatermark).toBeGreaterThan(logStartOffset);
});
