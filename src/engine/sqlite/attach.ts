// A thread's engine: its own read-only connection, and a port to the writer for everything that is written.
import { once } from 'node:events';
import { MessageChannel, type Transferable } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { AppendSignal, DocumentSignal, Engine, EngineLink } from '../engine.js';
import type { EngineStats } from '../stats.js';
import type { Trouble } from '../trouble.js';
import { makeAttemptReader } from './attempt-reader.js';
import { makeAttemptView } from './attempt-view.js';
import { CommitQueue } from './commit-queue.js';
import { LogReader } from './log-reader.js';
import { withAttemptView } from './logs.js';
import { makeGroupReader, makeRegistryReader } from './readers.js';
import { makeRedrivenReader } from './redriven-reader.js';
import type { FromWriter, LinkValue, Signals, ToWriter, WriterStats } from './wire.js';

const MMAP_BYTES = 1024 * 1024 * 1024;

/** What the main thread's Worker and another thread's MessagePort have in common. */
export type WriterPort = {
  readonly send: (message: ToWriter, transfer?: readonly Transferable[]) => void;
  readonly receive: (listener: (message: FromWriter) => void) => void;
  /** The writer is gone: what waits for it never gets an answer. */
  readonly onGone: (listener: () => void) => void;
};

type StatsWaiter = { readonly resolve: (stats: WriterStats) => void; readonly reject: (error: Error) => void };

/** The engine of a further thread, from the value of `engine.link()`. */
export function attachSqliteEngine(linkValue: unknown): Engine {
  const { port, databasePath } = linkValue as LinkValue;
  const closed = once(port, 'close');
  const writer: WriterPort = {
    send: (message, transfer = []) => port.postMessage(message, [...transfer]),
    receive: (listener) => port.on('message', listener),
    onGone: (listener) => port.on('close', listener),
  };
  return makeEngine(writer, databasePath, async () => {
    port.close();
    await closed;
  });
}

export function makeEngine(port: WriterPort, databasePath: string, letGo: () => Promise<void>): Engine {
  const db = new Database(databasePath, { readonly: true });
  db.pragma(`mmap_size = ${MMAP_BYTES}`);
  const log = new LogReader(db);
  const appendListeners = new Set<(signals: readonly AppendSignal[]) => void>();
  const documentListeners = new Set<(signals: readonly DocumentSignal[]) => void>();
  const troubleListeners = new Set<(trouble: Trouble) => void>();
  const statsWaiters = new Map<number, StatsWaiter>();
  const queue = new CommitQueue(port.send);
  let statsId = 0;

  function signal({ appends, documents, logs }: Signals): void {
    for (const topic of logs) log.forget(topic);
    if (documents.length > 0) for (const listener of documentListeners) listener(documents);
    if (appends.length > 0) for (const listener of appendListeners) listener(appends);
  }

  port.onGone(() => {
    queue.abandon();
    for (const waiter of statsWaiters.values()) waiter.reject(new Error('the writer thread is gone'));
    statsWaiters.clear();
  });
  port.receive((message) => {
    switch (message.kind) {
      case 'committed':
        signal(message);
        queue.arrived(message.results);
        return;
      case 'signals':
        signal(message);
        return;
      case 'stats':
        statsWaiters.get(message.id)?.resolve(message.stats);
        statsWaiters.delete(message.id);
        return;
      case 'trouble':
        for (const listener of troubleListeners) listener(message.trouble);
        return;
      case 'ready':
      case 'failed':
      case 'closed':
        return;
      default:
        message satisfies never;
    }
  });

  function readStats(): Promise<EngineStats> {
    return new Promise((resolve, reject) => {
      statsId += 1;
      const withQueue = (stats: WriterStats) =>
        resolve({ ...stats, queuedUnits: queue.queuedUnits, queuedBytes: queue.queuedBytes });
      statsWaiters.set(statsId, { resolve: withQueue, reject });
      port.send({ kind: 'stats', id: statsId });
    });
  }

  function link(): EngineLink {
    const channel = new MessageChannel();
    port.send({ kind: 'link', port: channel.port1 }, [channel.port1]);
    const value: LinkValue = { port: channel.port2, databasePath };
    return { value, transfer: [channel.port2] };
  }

  return {
    log: {
      ...withAttemptView(log, makeAttemptView(db)),
      onAppend: (listener) => subscribe(appendListeners, listener),
    },
    registry: { ...makeRegistryReader(db), onChange: (listener) => subscribe(documentListeners, listener) },
    groups: makeGroupReader(db),
    attempts: makeAttemptReader(db),
    redriven: makeRedrivenReader(db),
    commit: (unit) => queue.add(unit),
    commitSequence: () => queue.sequence,
    stats: readStats,
    link,
    onTrouble: (listener) => subscribe(troubleListeners, listener),
    async close() {
      await queue.close();
      db.close();
      await letGo();
    },
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
