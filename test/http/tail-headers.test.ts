// The longest ids that a tail gives come back in a header.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MAX_PARTITIONS } from '#posthorn/model/limits.js';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { openTail } from './tail-client.js';

const EVENTS = '/v1/topics/wide/events';
const LOG_START = 98_765_432_101;

let dataDir: string;
let server: RunningBus;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'posthorn-test-'));
  server = await startBus({ dataDir });
});

afterEach(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** As if retention had taken all that came before. */
function moveLogStarts(): void {
  const db = new Database(join(dataDir, 'posthorn.db'));
  db.prepare('UPDATE logs SET start_offset = ?').run(LOG_START);
  db.close();
}

it('a tail of as many partitions as there can be, far into each log, goes on behind its id', async () => {
  const making = makeHttpClient(server.url);
  expect((await making.put('/v1/topics/wide', { partitions: MAX_PARTITIONS })).status).toBe(200);
  making.close();
  await server.stop();
  moveLogStarts();
  server = await startBus({ dataDir });

  const first = await openTail(server.url, EVENTS);
  await eventually(() => first.read().lastId !== '');
  const { lastId } = first.read();
  first.hangUp();
  expect([lastId.split(',').length, lastId.length > 16_000]).toEqual([MAX_PARTITIONS, true]);

  const again = await openTail(server.url, EVENTS, lastId);
  expect(again.status).toBe(200);
  const http = makeHttpClient(server.url);
  const produced = await http.send('POST', `${EVENTS}?partition=1023`, '1', { 'content-type': 'application/json' });
  expect(produced.status).toBe(200);
  await eventually(() => again.places().length === 1);
  expect(again.places()).toEqual([`1023:${LOG_START}`]);
  again.hangUp();
  http.close();
});
