// kill -9 while a topic is compacted under load: each key keeps its newest event, and every event its offset.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { projectRoot } from '../harness/project-root.js';
import { seededRandom } from '../harness/seeded-random.js';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';
import { checkCompacted, type Stored } from './compacted-check.js';

const KILLS = 4;
const WRITERS = 6;
const PARTITIONS = 2;
const KEYS_A_WRITER = 4;
const LARGEST_BATCH = 8;
const TOMBSTONE_SHARE = 0.1;
/** Batches that are acknowledged between two kills: at least, and so many more at most. */
const LIFE_BATCHES = 40;
const LIFE_SPREAD = 80;
const PAGE_EVENTS = 10_000;
const TIMEOUT_MS = 90_000;

const PROGRAM = [join(projectRoot, 'build', 'test', 'crash', 'compacting-server.js')];

type Shown = { readonly offset: number; readonly key: string; readonly value: unknown };
type Fetched = { readonly events: readonly Shown[]; readonly nextOffset: number; readonly highWatermark: number };

/** What writers, readers and the killer share. */
type Run = {
  readonly server: ServerProcess;
  readonly client: HttpClient;
  readonly random: () => number;
  readonly acknowledged: Stored[];
  readonly seen: Stored[];
  batches: number;
  /** Resolves when the server is there. */
  up: Promise<void>;
  isOver: boolean;
};

/** Sent again until it is answered: what a kill left unknown is one event all the same, by its dedupe key. */
async function untilAnswered(run: Run, send: () => ReturnType<HttpClient['get']>) {
  for (;;) {
    const { up } = run;
    await up;
    const answer = await send().catch(() => undefined);
    if (answer?.status === 200) return answer;
    // Where it is no kill that cut it, it is a fault; a server that goes down may still refuse.
    if (answer !== undefined && answer.status < 500) throw new Error(`${answer.status} ${answer.text}`);
    if (run.up === up) await eventually(() => run.up !== up);
  }
}

async function write(run: Run, writer: number): Promise<void> {
  for (let batch = 0; !run.isOver; batch += 1) {
    const events = Array.from({ length: 1 + Math.floor(run.random() * LARGEST_BATCH) }, (_, nth) => {
      const key = `w${writer}-k${Math.floor(run.random() * KEYS_A_WRITER)}`;
      const name = `${writer}.${batch}.${nth}`;
      return { key, dedupeKey: name, value: run.random() < TOMBSTONE_SHARE ? null : { key, name } };
    });
    const answer = await untilAnswered(run, () => run.client.post('/v1/topics/state/batches', { events }));
    const { results } = answer.json<{ results: readonly { partition: number; offset: number }[] }>();
    for (const [nth, { key, value }] of events.entries()) {
      const { partition, offset } = results[nth] as (typeof results)[number];
      run.acknowledged.push({ partition, offset, key, value: value === null ? null : JSON.stringify(value) });
    }
    run.batches += 1;
  }
}

async function fetchFrom(run: Run, partition: number, offset: number): Promise<Fetched & { stored: Stored[] }> {
  const query = `offset=${offset}&maxEvents=${PAGE_EVENTS}`;
  const path = `/v1/topics/state/partitions/${partition}/events?${query}`;
  const fetched = (await untilAnswered(run, () => run.client.get(path))).json<Fetched>();
  const stored = fetched.events.map(({ offset: at, key, value }) => {
    return { partition, offset: at, key, value: value === null ? null : JSON.stringify(value) };
  });
  return { ...fetched, stored };
}

async function read(run: Run): Promise<void> {
  while (!run.isOver) {
    const partition = Math.floor(run.random() * PARTITIONS);
    const { stored, highWatermark } = await fetchFrom(run, partition, 0);
    run.seen.push(...stored);
    const { stored: rest } = await fetchFrom(run, partition, Math.floor(run.random() * highWatermark));
    run.seen.push(...rest);
  }
}

async function killOften(run: Run): Promise<void> {
  for (let kill = 0; kill < KILLS; kill += 1) {
    const until = run.batches + LIFE_BATCHES + Math.floor(run.random() * LIFE_SPREAD);
    await eventually(() => run.batches >= until, { timeoutMs: TIMEOUT_MS });
    const killed = run.server.kill('SIGKILL');
    run.up = killed.then(() => run.server.restart());
    await run.up;
  }
  run.isOver = true;
}

async function readAll(run: Run): Promise<Stored[]> {
  const all: Stored[] = [];
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    for (let [next, end] = [0, 1]; next < end; ) {
      const { stored, nextOffset, highWatermark } = await fetchFrom(run, partition, next);
      all.push(...stored);
      [next, end] = [nextOffset, highWatermark];
    }
  }
  return all;
}

test(
  'over kill -9 each key keeps its newest event, and every event its offset and value',
  async () => {
    const server = await startServerProcess({ program: PROGRAM });
    const client = makeHttpClient(server.url);
    onTestFinished(async () => {
      client.close();
      await server.stop();
    });
    const config = { partitions: PARTITIONS, cleanupPolicy: 'compact' };
    expect((await client.put('/v1/topics/state', config)).status).toBe(200);
    const seed = Date.now() % 1_000_000;
    const run: Run = {
      ...{ server, client, random: seededRandom(seed), acknowledged: [], seen: [], batches: 0 },
      ...{ up: Promise.resolve(), isOver: false },
    };
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(run, writer));
    await Promise.all([...writers, read(run), killOften(run)]);
    const left = await readAll(run);
    const { acknowledged, seen } = run;
    console.log(
      `seed ${seed}: ${acknowledged.length} events, ${left.length} left, ${seen.length} seen, ${KILLS} kills`,
    );
    expect(checkCompacted(acknowledged, seen, left).slice(0, 10)).toEqual([]);
    expect(left.length).toBeLessThan(acknowledged.length / 2);
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const offsets = acknowledged.filter((event) => event.partition === partition).map(({ offset }) => offset);
      const { highWatermark } = await fetchFrom(run, partition, 0);
      expect(highWatermark).toBeGreaterThan(Math.max(...offsets));
    }
    expect(await server.stop()).toBe(0);
  },
  TIMEOUT_MS,
);

test('each kind of fault is found', () => {
  const at = (offset: number, key: string, value: string | null): Stored => ({ partition: 0, offset, key, value });
  const [a, b, again] = [at(0, 'a', '1'), at(1, 'b', null), at(2, 'a', '2')];
  expect(checkCompacted([a, b, again], [a, b], [b, again])).toEqual([]);
  expect(checkCompacted([a, b, again], [], [a, b])).toEqual(['0:2 is lost, the newest of its key: a=2']);
  expect(checkCompacted([a, b, again], [at(1, 'b', '3')], [b, again])).toEqual([
    '0:1 shows b=3, acknowledged was b=tombstone',
  ]);
  expect(checkCompacted([a, b], [], [a, b, at(2, 'a', '2')])).toEqual(['0:2 shows a=2, acknowledged was nothing']);
  expect(checkCompacted([a, b, again], [], [again, b])).toEqual(['0:1 comes behind 0:2']);
  expect(checkCompacted([a, at(0, 'b', '1')], [], [at(0, 'b', '1')])).toEqual(['0:0 acknowledged as a=1 and b=1']);
});
