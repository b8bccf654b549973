// Entry of the writer thread: the only one that writes the database. Ports of other threads bring units; whatever
// has arrived when a turn of the loop ends goes into one commit.
import { statSync } from 'node:fs';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import { PosthornError } from '../../errors/posthorn-error.js';
import { systemClock } from '../../model/clock.js';
import { COMPACTION_MAX_KEYS, COMPACTION_PAUSE_MS } from '../../model/limits.js';
import type { AppendSignal } from '../engine.js';
import type { LogPlace, Trouble } from '../trouble.js';
import { type Checkpointer, startCheckpointer } from './checkpointer.js';
import { Compactor } from './compactor.js';
import { databasePath, walPath } from './files.js';
import { GroupCommitter } from './group-commit.js';
import { openStorage } from './open-storage.js';
import { startPassLoop } from './pass-loop.js';
import { Retention } from './retention.js';
import { storageError } from './storage-error.js';
import { makeTroubles } from './troubles.js';
import type { FromWriter, ToWriter, WireResult, WireUnit, WriterOptions, WriterStats } from './wire.js';

type Waiting = { readonly port: MessagePort; readonly units: readonly WireUnit[] };

function run(options: WriterOptions, main: MessagePort): void {
  const storage = openStorage(options.folder, options.maxDatabaseBytes);
  const { db } = storage;
  const committer = new GroupCommitter(db, systemClock);
  const checkpointer: Checkpointer = startCheckpointer(db, options.folder);
  const upkeep = startUpkeep(db, options, checkpointer, { moved: (signal) => tellAll(ports, signal), main });
  const ports = new Set<MessagePort>();
  const counts = { commits: 0, units: 0, appendedEvents: 0, appendedBytes: 0, commitSeconds: 0 };
  let waiting: Waiting[] = [];

  const send = (port: MessagePort, message: FromWriter) => port.postMessage(message);

  function commitWaiting(): void {
    const group = waiting;
    waiting = [];
    const units = group.length === 1 ? (group[0] as Waiting).units : group.flatMap((part) => part.units);
    const started = performance.now();
    const { results, ...signals } = committer.run(units);
    counts.commits += 1;
    counts.units += units.length;
    counts.commitSeconds += (performance.now() - started) / 1000;
    const bytes = countAppended(units, results);
    let from = 0;
    for (const { port, units: own } of group) {
      send(port, { kind: 'committed', results: results.slice(from, from + own.length), ...signals });
      from += own.length;
    }
    if (signals.appends.length > 0 || signals.documents.length > 0 || signals.logs.length > 0) {
      for (const port of ports) {
        if (!group.some((part) => part.port === port)) send(port, { kind: 'signals', ...signals });
      }
    }
    checkpointer.wrote(bytes);
  }

  function countAppended(units: readonly WireUnit[], results: readonly WireResult[]): number {
    let bytes = 0;
    for (const [index, unit] of units.entries()) {
      const result = results[index];
      if (result === undefined || 'error' in result || result.ok.duplicate) continue;
      for (const append of unit.appends ?? []) bytes += append.batch.payload.byteLength;
      for (const append of result.ok.appends) counts.appendedEvents += append.count;
    }
    counts.appendedBytes += bytes;
    return bytes;
  }

  function stats(): WriterStats {
    const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    return {
      ...counts,
      databaseBytes: sizeOf(databasePath(options.folder)),
      walBytes: sizeOf(walPath(options.folder)),
      ...upkeep.stats(),
    };
  }

  async function close(): Promise<void> {
    if (waiting.length > 0) commitWaiting();
    upkeep.stop();
    await checkpointer.close();
    storage.release();
    send(main, { kind: 'closed' });
    for (const port of ports) port.close();
  }

  function serve(port: MessagePort): void {
    ports.add(port);
    port.on('close', () => ports.delete(port));
    port.on('message', (message: ToWriter) => {
      switch (message.kind) {
        case 'commit':
          if (waiting.length === 0) setImmediate(() => waiting.length > 0 && commitWaiting());
          waiting.push({ port, units: message.units });
          return;
        case 'stats':
          return send(port, { kind: 'stats', id: message.id, stats: stats() });
        case 'link':
          return serve(message.port);
        case 'close':
          void close();
          return;
        default:
          message satisfies never;
      }
    });
  }

  serve(main);
}

/** What is done between commits. */
function startUpkeep(
  db: Database,
  { attempts, retentionIntervalMs: intervalMs }: WriterOptions,
  checkpointer: Checkpointer,
  { moved, main }: { readonly moved: (signal: AppendSignal) => void; readonly main: MessagePort },
) {
  const tell = (trouble: Trouble) => main.postMessage({ kind: 'trouble', trouble } satisfies FromWriter);
  const troubles = makeTroubles(systemClock, tell);
  const inRetention = (error: unknown, place?: LogPlace) => troubles.add('retention', error, place);
  const inCompaction = (error: unknown, place?: LogPlace) => troubles.add('compaction', error, place);
  const retention = new Retention({ db, attempts, moved, trouble: inRetention });
  const compactor = new Compactor({
    ...{ db, clock: systemClock, maxKeys: COMPACTION_MAX_KEYS },
    ...{ wrote: checkpointer.wrote, trouble: inCompaction },
  });
  const loops = [
    startPassLoop({
      makePass: () => retention.pass(systemClock.now()),
      ...{ intervalMs, pauseMs: 0, trouble: inRetention },
    }),
    startPassLoop({
      makePass: () => compactor.pass(),
      ...{ intervalMs, pauseMs: COMPACTION_PAUSE_MS, trouble: inCompaction },
    }),
  ];
  return {
    stats: () => ({
      retentionDeletedEvents: retention.deletedEvents,
      upkeepFailures: troubles.count,
      ...compactor.stats,
    }),
    stop: () => {
      for (const loop of loops) loop.stop();
    },
  };
}

function tellAll(ports: Iterable<MessagePort>, signal: AppendSignal): void {
  const message: FromWriter = { kind: 'signals', appends: [signal], documents: [], logs: [] };
  for (const port of ports) port.postMessage(message);
}

if (parentPort !== null) {
  try {
    run(workerData as WriterOptions, parentPort as MessagePort);
    parentPort.postMessage({ kind: 'ready' });
  } catch (error) {
    const failure = error instanceof PosthornError ? error : storageError(error);
    parentPort.postMessage({ kind: 'failed', error: failure.toWire() });
  }
}
