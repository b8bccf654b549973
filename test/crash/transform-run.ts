// Exactly once from end to end: workers read, transform and commit in transactions, while server and workers are killed.
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { seededRandom } from '../harness/seeded-random.js';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';
import { checkTransform, type Input, type TransformViolation } from './transform-check.js';
import { must, readAll } from './transform-topics.js';
import { GROUP, INPUTS, OUTPUTS, startWorker, type Worker, type WorkerTally } from './transform-worker.js';

const INPUT_PARTITIONS = 4;
const OUTPUT_PARTITIONS = 2;
const WORKERS = 3;
const FED_AT_ONCE = 10;
const FEED_PAUSE_MS = 10;
/** Feeding waits while the workers are so far behind; asked once for so many inputs. */
const MAX_BEHIND = 1_000;
const LAG_ASKED_EVERY = 500;
const RETRY_PAUSE_MS = 20;
const SHORTEST_PEACE_MS = 200;
const LONGEST_PEACE_MS = 1_200;
const SERVER_SHARE = 0.4;
const QUIET_TIMEOUT_MS = 60_000;

export type TransformOptions = {
  /** How long server and workers are killed. */
  readonly seconds: number;
  /** Brings back who is killed and when; not how they meet in time. */
  readonly seed: number;
  readonly log?: (line: string) => void;
};

export type TransformReport = WorkerTally & {
  readonly violations: readonly TransformViolation[];
  readonly inputs: number;
  readonly serverKills: number;
  readonly workerKills: number;
  readonly summary: string;
};

type Run = {
  readonly server: ServerProcess;
  readonly client: HttpClient;
  readonly random: () => number;
  readonly tally: WorkerTally;
  /** Ends workers. */
  readonly done: AbortController;
  readonly log: (line: string) => void;
};

type Described = { readonly offsets: readonly { readonly lag: number }[] };

/** Of each partition that the group has progress in; undefined where nobody answers. */
async function lags(client: HttpClient): Promise<readonly number[] | undefined> {
  const answer = await client.get(`/v1/groups/${GROUP}`).catch(() => undefined);
  return answer?.status === 200 ? answer.json<Described>().offsets.map(({ lag }) => lag) : undefined;
}

/** Every input is stored once, whatever becomes of an answer. */
async function feed({ client }: Run, signal: AbortSignal): Promise<void> {
  const behind = async () => (await lags(client))?.reduce((sum, lag) => sum + lag, 0) ?? 0;
  let fed = 0;
  while (!signal.aborted) {
    if (fed % LAG_ASKED_EVERY === 0 && (await behind()) > MAX_BEHIND) {
      await pause(RETRY_PAUSE_MS);
      continue;
    }
    const events = Array.from({ length: FED_AT_ONCE }, (_, nth) => {
      const name = `n${fed + nth}`;
      return { value: { name }, key: name, dedupeKey: name };
    });
    for (;;) {
      const answer = await client.post(`/v1/topics/${INPUTS}/batches`, { events }).catch(() => undefined);
      if (answer?.status === 200) break;
      if (answer !== undefined && answer.status < 429) must('feed', answer);
      await pause(RETRY_PAUSE_MS);
    }
    fed += FED_AT_ONCE;
    await pause(FEED_PAUSE_MS);
  }
}

/** One place at work; each life of it is another worker. The first one comes back under its instanceId. */
function startPlace({ server, random, tally, done }: Run, place: number) {
  let life = 0;
  const lives: Worker[] = [];
  const begin = () => {
    life += 1;
    const instanceId = place === 0 ? 'steady' : undefined;
    const name = `w${place}-${life}`;
    lives.push(startWorker({ ...{ url: server.url, name, instanceId }, ...{ random, tally, signal: done.signal } }));
  };
  begin();
  return {
    killAndBegin: () => {
      lives.at(-1)?.kill();
      begin();
    },
    ended: () => Promise.all(lives.map((worker) => worker.ended)),
    failed: () => Promise.race(lives.map((worker) => worker.ended.then(() => new Promise<never>(() => undefined)))),
  };
}

type WorkPlace = ReturnType<typeof startPlace>;

async function killAgainAndAgain(run: Run, places: readonly WorkPlace[], seconds: number) {
  const { server, random, log } = run;
  const until = performance.now() + seconds * 1_000;
  let [serverKills, workerKills] = [0, 0];
  while (performance.now() < until) {
    const peace = pause(SHORTEST_PEACE_MS + random() * (LONGEST_PEACE_MS - SHORTEST_PEACE_MS));
    await Promise.race([peace, ...places.map((place) => place.failed())]);
    if (random() < SERVER_SHARE) {
      await server.kill('SIGKILL');
      await server.restart();
      serverKills += 1;
      log(`server killed, ready again after ${Math.round(server.readyMs)} ms`);
    } else {
      const place = Math.floor(random() * places.length);
      places[place]?.killAndBegin();
      workerKills += 1;
      log(`worker ${place} killed and begun anew`);
    }
  }
  return { serverKills, workerKills };
}

/** Waits until the group has committed everything. What is missing then is for the check to tell. */
async function untilQuiet({ client, log }: Run): Promise<void> {
  const isQuiet = async () => {
    const found = await lags(client);
    return found?.length === INPUT_PARTITIONS && found.every((lag) => lag === 0);
  };
  await eventually(isQuiet, { timeoutMs: QUIET_TIMEOUT_MS }).catch(() => log('the group never became quiet'));
}

async function loadAndKill(run: Run, seconds: number) {
  const places = Array.from({ length: WORKERS }, (_, place) => startPlace(run, place));
  const enough = new AbortController();
  const fed = feed(run, enough.signal);
  const kills = await Promise.race([killAgainAndAgain(run, places, seconds), fed.then(() => undefined)]);
  enough.abort();
  await fed;
  await untilQuiet(run);
  run.done.abort();
  await Promise.all(places.map((place) => place.ended()));
  return kills ?? { serverKills: 0, workerKills: 0 };
}

export async function runTransform({
  seconds,
  seed,
  log = () => undefined,
}: TransformOptions): Promise<TransformReport> {
  const server = await startServerProcess();
  const client = makeHttpClient(server.url);
  const tally: WorkerTally = { transactions: 0, repeats: 0, fenced: 0, transformed: 0 };
  const run: Run = { server, client, random: seededRandom(seed), tally, done: new AbortController(), log };
  try {
    must('inputs', await client.put(`/v1/topics/${INPUTS}`, { partitions: INPUT_PARTITIONS }));
    must('outputs', await client.put(`/v1/topics/${OUTPUTS}`, { partitions: OUTPUT_PARTITIONS }));
    const kills = await loadAndKill(run, seconds);
    const inputs: readonly Input[] = await readAll(client, INPUTS, INPUT_PARTITIONS);
    const violations = checkTransform(inputs, await readAll(client, OUTPUTS, OUTPUT_PARTITIONS));
    const summary =
      `seed ${seed}: ${inputs.length} inputs in ${tally.transactions} transactions (${tally.repeats} answered as ` +
      `repeats, ${tally.fenced} fenced), ${kills.serverKills} kills of the server, ${kills.workerKills} of workers: ` +
      (violations.length === 0 ? 'each transformed exactly once' : `${violations.length} violations`);
    return { ...tally, ...kills, violations, inputs: inputs.length, summary };
  } finally {
    run.done.abort();
    client.close();
    await server.stop();
  }
}
