// Exactly once through a webhook: it is sent inputs and answers with outputs, while server and webhook are killed.
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { seededRandom } from '../harness/seeded-random.js';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';
import {
  type AnsweringEndpoint,
  type EndpointTally,
  INPUTS,
  OUTPUTS,
  type SubscriptionName,
  startAnsweringEndpoint,
} from './answering-endpoint.js';
import { checkTransform, type TransformViolation } from './transform-check.js';
import { must, readAll } from './transform-topics.js';

const INPUT_PARTITIONS = 4;
const OUTPUT_PARTITIONS = 2;
const NAMES = Object.keys(OUTPUTS) as SubscriptionName[];
const BATCH = { maxEvents: 20, lingerMs: 5 };
const FED_AT_ONCE = 10;
const FEED_PAUSE_MS = 10;
const MAX_BEHIND = 1_000;
const LAG_ASKED_EVERY = 200;
const RETRY_PAUSE_MS = 20;
/** Never used up. */
const RETRY = { scheduleMs: Array<number>(100).fill(20), jitter: 0.5 };
const SHORTEST_PEACE_MS = 200;
const LONGEST_PEACE_MS = 1_200;
const SERVER_SHARE = 0.6;
/** Of each; then the time says when it is enough. */
const LEAST_KILLS = 2;
const QUIET_TIMEOUT_MS = 90_000;

export type RepliesOptions = {
  /** How long server and webhook are killed. */
  readonly seconds: number;
  /** Brings back who is killed and when; not how they meet in time. */
  readonly seed: number;
  readonly log?: (line: string) => void;
};

export type RepliesReport = EndpointTally & {
  readonly violations: readonly TransformViolation[];
  readonly inputs: number;
  readonly serverKills: number;
  readonly endpointKills: number;
  readonly summary: string;
};

type Run = {
  readonly server: ServerProcess;
  readonly client: HttpClient;
  readonly endpoint: AnsweringEndpoint;
  readonly random: () => number;
  readonly log: (line: string) => void;
};

type Described = { readonly offsets: readonly { readonly lag: number; readonly parked: number }[] };

/** Undelivered, of both subscriptions; undefined where nobody answers. */
async function behind(client: HttpClient): Promise<number | undefined> {
  let sum = 0;
  for (const name of NAMES) {
    const answer = await client.get(`/v1/subscriptions/${name}`).catch(() => undefined);
    if (answer?.status !== 200) return undefined;
    for (const { lag, parked } of answer.json<Described>().offsets) sum += lag + parked;
  }
  return sum;
}

/** Every input is stored once, whatever becomes of an answer. */
async function feed({ client }: Run, signal: AbortSignal): Promise<void> {
  let fed = 0;
  while (!signal.aborted) {
    if (fed % LAG_ASKED_EVERY === 0 && ((await behind(client)) ?? 0) > MAX_BEHIND) {
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

async function killAgainAndAgain({ server, endpoint, random, log }: Run, seconds: number) {
  const until = performance.now() + seconds * 1_000;
  let [serverKills, endpointKills] = [0, 0];
  while (performance.now() < until || serverKills < LEAST_KILLS || endpointKills < LEAST_KILLS) {
    await pause(SHORTEST_PEACE_MS + random() * (LONGEST_PEACE_MS - SHORTEST_PEACE_MS));
    if (random() < SERVER_SHARE) {
      await server.kill('SIGKILL');
      await server.restart();
      serverKills += 1;
      log(`server killed, ready again after ${Math.round(server.readyMs)} ms`);
    } else {
      await endpoint.killAndBegin();
      endpointKills += 1;
      log('endpoint killed and begun anew');
    }
  }
  return { serverKills, endpointKills };
}

async function loadAndKill(run: Run, seconds: number) {
  const enough = new AbortController();
  const fed = feed(run, enough.signal);
  const kills = await Promise.race([killAgainAndAgain(run, seconds), fed.then(() => undefined)]);
  enough.abort();
  await fed;
  const quiet = async () => (await behind(run.client)) === 0;
  await eventually(quiet, { timeoutMs: QUIET_TIMEOUT_MS }).catch(() => run.log('it never became quiet'));
  return kills ?? { serverKills: 0, endpointKills: 0 };
}

async function setUp({ client, endpoint }: Run): Promise<void> {
  must('inputs', await client.put(`/v1/topics/${INPUTS}`, { partitions: INPUT_PARTITIONS }));
  for (const name of NAMES) {
    const topic = OUTPUTS[name];
    must('outputs', await client.put(`/v1/topics/${topic}`, { partitions: OUTPUT_PARTITIONS }));
    const body = {
      topics: [INPUTS],
      start: 'earliest',
      ordering: 'partition',
      retry: RETRY,
      replies: { topics: [topic] },
    };
    const batch = name === 'batched' ? { batch: BATCH } : {};
    const subscription = { ...body, ...batch, endpoint: { url: endpoint.urlOf(name) } };
    must(name, await client.put(`/v1/subscriptions/${name}`, subscription));
  }
}

export async function runReplies(options: RepliesOptions): Promise<RepliesReport> {
  const { seconds, seed, log = () => undefined } = options;
  const random = seededRandom(seed);
  const endpoint = await startAnsweringEndpoint(random);
  const server = await startServerProcess();
  const client = makeHttpClient(server.url);
  const run: Run = { server, client, endpoint, random, log };
  try {
    await setUp(run);
    const kills = await loadAndKill(run, seconds);
    const inputs = await readAll(client, INPUTS, INPUT_PARTITIONS);
    const violations: TransformViolation[] = [];
    for (const topic of Object.values(OUTPUTS)) {
      violations.push(...checkTransform(inputs, await readAll(client, topic, OUTPUT_PARTITIONS)));
    }
    const { tally } = endpoint;
    const summary =
      `seed ${seed}: ${inputs.length} inputs to ${NAMES.length} subscriptions, ${tally.replies} replies, ${tally.bad} bad ones, ` +
      `${tally.failed} failures, ${tally.cut} cut off, ${kills.serverKills} kills of the server, ${kills.endpointKills} of ` +
      `the endpoint: ${violations.length === 0 ? 'each transformed exactly once' : `${violations.length} violations`}`;
    return { ...tally, ...kills, violations, inputs: inputs.length, summary };
  } finally {
    client.close();
    await server.stop();
    await endpoint.stop();
  }
}
