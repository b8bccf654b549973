// What the clients of a run have in common: the server's address, chance, time, and what is known of the log by now.
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpClient } from '../harness/http.js';
import { seededRandom } from '../harness/seeded-random.js';
import type { Recorder } from './caller.js';
import type { Partition, Position } from './history.js';
import { partitionOf, type TopicSettings } from './log-calls.js';

/** Senders wait while a group is this many events behind, or the end would take as long as the run. */
const MAX_LAG_EVENTS = 1_500;
/** A client that cannot reach the server asks again after this. */
const UNREACHED_PAUSE_MS = 40;

export type World = {
  readonly client: HttpClient;
  readonly recorder: Recorder;
  /** Aborted: begin nothing new. */
  readonly stopped: AbortSignal;
  /** A stream of chance for each worker, drawn from the run's seed. */
  randomFor(worker: string): () => number;
  /** The pause between two calls of a client. */
  rest(random: () => number): Promise<void>;
  restUnreached(): Promise<void>;
  sleep(ms: number): Promise<void>;
  partitionsOf(topic: string): readonly Partition[];
  settingsOf(topic: string): TopicSettings;
  setTopic(topic: string, settings: TopicSettings): void;
  /** The lowest end that a reader may ask for. */
  endOf(partition: Partition): number;
  /** Events are readable up to here. */
  noteEnd(position: Position): void;
  noteProgress(group: string, position: Position): void;
  isBehind(): boolean;
};

export type WorldOptions = {
  readonly client: HttpClient;
  readonly recorder: Recorder;
  readonly seed: number;
  readonly stopped: AbortSignal;
  /** ms between two calls of a client, on average. */
  readonly paceMs: number;
};

function numberOf(text: string): number {
  return [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);
}

export function makeWorld({ client, recorder, seed, stopped, paceMs }: WorldOptions): World {
  const topics = new Map<string, TopicSettings>();
  const settingsOf = (topic: string) => topics.get(topic) ?? { partitions: 0, cleanupPolicy: 'delete' };
  const ends = new Map<Partition, number>();
  const progress = new Map<string, Map<Partition, number>>();
  const rise = (known: Map<Partition, number>, { partition, offset }: Position) =>
    known.set(partition, Math.max(offset, known.get(partition) ?? 0));

  const lagOf = (known: ReadonlyMap<Partition, number>) =>
    [...known].reduce((lag, [partition, offset]) => lag + Math.max(0, (ends.get(partition) ?? 0) - offset), 0);

  return {
    ...{ client, recorder, stopped },
    randomFor: (worker) => seededRandom((seed + numberOf(worker)) | 0),
    rest: (random) => pause(random() * 2 * paceMs),
    restUnreached: () => pause(UNREACHED_PAUSE_MS),
    sleep: async (ms) => {
      await pause(ms, undefined, { signal: stopped }).catch(() => undefined);
    },
    partitionsOf: (topic) =>
      Array.from({ length: settingsOf(topic).partitions }, (_, partition) => partitionOf(topic, partition)),
    settingsOf,
    setTopic: (topic, settings) => topics.set(topic, settings),
    endOf: (partition) => ends.get(partition) ?? 0,
    noteEnd: (position) => rise(ends, position),
    noteProgress: (group, position) => {
      const known = progress.get(group) ?? new Map();
      progress.set(group, known);
      rise(known, position);
    },
    isBehind: () => [...progress.values()].some((known) => lagOf(known) > MAX_LAG_EVENTS),
  };
}

export function pick<T>(random: () => number, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}
