// One crash run: load, kill -9 at random moments, restart on the same data, wait until all is quiet, judge.
import { setImmediate as loopTurn, setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { startReceiver } from '../harness/receiver.js';
import { seededRandom } from '../harness/seeded-random.js';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';
import { checkHistory } from './checker.js';
import type { Fact, Place, Stored } from './history.js';
import { type DeliveryLog, makeDeliveryLog, readLog } from './observer.js';
import { runProducers, TOPIC } from './producers.js';
import { SUBSCRIPTIONS, subscribe } from './subscriptions.js';
import { summarise, type Verdict } from './verdict.js';

const PARTITIONS = 3;
const PRODUCERS = 6;
const SHORTEST_LIFE_MS = 300;
const LONGEST_LIFE_MS = 2_000;
const QUIET_TIMEOUT_MS = 60_000;
/** Producers wait while the slowest subscription is this many events behind, or nothing would ever become quiet. */
const MAX_LAG_EVENTS = 250;
/** What a dead process had sent is in this one's socket buffers: accepted, read and taken apart within a few turns. */
const DRAIN_TURNS = 50;

export type CrashOptions = {
  readonly kills: number;
  /** Kills no more after this long, counted from the first load; absent: only `kills` counts. */
  readonly seconds?: number;
  /** Brings back what producers, receiver and killer choose; not how they meet in time. */
  readonly seed: number;
  /** Told about each step. */
  readonly log?: (line: string) => void;
};

export type CrashReport = Verdict & {
  readonly seed: number;
  readonly stopCode: number | null;
  readonly summary: string;
  readonly history: readonly Fact[];
};

type Run = {
  readonly server: ServerProcess;
  readonly client: HttpClient;
  readonly deliveries: DeliveryLog;
  readonly record: (fact: Fact) => void;
};

async function killAgainAndAgain(
  { server, deliveries, record }: Run,
  random: () => number,
  { kills, seconds = Number.POSITIVE_INFINITY, log = () => undefined }: CrashOptions,
): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  for (let count = 1; count <= kills && performance.now() < until; count += 1) {
    await pause(SHORTEST_LIFE_MS + random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS));
    const at = Date.now();
    await server.kill('SIGKILL');
    for (let turn = 0; turn < DRAIN_TURNS; turn += 1) await loopTurn();
    record({ kind: 'kill', at, order: deliveries.killed() });
    await server.restart();
    log(`kill ${count}: ready again after ${Math.round(server.readyMs)} ms`);
  }
}

/** Waits until every subscription has all of them. What is missing then is for the checker to tell. */
async function untilDelivered(places: readonly Place[], deliveries: DeliveryLog): Promise<void> {
  const complete = ({ subscription }: { readonly subscription: string }) =>
    places.every((place) => deliveries.isAcknowledged(subscription, place));
  await eventually(() => SUBSCRIPTIONS.every(complete), { timeoutMs: QUIET_TIMEOUT_MS }).catch(() => undefined);
}

/**
 * After a clean stop nothing may come again: a last event in each partition is delivered behind whatever else would
 * be, so a repeat shows before it.
 */
async function restartCleanly({ server, client, deliveries, record }: Run): Promise<number | null> {
  const { code } = await server.kill('SIGTERM');
  await server.restart();
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const sent = { key: `last-${partition}`, sequence: 1, value: `{"last":${partition}}`, dedupeKey: null };
    const path = `/v1/topics/${TOPIC}/events?partition=${partition}&key=${sent.key}`;
    const answer = await client.send('POST', path, sent.value, { 'content-type': 'application/json' });
    const { offset } = answer.json<{ offset: number }>();
    record({ kind: 'sent', ...sent });
    record({ kind: 'acknowledged', ...sent, partition, offset });
    await untilDelivered([{ partition, offset }], deliveries);
  }
  return code;
}

async function loadAndKill(run: Run, random: () => number, options: CrashOptions): Promise<void> {
  const { client, deliveries } = run;
  let acknowledged = 0;
  const record = (fact: Fact) => {
    if (fact.kind === 'acknowledged') acknowledged += 1;
    run.record(fact);
  };
  const isBehind = () =>
    SUBSCRIPTIONS.some(
      ({ subscription }) => acknowledged - deliveries.acknowledgedCount(subscription) > MAX_LAG_EVENTS,
    );
  const stop = new AbortController();
  const produced = runProducers({ client, random, record, isBehind, signal: stop.signal }, PRODUCERS);
  // A producer that fails must not go unheard while the kills go on.
  await Promise.race([killAgainAndAgain(run, random, options), produced]);
  stop.abort();
  await produced;
}

export async function runCrash(options: CrashOptions): Promise<CrashReport> {
  const history: Fact[] = [...SUBSCRIPTIONS];
  const record = (fact: Fact) => history.push(fact);
  const deliveries = makeDeliveryLog(seededRandom(options.seed + 1), pause);
  const server = await startServerProcess();
  const receiver = await startReceiver();
  receiver.respond(deliveries.receive);
  const client = makeHttpClient(server.url);
  const run: Run = { server, client, deliveries, record };
  try {
    await subscribe(client, receiver.url, PARTITIONS);
    await loadAndKill(run, seededRandom(options.seed), options);
    const stored: readonly Stored[] = await readLog(client, PARTITIONS, 1);
    await untilDelivered(stored, deliveries);
    const stopCode = await restartCleanly(run);
    history.push(...stored, ...(await readLog(client, PARTITIONS, 2)), ...deliveries.deliveries());
    const verdict = checkHistory(history);
    return { ...verdict, seed: options.seed, stopCode, summary: summarise(verdict, options.seed), history };
  } finally {
    client.close();
    await server.stop();
    await receiver.stop();
  }
}
