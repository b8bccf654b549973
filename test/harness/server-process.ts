// The real program as a child process: what a crash test kills, and what a bench measures.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from './project-root.js';

const READY_POLL_MS = 3;
const OUTPUT_KEPT_CHARACTERS = 20_000;

export type ServerProcessOptions = {
  /** Settings; the data folder, host, port and log level have defaults. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a new folder, removed by `stop()`. A folder given here stays. */
  readonly dataDir?: string;
  readonly readyTimeoutMs?: number;
  /** Another program that serves by the same settings; default: `bin/posthorn serve`. */
  readonly program?: readonly string[];
};

export type ServerProcess = {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** From spawn to the first 200 of /health/ready, of the latest start. */
  readonly readyMs: number;
  readonly pid: number;
  /** The end of what the program wrote. */
  readonly output: string;
  /** Sends the signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Starts again on the same data and port. */
  restart(): Promise<void>;
  /** SIGTERM, wait, remove a data folder of its own. Gives the exit code. */
  stop(): Promise<number | null>;
};

/** A port that was free a moment ago: a restart must come back on the one it had. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

function isReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(`${url}/health/ready`, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}

export async function startServerProcess(options: ServerProcessOptions = {}): Promise<ServerProcess> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'posthorn-')));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = options.program ?? [join(projectRoot, 'bin', 'posthorn'), 'serve'];
  const readyTimeoutMs = options.readyTimeoutMs ?? 30_000;
  let child: ChildProcess;
  let output = '';
  let readyMs = 0;

  const start = async () => {
    const startedAt = performance.now();
    const started = spawn(process.execPath, program, {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        POSTHORN_HOST: '127.0.0.1',
        POSTHORN_PORT: String(port),
        POSTHORN_DATA: dataDir,
        POSTHORN_LOG_LEVEL: 'warn',
        ...options.env,
      },
    });
    child = started;
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-OUTPUT_KEPT_CHARACTERS);
    };
    started.stdout.on('data', keep);
    started.stderr.on('data', keep);
    while (!(await isReady(url))) {
      if (started.exitCode !== null || started.signalCode !== null) {
        throw new Error(`The server ended (${started.exitCode ?? started.signalCode}) before it was ready:\n${output}`);
      }
      if (performance.now() - startedAt > readyTimeoutMs) {
        started.kill('SIGKILL');
        throw new Error(`The server was not ready in ${readyTimeoutMs} ms:\n${output}`);
      }
      await pause(READY_POLL_MS);
    }
    readyMs = performance.now() - startedAt;
  };

  const kill: ServerProcess['kill'] = async (signal) => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    return { code: child.exitCode, signal: child.signalCode };
  };

  const removeOwnData = async () => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };

  await start().catch(async (error: unknown) => {
    await removeOwnData();
    throw error;
  });
  return {
    url,
    port,
    dataDir,
    get readyMs() {
      return readyMs;
    },
    get pid() {
      return child.pid ?? 0;
    },
    get output() {
      return output;
    },
    kill,
    restart: start,
    stop: async () => {
      const { code } = await kill('SIGTERM');
      await removeOwnData();
      return code;
    },
  };
}
