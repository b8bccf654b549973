// One crash run: load, kill -9 at random moments, restart on the same data, wait until all is quiet, judge.
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { startReceiver } from '../harness/receiver.js';
import { seededRandom } from '../harness/seeded-random.js';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';
import { checkHistory, type Verdict } from './checker.js';
import type { Fact, Stored } from './history.js';
import { type DeliveryLog, makeDeliveryLog, readLog } from './observer.js';
import { runProducers, TOPIC } from './producers.js';

const PARTITIONS = 3;
const PRODUCERS = 6;
const SHORTEST_LIFE_MS = 300;
const LONGEST_LIFE_MS = 2_000;
const QUIET_TIMEOUT_MS = 60_000;
const RETRY_SCHEDULE_MS = Array.from({ length: 40 }, (_, index) => Math.min(20 * 2 ** index, 500));

export type CrashOptions = {
  readonly kills: number;
  readonly seed: number;
  /** Told about each step. */
  readonly log?: (line: string) => void;
};

export type CrashReport = Verdict & {
  readonly seed: number;
  readonly stopCode: number | null;
  readonly summary: string;
};

async function prepare(client: HttpClient, receiverUrl: string): Promise<void> {
  const calls: [string, unknown][] = [
    [`/v1/topics/${TOPIC}`, { partitions: PARTITIONS }],
    [
      '/v1/subscriptions/crash-sub',
      {
        topics: [TOPIC],
        endpoint: { url: `${receiverUrl}/hook`, timeoutMs: 5_000 },
        start: 'earliest',
        ordering: 'key',
        retry: { scheduleMs: RETRY_SCHEDULE_MS },
      },
    ],
  ];
  for (const [path, body] of calls) {
    const answer = await client.put(path, body);
    if (answer.status >= 300) throw new Error(`PUT ${path}: ${answer.status} ${answer.text}`);
  }
}

async function killAgainAndAgain(
  server: ServerProcess,
  random: () => number,
  record: (fact: Fact) => void,
  { kills, log = () => undefined }: CrashOptions,
): Promise<void> {
  for (let count = 1; count <= kills; count += 1) {
    await pause(SHORTEST_LIFE_MS + random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS));
    const at = Date.now();
    await server.kill('SIGKILL');
    record({ kind: 'kill', at, goneAt: Date.now() });
    await server.restart();
    log(`kill ${count} of ${kills}: ready again after ${Math.round(server.readyMs)} ms`);
  }
}

/** Waits until the receiver acknowledged all that is stored. What is missing then is for the checker to tell. */
async function quiesce(client: HttpClient, deliveries: DeliveryLog): Promise<readonly Fact[]> {
  const stored = await readLog(client, PARTITIONS, 1);
  const waiting = new Set(stored.map((fact) => `${(fact as Stored).partition}/${(fact as Stored).offset}`));
  await eventually(
    () => {
      for (const place of deliveries.acknowledgedPlaces()) waiting.delete(place);
      return waiting.size === 0;
    },
    { timeoutMs: QUIET_TIMEOUT_MS },
  ).catch(() => undefined);
  return stored;
}

/**
 * After a clean stop nothing may come again: a last event for each key range is delivered behind whatever else
 * would be, so a repeat shows before it.
 */
async function restartCleanly(server: ServerProcess, client: HttpClient, deliveries: DeliveryLog) {
  const { code } = await server.kill('SIGTERM');
  await server.restart();
  const last: Fact[] = [];
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const sent = { key: `last-${partition}`, sequence: 1, value: `{"last":${partition}}`, dedupeKey: null };
    const path = `/v1/topics/${TOPIC}/events?partition=${partition}&key=${sent.key}`;
    const answer = await client.send('POST', path, sent.value, { 'content-type': 'application/json' });
    const { offset } = answer.json<{ offset: number }>();
    last.push({ kind: 'sent', ...sent }, { kind: 'acknowledged', ...sent, partition, offset });
    await eventually(() => deliveries.acknowledgedPlaces().has(`${partition}/${offset}`)).catch(() => undefined);
  }
  return { code, last, stored: await readLog(client, PARTITIONS, 2) };
}

function summarise(verdict: Verdict, { seed }: CrashOptions): string {
  const wrong = verdict.violations.length;
  return [
    `crash: seed ${seed}, ${verdict.kills} kills, ${verdict.acknowledged} acknowledged, ${verdict.stored} stored,`,
    `${verdict.deliveries} deliveries, ${verdict.allowedRepeats} repeated in flight, ${wrong} violations`,
  ].join(' ');
}

export async function runCrash(options: CrashOptions): Promise<CrashReport> {
  const random = seededRandom(options.seed);
  const history: Fact[] = [];
  const record = (fact: Fact) => history.push(fact);
  const deliveries = makeDeliveryLog(seededRandom(options.seed + 1), pause);
  const server = await startServerProcess();
  const receiver = await startReceiver();
  receiver.respond(deliveries.receive);
  const client = makeHttpClient(server.url);
  try {
    await prepare(client, receiver.url);
    const stop = new AbortController();
    const produced = runProducers({ client, random, record, signal: stop.signal }, PRODUCERS);
    // A producer that fails must not go unheard while the kills go on.
    await Promise.race([killAgainAndAgain(server, random, record, options), produced]);
    stop.abort();
    await produced;
    history.push(...(await quiesce(client, deliveries)));
    const clean = await restartCleanly(server, client, deliveries);
    const verdict = checkHistory([...history, ...clean.last, ...clean.stored, ...deliveries.deliveries()]);
    return { ...verdict, seed: options.seed, stopCode: clean.code, summary: summarise(verdict, options) };
  } finally {
    client.close();
    await server.stop();
    await receiver.stop();
  }
}
