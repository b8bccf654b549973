// The main thread's end of the push thread: starts it, asks it for numbers, stops it.
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { EngineLink } from '../engine/engine.js';
import type { ListenRequest } from './listener/listeners.js';
import type { LogLevel } from './push-log.js';
import type { FromThread, PushSettings, QuestionKind, Questions, ToThread } from './push-protocol.js';
import type { PushStats } from './push-stats.js';
import type { TestRequest, TestResult } from './test-delivery/send-test.js';

export type PushHostLog = Readonly<
  Record<LogLevel, (fields: Readonly<Record<string, unknown>>, message: string) => void>
>;

export type PushOptions = {
  readonly link: EngineLink;
  readonly settings: PushSettings & { readonly drainMs: number };
  readonly log: PushHostLog;
  /** The module that the thread runs. */
  readonly entry: URL;
};

export type Push = {
  /** Resolves when the thread runs; what many subscriptions have parked is loaded after that. Rejects where it cannot start. */
  readonly ready: Promise<void>;
  /** Lets running deliveries finish, for at most `drainMs`, and writes the progress down. */
  stop(): Promise<void>;
  /** While stopping: ends the thread now; what it had in flight is repeated after the next start. */
  cut(): void;
  stats(): Promise<PushStats>;
  /** Whether nothing of the paused subscription runs any more; may take as long as its endpoint does. */
  rests(subscription: string): Promise<boolean>;
  verify(question: Questions['verify']['about']): Promise<Questions['verify']['answer']>;
  test(request: TestRequest): Promise<TestResult>;
  health(subscriptions: readonly string[]): Promise<Questions['health']['answer']>;
  /** The port goes over to the thread, which answers on it. */
  listen(request: ListenRequest): void;
  /** Resolves when the thread ended without being asked to. */
  readonly failed: Promise<Error>;
};

export type PushWorkerData = { readonly link: unknown; readonly port: MessagePort; readonly settings: PushSettings };

/** How long the thread may take beyond its drain before it is cut off. */
const STOP_GRACE_MS = 5_000;

type Asked = { readonly resolve: (answer: never) => void; readonly reject: (error: Error) => void };

export function startPush({ link, settings, log, entry }: PushOptions): Push {
  const { port1: port, port2 } = new MessageChannel();
  const { drainMs, ...own } = settings;
  const worker = new Worker(entry, {
    workerData: { link: link.value, port: port2, settings: own } satisfies PushWorkerData,
    transferList: [...link.transfer, port2],
  });
  const asked = new Map<number, Asked>();
  let nextId = 1;
  let stopping: Promise<void> | undefined;
  let started: (() => void) | undefined;
  let refused: ((error: Error) => void) | undefined;
  const ready = new Promise<void>((resolve, reject) => {
    started = resolve;
    refused = reject;
  });
  let reportFailure: ((error: Error) => void) | undefined;
  const failed = new Promise<Error>((resolve) => {
    reportFailure = resolve;
  });
  ready.catch(() => undefined);
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));

  const broken = (error: Error): void => {
    refused?.(error);
    for (const { reject } of asked.values()) reject(error);
    asked.clear();
    if (stopping !== undefined) return;
    log.error({ error: error.stack ?? error.message }, 'push thread failed');
    reportFailure?.(error);
  };
  worker.on('error', (error) => broken(error as Error));
  worker.once('exit', (code) => {
    if (stopping === undefined && code === 0) broken(new Error('the push thread ended by itself'));
    port.close();
  });

  const taken = (id: number): Asked | undefined => {
    const found = asked.get(id);
    asked.delete(id);
    return found;
  };

  port.on('message', (message: FromThread) => {
    switch (message.kind) {
      case 'ready':
        return started?.();
      case 'log':
        return log[message.line.level](message.line.fields, message.line.message);
      case 'answer':
        return taken(message.id)?.resolve(message.answer as never);
      case 'failed':
        return taken(message.id)?.reject(message.error);
      case 'stopped':
        return undefined;
      default:
        return message satisfies never;
    }
  });

  const say = (message: ToThread): void => port.postMessage(message);

  const ask = <K extends QuestionKind>(kind: K, about: Questions[K]['about']): Promise<Questions[K]['answer']> =>
    new Promise((resolve, reject) => {
      const id = nextId;
      nextId += 1;
      asked.set(id, { resolve, reject });
      say({ kind: 'ask', id, question: { kind, about } as never });
    });

  const end = async (): Promise<void> => {
    say({ kind: 'stop', drainMs });
    const cut = setTimeout(() => void worker.terminate(), drainMs + STOP_GRACE_MS);
    await exited;
    clearTimeout(cut);
  };

  return {
    ready,
    failed,
    stop: () => (stopping ??= end()),
    cut: () => void worker.terminate(),
    ...questionsBy(ask),
    listen: (request) => port.postMessage({ kind: 'listen', ...request } satisfies ToThread, [request.port]),
  };
}

type Ask = <K extends QuestionKind>(kind: K, about: Questions[K]['about']) => Promise<Questions[K]['answer']>;

function questionsBy(ask: Ask): Pick<Push, QuestionKind> {
  return {
    stats: () => ask('stats', undefined),
    rests: (name) => ask('rests', name),
    verify: (question) => ask('verify', question),
    test: (request) => ask('test', request),
    health: (names) => ask('health', names),
  };
}
