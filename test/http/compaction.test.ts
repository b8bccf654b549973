// A compacted topic as clients see it: what it refuses, and what fetch, long poll and tail give across the gaps.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compactingStorage, compactTo, fetchAll, put } from '../harness/compacting-storage.js';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { groupClient } from './group-client.js';
import { openTail } from './tail-client.js';

let folder: string;
let server: RunningBus;
let http: HttpClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-test-'));
  server = await startBus({ dataDir: folder, overrides: { storage: compactingStorage(folder) } });
  http = makeHttpClient(server.url);
});

afterAll(async () => {
  http.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Leaves b=1 at 1, a=2 at 2, c= at 4 and d=1 at 5. */
async function makeCompacted(topic: string): Promise<void> {
  await http.put(`/v1/topics/${topic}`, {});
  await put(http, topic, 'a=1', 'b=1', 'a=2', 'c=1', 'c=', 'd=1');
  await compactTo(http, topic, [1, 2, 4, 5]);
}

it('counts what is there, and no gaps, in the lag of a group', async () => {
  await makeCompacted('lagged');
  const group = groupClient(http, 'lag', ['lagged']);
  const { memberId, generation } = await group.fetch();
  expect((await group.describe()).offsets).toMatchObject([{ committedOffset: 0, lag: 4 }]);
  for (const [offset, lag] of [
    [2, 3],
    [3, 2],
    [6, 0],
  ]) {
    const answer = await group.commit({ memberId, generation, offsets: [{ topic: 'lagged', partition: 0, offset }] });
    expect(answer.status).toBe(200);
    expect((await group.describe()).offsets).toMatchObject([{ committedOffset: offset, lag }]);
  }
});

it('takes cleanupPolicy and deleteRetentionMs, and describes them', async () => {
  const config = { cleanupPolicy: 'compact,delete', deleteRetentionMs: 0 };
  expect((await http.put('/v1/topics/described', config)).json()).toMatchObject({ config });
  expect((await http.get('/v1/topics/described')).json()).toMatchObject({ config });
});

it('refuses events without a key, naming each, and appends none of the request', async () => {
  await http.put('/v1/topics/keyed', { cleanupPolicy: 'compact' });
  const events = [{ key: 'a', value: 1 }, { value: 2 }, { key: 'b', value: 3 }, { value: 4 }];
  const refused = await http.post('/v1/topics/keyed/batches', { events });
  expect(refused.status).toBe(422);
  expect(refused.json()).toMatchObject({
    code: 'INVALID_RECORD',
    detail: expect.stringContaining('PUT /v1/topics/keyed'),
    errors: [{ index: 1 }, { index: 3 }],
  });
  const lines = await http.send('POST', '/v1/topics/keyed/events', '1\n2\n', {
    'content-type': 'application/x-ndjson',
  });
  expect([lines.status, lines.json<{ errors: object[] }>().errors]).toMatchObject([422, [{ index: 0 }, { index: 1 }]]);
  expect((await fetchAll(http, 'keyed')).events).toEqual([]);
  expect((await http.post('/v1/topics/keyed/events?key=a', 1)).status).toBe(200);
  await http.put('/v1/topics/keyed', { cleanupPolicy: 'compact', keyPath: '/id' });
  expect((await http.post('/v1/topics/keyed/events', { id: 7 })).status).toBe(200);
  expect((await fetchAll(http, 'keyed')).events.map(({ key }) => key)).toEqual(['a', '7']);
});

it('fetches across the gaps in every form, and goes on where it says', async () => {
  await makeCompacted('fetched');
  const path = '/v1/topics/fetched/partitions/0/events';
  const { events, nextOffset } = await fetchAll(http, 'fetched');
  expect(events.map(({ offset, key, value }) => [offset, key, value])).toEqual([
    [1, 'b', 1],
    [2, 'a', 2],
    [4, 'c', null],
    [5, 'd', 1],
  ]);
  expect(nextOffset).toBe(6);
  const lines = await http.get(`${path}?offset=3`, { accept: 'application/x-ndjson' });
  expect(
    lines.text
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { offset: number }).offset),
  ).toEqual([4, 5]);
  const values = await http.get(`${path}?offset=0&maxEvents=2`, { accept: 'application/vnd.posthorn.values+x-ndjson' });
  expect(values.text).toBe('1\n2\n');
  const {
    'posthorn-base-offset': base,
    'posthorn-next-offset': next,
    'posthorn-high-watermark': high,
  } = values.headers;
  expect([base, next, high]).toEqual(['1', '3', '6']);
  const polled = http.get(`${path}?offset=6&waitMs=20000`);
  await put(http, 'fetched', 'e=1');
  expect((await polled).json()).toMatchObject({ logStartOffset: 0, events: [{ offset: 6, key: 'e' }] });
  expect((await http.get('/v1/topics/fetched')).json()).toMatchObject({
    partitions: [{ logStartOffset: 0, highWatermark: 7, bytes: 4 }],
  });
});

it('tails across the gaps, tells of no loss, and resumes in a gap', async () => {
  await makeCompacted('tailed');
  const all = await openTail(server.url, '/v1/topics/tailed/events?from=earliest');
  const rest = await openTail(server.url, '/v1/topics/tailed/events', '0:3');
  await eventually(() => rest.places().length === 2 && all.places().length === 4);
  await put(http, 'tailed', 'e=1');
  await eventually(() => rest.places().length === 3 && all.places().length === 5);
  expect(all.places()).toEqual(['0:1', '0:2', '0:4', '0:5', '0:6']);
  expect(rest.places()).toEqual(['0:4', '0:5', '0:6']);
  expect([...all.read().messages, ...rest.read().messages].map(({ event }) => event)).not.toContain('lost');
  for (const tail of [all, rest]) tail.hangUp();
});

it('tells on the metrics page what was removed and what is left', async () => {
  await makeCompacted('measured');
  await eventually(async () => {
    const page = (await http.get('/metrics')).text;
    const [removed = 0, bytes = 0, passes = 0] = ['removed_events', 'removed_bytes', 'passes'].map((name) =>
      Number(new RegExp(`^posthorn_compaction_${name}_total (\\d+)$`, 'm').exec(page)?.[1]),
    );
    return removed >= 2 && bytes >= 2 && passes >= 1 && /^posthorn_compacted_bytes \d+$/m.test(page);
  });
});
