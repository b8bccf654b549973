// The real server in this process, on a free port of 127.0.0.1 and a scratch folder: what most tests talk to.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bus, type BusOverrides, makeBus } from '#posthorn/bus.js';
import { readSettings, type Settings } from '#posthorn/config/read-settings.js';

export type StartBusOptions = {
  readonly settings?: Partial<Settings>;
  /** Default: a new folder, removed by `stop()`. A folder given here stays. */
  readonly dataDir?: string;
  readonly overrides?: BusOverrides;
};

export type RunningBus = {
  readonly url: string;
  readonly bus: Bus;
  readonly dataDir: string;
  stop(): Promise<void>;
};

/** Log lines are dropped unless `overrides.logTo` or a log level is given. */
export async function startBus(options: StartBusOptions = {}): Promise<RunningBus> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'posthorn-test-')));
  const defaults = readSettings({ POSTHORN_PORT: '0', POSTHORN_DATA: dataDir, POSTHORN_LOG_LEVEL: 'silent' });
  const removeOwn = async () => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const bus = await makeBus({ ...defaults, ...options.settings }, options.overrides);
    await bus.start();
    return {
      url: bus.address,
      bus,
      dataDir,
      stop: async () => {
        await bus.stop();
        await removeOwn();
      },
    };
  } catch (error) {
    await removeOwn();
    throw error;
  }
}
