// What the cases stand on: the real server as a process, topics, stored events, child processes; all ended at the end.
import { type HttpAnswer, type HttpClient, makeHttpClient } from '../test/harness/http.js';
import { type ServerProcess, startServerProcess } from '../test/harness/server-process.js';
import { type Child, startChild } from './load/child.js';
import type { LoadJob, LoadResult } from './load/http-load.js';
import type { Mood, ReceiverCount, ReceiverQuestion } from './load/receiver.js';
import { BATCH_EVENTS, EVENT_SCHEMA, sampleLines } from './sample-events.js';

const PRELOAD_IN_FLIGHT = 6;

export type Stage = {
  readonly server: ServerProcess;
  readonly client: HttpClient;
  topic(name: string, options?: { readonly schema?: boolean; readonly partitions?: number }): Promise<void>;
  /** Stores `events` sample events in batches of BATCH_EVENTS. */
  preload(topic: string, events: number): Promise<void>;
  subscribe(name: string, body: object): Promise<void>;
  unsubscribe(name: string): Promise<void>;
  act(subscription: string, action: 'pause' | 'resume'): Promise<void>;
  child(entry: string): Child;
  receiver(): Promise<StageReceiver>;
};

export type StageReceiver = {
  readonly port: number;
  listen(options?: { readonly mood?: Mood; readonly port?: number }): Promise<number>;
  close(port: number): Promise<void>;
  count(): Promise<ReceiverCount>;
  reset(): Promise<void>;
};

function must(what: string, answer: HttpAnswer): void {
  if (answer.status >= 300) throw new Error(`${what}: ${answer.status} ${answer.text}`);
}

async function makeReceiver(child: Child): Promise<StageReceiver> {
  const ask = <Answer>(question: ReceiverQuestion) => child.ask<Answer>(question);
  return {
    port: await ask<number>({ kind: 'listen' }),
    listen: (options = {}) => ask({ kind: 'listen', ...options }),
    close: (port) => ask({ kind: 'close', port }),
    count: () => ask({ kind: 'count' }),
    reset: () => ask({ kind: 'reset' }),
  };
}

async function preload(client: HttpClient, topic: string, events: number): Promise<void> {
  const body = sampleLines(BATCH_EVENTS);
  let left = Math.ceil(events / BATCH_EVENTS);
  const work = async () => {
    while (left-- > 0) {
      const headers = { 'content-type': 'application/x-ndjson' };
      must('preload', await client.send('POST', `/v1/topics/${topic}/events`, body, headers));
    }
  };
  await Promise.all(Array.from({ length: PRELOAD_IN_FLIGHT }, work));
}

/** Runs `play` with a fresh server on a scratch folder. */
export async function withStage<T>(
  play: (stage: Stage) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const server = await startServerProcess({ env });
  const client = makeHttpClient(server.url);
  const children: Child[] = [];
  const child = (entry: string) => {
    const started = startChild(entry);
    children.push(started);
    return started;
  };
  try {
    return await play({
      server,
      client,
      topic: async (name, { schema = false, partitions = 1 } = {}) => {
        must('topic', await client.put(`/v1/topics/${name}`, { partitions }));
        if (schema) must('schema', await client.put(`/v1/topics/${name}/schema`, { schema: EVENT_SCHEMA }));
      },
      preload: (topic, events) => preload(client, topic, events),
      subscribe: async (name, body) => must('subscribe', await client.put(`/v1/subscriptions/${name}`, body)),
      unsubscribe: async (name) => must('unsubscribe', await client.send('DELETE', `/v1/subscriptions/${name}`)),
      act: async (name, action) => must(action, await client.post(`/v1/subscriptions/${name}/${action}`)),
      child,
      receiver: () => makeReceiver(child('load/receiver.js')),
    });
  } finally {
    for (const started of children) await started.stop();
    client.close();
    await server.stop();
  }
}

/** Closed-loop load from the generator's process. */
export function load(generator: Child, job: LoadJob): Promise<LoadResult> {
  return generator.ask<LoadResult>(job);
}
