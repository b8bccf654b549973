// The live end of one topic: reads each append once and formats it once, however many readers tail it. What was formatted
// last is kept until every reader at the live end has taken it, within bounds; a reader that falls behind them reads the log
// by itself and comes back when it has caught up.
import type { EventLog } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import { parsePartition, type TopicName } from '../model/names.js';
import { TAIL_CHUNKS_PER_TURN, TAIL_KEPT_MAX_BYTES, TAIL_KEPT_TOTAL_MAX_BYTES } from '../model/tail-limits.js';
import type { LogWatch } from './log-watch.js';
import { makeChunk, type TailChunk } from './tail-chunk.js';
import { type KeptChunks, makeKeptChunks } from './tail-kept.js';
import { readTail } from './tail-read.js';
import type { Turns } from './turns.js';

/** A reader as its hub sees it. */
export type HubReader = {
  /** Goes on reading, if it can. */
  readonly pump: () => void;
  /** Number of the chunk that it takes next; undefined: it reads the log. */
  readonly wants: () => number | undefined;
  /** The chunk is kept no longer: from here on it reads the log. */
  readonly fallBehind: () => void;
  /** The topic has another partition, which begins at `start`. */
  readonly grow: (partition: number, start: number) => void;
  /** `deleted`: it is the topic that has ended. */
  readonly end: (deleted: boolean) => void;
};

export type TailHub = {
  readonly topic: TopicName;
  readonly incarnation: number;
  add(reader: HubReader): void;
  remove(reader: HubReader): void;
  /** Takes up partitions that it does not have yet, from their log start on. */
  grow(partitions: number): void;
  /** Next offsets of the live end. */
  positions(): readonly number[];
  /** Number of the chunk that the next read makes. */
  nextChunk(): number;
  chunk(number: number): TailChunk | undefined;
  end(deleted: boolean): void;
};

export type TailTopic = { readonly name: TopicName; readonly incarnation: number; readonly partitions: number };

export type TailHubDeps = {
  readonly log: Pick<EventLog, 'bounds' | 'read'>;
  readonly watch: Pick<LogWatch, 'topic'>;
  readonly turns: Turns;
  /** @throws UNKNOWN_TOPIC_OR_PARTITION */
  readonly lookupTopic: (name: string) => TailTopic;
  /** Bytes that all hubs keep. */
  readonly kept: { bytes: number };
  /** The last reader has left. */
  readonly onIdle: (hub: TailHub) => void;
  readonly onFailure: (error: unknown) => void;
};

export function makeTailHub(topic: TailTopic, deps: TailHubDeps): TailHub {
  const { log, turns } = deps;
  const { name, incarnation } = topic;
  const readers = new Set<HubReader>();
  const kept = makeKeptChunks(deps.kept);
  const positions: number[] = [];
  /** How far each partition can be read. */
  const ends: number[] = [];
  const live: Live = { positions, ends, from: 0 };

  const guarded = (task: () => void) => (): void => {
    try {
      task();
    } catch (error) {
      deps.onFailure(error);
      hub.end(false);
    }
  };
  const advance = guarded(() => {
    const isWanted = [...readers].some((reader) => reader.wants() !== undefined);
    let more = false;
    if (!isWanted) moveOn(positions, ends);
    else more = readLive(name, deps, live, kept);
    for (const reader of readers) turns.ask(reader.pump);
    turns.ask(sweep);
    // Behind the sweep: what is too much is dropped before there is more of it.
    if (more) turns.ask(advance);
  });
  const sweep = (): void => {
    let oldest = kept.next();
    for (const reader of readers) oldest = Math.min(oldest, reader.wants() ?? oldest);
    kept.dropBelow(oldest);
    const first = kept.first();
    for (const reader of readers) if ((reader.wants() ?? first) < first) reader.fallBehind();
  };
  const look = guarded(() => {
    const now = currentTopic(deps, name);
    if (now?.incarnation === incarnation) hub.grow(now.partitions);
    else hub.end(true);
  });

  const unwatch = deps.watch.topic(name, {
    appended: (partition, highWatermark) => {
      const known = ends[partition];
      // Of a partition that is not known yet `grow` asks the log.
      if (known === undefined) return;
      ends[partition] = Math.max(known, highWatermark);
      turns.ask(advance);
    },
    changed: () => turns.ask(look),
  });
  const stop = (): void => {
    unwatch();
    for (const task of [advance, look, sweep]) turns.forget(task);
    kept.dropBelow(kept.next());
    deps.onIdle(hub);
  };

  const hub: TailHub = {
    ...{ topic: name, incarnation },
    add: (reader) => void readers.add(reader),
    remove: (reader) => {
      if (readers.delete(reader) && readers.size === 0) stop();
    },
    grow: (partitions) => {
      for (let partition = positions.length; partition < partitions; partition += 1) {
        const bounds = log.bounds(name, parsePartition(partition));
        const start = bounds?.logStartOffset ?? 0;
        positions.push(start);
        ends.push(bounds?.highWatermark ?? start);
        for (const reader of readers) reader.grow(partition, start);
        turns.ask(advance);
      }
    },
    positions: () => positions,
    nextChunk: () => kept.next(),
    chunk: (number) => kept.at(number),
    end: (deleted) => {
      for (const reader of readers) reader.end(deleted);
    },
  };
  hub.grow(topic.partitions);
  // Nobody is to be given what was there before.
  moveOn(positions, ends);
  return hub;
}

/** With nobody at the live end, it moves on unread. */
function moveOn(positions: number[], ends: readonly number[]): void {
  for (const [partition, end] of ends.entries()) positions[partition] = Math.max(end, positions[partition] ?? end);
}

/** `from`: the partition whose turn it is. */
type Live = { readonly positions: number[]; readonly ends: readonly number[]; from: number };

/** One read of each partition that has more, but for those that have to wait for another turn. True: there are such. */
function readLive(topic: TopicName, { log, turns, kept: all }: TailHubDeps, live: Live, kept: KeptChunks): boolean {
  let left = TAIL_CHUNKS_PER_TURN;
  let made = 0;
  let more = false;
  const { positions, ends } = live;
  for (let step = 0; step < ends.length; step += 1) {
    const partition = (live.from + step) % ends.length;
    const position = positions[partition] as number;
    const end = ends[partition] as number;
    if (position >= end) continue;
    if (left === 0) {
      live.from = partition;
      return true;
    }
    const read = readTail(log, topic, partition, position, end);
    // The topic is gone: that is about to be heard of.
    if (read === undefined) return false;
    const chunk = makeChunk(read, positions);
    kept.add(chunk);
    turns.spend(chunk.frames.length);
    made += chunk.frames.length;
    left = made >= TAIL_KEPT_MAX_BYTES || all.bytes >= TAIL_KEPT_TOTAL_MAX_BYTES ? 0 : left - 1;
    positions[partition] = chunk.next;
    more ||= chunk.next < end;
  }
  return more;
}

function currentTopic({ lookupTopic }: TailHubDeps, name: TopicName): TailTopic | undefined {
  try {
    return lookupTopic(name);
  } catch (error) {
    if (error instanceof PosthornError && error.code === 'UNKNOWN_TOPIC_OR_PARTITION') return undefined;
    throw error;
  }
}
