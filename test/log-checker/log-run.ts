// One run: clients of every kind against a server that is killed again and again, a quiet end, and a verdict.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';
import { makeCaller, makeRecorder } from './caller.js';
import { checkHistory, type Judgement } from './checker.js';
import { runMember, runScript } from './group-clients.js';
import { createHistoryFile, readHistory } from './history-file.js';
import { growRequest } from './log-calls.js';
import { drainGroup, drainTransformed, readEverything } from './log-end.js';
import { type Lives, runNemesis } from './nemesis.js';
import { drainShared, runWorker } from './shared-clients.js';
import { runReader, runSender, runTrimmer } from './topic-clients.js';
import { runTransactor, runTransformer } from './transaction-clients.js';
import { makeWorld, type World } from './world.js';

const SETTINGS = {
  in: { partitions: 3, cleanupPolicy: 'delete' },
  out: { partitions: 2, cleanupPolicy: 'delete' },
  state: { partitions: 2, cleanupPolicy: 'compact' },
} as const;
const TOPICS = ['in', 'out', 'state'] as const;
const TRANSACTED = ['in', 'out'] as const;
const TRANSFORM = { group: 'transform', topics: ['in'], output: 'out' } as const;
const READERS = { group: 'readers', topics: TOPICS } as const;
const QUEUE = { group: 'queue', topics: ['in', 'state'] } as const;
const SCRIPTS = { group: 'scripts', topics: ['in'] } as const;
const GROUPS = [TRANSFORM.group, READERS.group, SCRIPTS.group];

/** On a machine that has much else to do. */
const READY_TIMEOUT_MS = 120_000;

export type LogRunOptions = {
  /** Brings back what clients and killer choose; not how they meet in time. */
  readonly seed: number;
  readonly kills: number;
  readonly seconds: number;
  readonly lives: Lives;
  readonly paceMs: number;
  /** Default: a file that is gone afterwards. */
  readonly historyPath?: string;
  readonly log?: (line: string) => void;
  /** Between the clients and the server. Default: nothing. */
  readonly wrap?: (client: HttpClient) => HttpClient;
};

export type LogRunReport = Judgement & { readonly stopCodes: readonly (number | null)[] };

/** Twins: two processes that both take themselves for one instance, and fence each other off. */
function startClients(world: World): Promise<unknown>[] {
  return [
    ...['s1', 's2', 's3'].map((worker) => runSender(world, worker, TOPICS)),
    ...['r1', 'r2'].map((worker) => runReader(world, worker, TOPICS, GROUPS)),
    ...['m1', 'm2', 'm3'].map((worker) => runMember(world, worker, READERS)),
    ...['m4', 'm5'].map((worker) => runMember(world, worker, { ...READERS, instanceId: 'twins' })),
    ...['c1', 'c2'].map((worker) => runScript(world, worker, SCRIPTS)),
    ...['t1', 't2'].map((worker) => runTransformer(world, worker, TRANSFORM)),
    ...['t3', 't4'].map((worker) => runTransformer(world, worker, { ...TRANSFORM, instanceId: 'twins' })),
    runTransactor(world, 'x1', TRANSACTED),
    ...['w1', 'w2'].map((worker) => runWorker(world, worker, QUEUE)),
    runTrimmer(world, 'd1', TOPICS),
  ];
}

async function createTopics(world: World): Promise<void> {
  const { client, recorder } = world;
  for (const topic of TOPICS) {
    const settings = SETTINGS[topic];
    const outcome = await makeCaller(recorder, 'begin').make(growRequest(client, topic, settings));
    if (outcome.kind !== 'ok') throw new Error(`PUT ${topic}: ${JSON.stringify(outcome)}`);
    if (settings.cleanupPolicy === 'compact') recorder.write({ line: 'compacted', at: recorder.now(), topic });
    world.setTopic(topic, settings);
  }
}

async function finish(world: World): Promise<void> {
  const { recorder } = world;
  await drainTransformed(world, TRANSFORM);
  await Promise.all([drainGroup(world, READERS.group, READERS.topics), drainShared(world, QUEUE)]);
  await readEverything(world, TOPICS);
  recorder.write({ line: 'drained', at: recorder.now(), ...TRANSFORM, exactlyOnce: true });
  recorder.write({ line: 'drained', at: recorder.now(), ...READERS, exactlyOnce: false });
  recorder.write({ line: 'drained', at: recorder.now(), ...QUEUE, exactlyOnce: false, shared: true });
}

async function work(server: ServerProcess, client: HttpClient, historyPath: string, options: LogRunOptions) {
  const { log = () => undefined } = options;
  const file = createHistoryFile(historyPath);
  const stop = new AbortController();
  const recorder = makeRecorder(file.append);
  const world = makeWorld({ client, recorder, ...options, stopped: stop.signal });
  try {
    await createTopics(world);
    const clients = Promise.all(startClients(world));
    const nemesis = runNemesis(world, server, TOPICS, { ...options, log });
    // A client that fails must not go unheard while the kills go on.
    try {
      await Promise.race([nemesis, clients]);
    } finally {
      stop.abort();
      await Promise.allSettled([nemesis, clients]);
    }
    await clients;
    await finish(world);
    return await nemesis;
  } finally {
    file.close();
  }
}

export async function runLogCheck(options: LogRunOptions): Promise<LogRunReport> {
  const own = options.historyPath === undefined ? await mkdtemp(join(tmpdir(), 'posthorn-history-')) : undefined;
  const historyPath = options.historyPath ?? join(own ?? '', 'history.ndjson');
  const server = await startServerProcess({ readyTimeoutMs: READY_TIMEOUT_MS });
  const direct = makeHttpClient(server.url);
  const client = options.wrap?.(direct) ?? direct;
  try {
    const codes = await work(server, client, historyPath, options);
    const last = await server.kill('SIGTERM');
    return { ...checkHistory(readHistory(historyPath)), stopCodes: [...codes, last.code] };
  } finally {
    direct.close();
    await server.stop();
    if (own !== undefined) await rm(own, { recursive: true, force: true });
  }
}
