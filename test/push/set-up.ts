// A server with one topic and a receiver, for the push tests; everything is stopped after the test.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { BusOverrides } from '#posthorn/bus.js';
import type { Settings } from '#posthorn/config/read-settings.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type Receiver, startReceiver } from '../harness/receiver.js';
import { type RunningBus, startBus } from '../harness/server.js';

export type PushSetting = {
  readonly client: HttpClient;
  readonly receiver: Receiver;
  readonly server: RunningBus;
  /** Stops the server as SIGTERM does and starts another one on the same data. */
  restart(settings?: Partial<Settings>): Promise<PushSetting>;
  subscribe(name: string, body?: object, url?: string): Promise<{ readonly secret: string }>;
  produce(key: string | null, value: unknown): Promise<void>;
  attempts(name: string): Promise<readonly Record<string, unknown>[]>;
  describe(name: string): Promise<Described>;
};

export type Described = {
  readonly state: string;
  readonly reason?: string;
  readonly offsets: readonly {
    readonly committedOffset: number;
    readonly lag: number;
    readonly parked: number;
    readonly lost: number;
  }[];
  readonly health: {
    readonly state: string;
    readonly since?: number;
    readonly failureRate?: number;
    readonly inFlightLimit?: number;
    readonly nextProbeAt?: number;
    readonly failingSince?: number;
  };
  readonly replays: readonly {
    readonly id: string;
    readonly replayed: number;
    readonly remaining: number;
    readonly parked: number;
    readonly lost: number;
  }[];
};

type Options = {
  readonly settings: Partial<Settings>;
  readonly overrides: BusOverrides;
  /** Default: what the server opens by itself. */
  readonly openStorage?: (dataDir: string) => NonNullable<BusOverrides['storage']>;
};

async function onData(dataDir: string, receiver: Receiver, options: Options): Promise<PushSetting> {
  const { settings, overrides, openStorage } = options;
  const storage = openStorage === undefined ? {} : { storage: openStorage(dataDir) };
  const server = await startBus({ dataDir, settings, overrides: { ...overrides, ...storage } });
  const client = makeHttpClient(server.url);
  const stop = async () => {
    client.close();
    await server.stop();
  };
  let stopped: Promise<void> | undefined;
  const stopOnce = () => (stopped ??= stop());
  onTestFinished(stopOnce);
  return {
    client,
    receiver,
    server,
    restart: async (changed = {}) => {
      await stopOnce();
      return onData(dataDir, receiver, { ...options, settings: { ...settings, ...changed } });
    },
    subscribe: async (name, body = {}, url = `${receiver.url}/${name}`) => {
      const answer = await client.put(`/v1/subscriptions/${name}`, { topics: ['orders'], endpoint: { url }, ...body });
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.json();
    },
    produce: async (key, value) => {
      const answer = await client.post(`/v1/topics/orders/events${key === null ? '' : `?key=${key}`}`, value);
      if (answer.status !== 200) throw new Error(answer.text);
    },
    attempts: async (name) => {
      const answer = await client.get(`/v1/subscriptions/${name}/attempts`);
      return answer.json<{ items: Record<string, unknown>[] }>().items;
    },
    describe: async (name) => (await client.get(`/v1/subscriptions/${name}`)).json(),
  };
}

export async function setUpPush(
  settings: Partial<Settings> = {},
  overrides: BusOverrides = {},
  openStorage?: Options['openStorage'],
): Promise<PushSetting> {
  const dataDir = await mkdtemp(join(tmpdir(), 'posthorn-push-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  const setting = await onData(dataDir, receiver, {
    ...{ settings, overrides },
    ...(openStorage === undefined ? {} : { openStorage }),
  });
  await setting.client.put('/v1/topics/orders', {});
  return setting;
}

export const FAST_RETRY = { retry: { scheduleMs: [20, 20, 20], jitter: 0 } };
