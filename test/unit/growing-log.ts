// A topic `orders` held in memory that grows, shrinks and goes while somebody reads it; every call to the log is counted.
import { promisify } from 'node:util';
import { makeFetcher } from '#posthorn/consume/fetch.js';
import { makeLogWatch } from '#posthorn/consume/log-watch.js';
import { makeTurns } from '#posthorn/consume/turns.js';
import type { AppendSignal, DocumentSignal, EventLog, LogSlice } from '#posthorn/engine/engine.js';
import { PosthornError } from '#posthorn/errors/posthorn-error.js';
import { columnAt, type EventColumns, valueAt } from '#posthorn/model/event-batch.js';
import type { Offset, TopicName } from '#posthorn/model/names.js';
import type { Timer } from '#posthorn/model/timer.js';
import { packBatch } from './memory-log.js';

const TIMESTAMP = 1_700_000_000_000;
const turn = promisify(setImmediate);

/** Lets everything run that waits for its turn. */
export async function settle(turns = 40): Promise<void> {
  for (let index = 0; index < turns; index += 1) await turn();
}

export type TurnedTimer = {
  readonly timer: Timer;
  /** Rings what was asked for with exactly this time. */
  readonly ring: (ms: number) => void;
  readonly armed: () => number;
};

export function makeTurnedTimer(): TurnedTimer {
  const waiting = new Set<{ ring: () => void; ms: number }>();
  return {
    timer: (ring, ms) => {
      const item = { ring, ms };
      waiting.add(item);
      return () => void waiting.delete(item);
    },
    ring: (ms) => {
      for (const item of [...waiting]) if (item.ms === ms && waiting.delete(item)) item.ring();
    },
    armed: () => waiting.size,
  };
}

type Partition = { slices: LogSlice[]; start: number; end: number };

export function makeGrowingLog(count: number) {
  const appendListeners = new Set<(signals: readonly AppendSignal[]) => void>();
  const documentListeners = new Set<(signals: readonly DocumentSignal[]) => void>();
  const name = 'orders' as TopicName;
  const emptyPartition = (): Partition => ({ slices: [], start: 0, end: 0 });
  let incarnation = 1;
  let partitions: Partition[] | undefined = Array.from({ length: count }, emptyPartition);
  const calls = { reads: 0, bounds: 0 };
  let unheard: AppendSignal[] = [];
  const hear = (): void => {
    const signals = unheard;
    unheard = [];
    for (const signal of signals) for (const listener of appendListeners) listener([signal]);
  };

  const partitionOf = (index: number): Partition => {
    const partition = partitions?.[index];
    if (partition === undefined) throw new Error(`no partition ${index}`);
    return partition;
  };
  const log: EventLog = {
    bounds: (_topic, index) => {
      calls.bounds += 1;
      const partition = partitions?.[index];
      if (partition === undefined) return undefined;
      return { logStartOffset: partition.start as Offset, highWatermark: partition.end as Offset, bytes: 0 };
    },
    read: (_topic, index, offset, { maxEvents, maxBytes, before }) => {
      calls.reads += 1;
      const partition = partitions?.[index] ?? emptyPartition();
      const taken: LogSlice[] = [];
      let events = 0;
      let bytes = 0;
      for (const slice of partition.slices) {
        for (let at = 0; at < slice.batch.count; at += 1) {
          const here = slice.baseOffset + at;
          if (here < Math.max(offset, partition.start) || here >= (before ?? partition.end)) continue;
          const size = valueAt(slice.batch, at).length;
          if (events === maxEvents || (events > 0 && bytes + size > maxBytes)) return taken;
          events += 1;
          bytes += size;
          const open = taken.at(-1);
          if (open?.batch === slice.batch) taken[taken.length - 1] = { ...open, last: at };
          else taken.push({ ...slice, first: at, last: at });
        }
      }
      return taken;
    },
    offsetForTimestamp: (_topic, index, timestamp) => {
      const { slices, end } = partitionOf(index);
      for (const { batch, baseOffset } of slices) {
        for (let at = 0; at < batch.count; at += 1) {
          if ((columnAt(batch.columns.timestamp, at) ?? TIMESTAMP) >= timestamp) return (baseOffset + at) as Offset;
        }
      }
      return end as Offset;
    },
    count: (_topic, index, from, to) =>
      Math.max(0, Math.min(to, partitions?.[index]?.end ?? 0) - Math.max(from, partitions?.[index]?.start ?? 0)),
    onAppend: (listener) => {
      appendListeners.add(listener);
      return () => appendListeners.delete(listener);
    },
  };
  const changed = () => {
    for (const listener of documentListeners) listener([{ collection: 'topics', name }]);
  };
  const lookupTopic = (asked: string) => {
    if (partitions !== undefined && asked === name) return { name, incarnation, partitions: partitions.length };
    throw new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', `Topic '${asked}' does not exist.`);
  };
  const registry = {
    onChange: (listener: (signals: readonly DocumentSignal[]) => void) => {
      documentListeners.add(listener);
      return () => documentListeners.delete(listener);
    },
  };
  const timer = makeTurnedTimer();
  const watch = makeLogWatch({ log, registry });
  const waiting = { log, watch, turns: makeTurns(), timer: timer.timer, lookupTopic };

  return {
    ...{ calls, timer, waiting, fetcher: makeFetcher({ engine: { log }, lookupTopic }) },
    /** Listeners that the engine knows. */
    registrations: () => appendListeners.size + documentListeners.size,
    hear,
    /** `heard` false: it can be read, and its signal is on the way until `hear`. */
    append: (index: number, values: readonly string[], columns: EventColumns = {}, heard = true): void => {
      const partition = partitionOf(index);
      const batch = packBatch({ values, columns });
      const { end: baseOffset } = partition;
      partition.slices.push({ batch, baseOffset, timestamp: TIMESTAMP, first: 0, last: batch.count - 1 });
      partition.end += batch.count;
      unheard.push({ topic: name, partition: index, highWatermark: partition.end });
      if (heard) hear();
    },
    /** As retention does: without a word. */
    trim: (index: number, start: number): void => {
      partitionOf(index).start = start;
    },
    grow: (to: number): void => {
      while (partitions !== undefined && partitions.length < to) partitions.push(emptyPartition());
      changed();
    },
    remove: (): void => {
      partitions = undefined;
      changed();
    },
    create: (to: number): void => {
      incarnation += 1;
      partitions = Array.from({ length: to }, emptyPartition);
      changed();
    },
  };
}
