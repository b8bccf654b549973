// One reader of a tail: behind the live end it reads the log itself, a batch a turn; at the live end it takes what its hub has
// formatted. One with a filter reads the log there too: no two filters want the same. It reads only while its client takes
// what it gets, so it never holds more than one batch.
import type { EventLog } from '../engine/engine.js';
import { TAIL_CHUNKS_PER_TURN } from '../model/tail-limits.js';
import type { Wanted } from './event-filter.js';
import { formatFrames } from './tail-frames.js';
import type { HubReader, TailHub } from './tail-hub.js';
import { makeTailOutput, type TailSink } from './tail-output.js';
import { readTail } from './tail-read.js';
import type { Turns } from './turns.js';

export type TailReader = HubReader & {
  /** The client has taken what was written. */
  readonly drained: () => void;
  readonly beat: () => void;
  /** The client is gone: frees the place. */
  readonly leave: () => void;
};

export type TailReaderDeps = {
  readonly log: Pick<EventLog, 'bounds' | 'read'>;
  readonly turns: Turns;
  readonly onLeave: (reader: TailReader) => void;
  readonly onFailure: (error: unknown) => void;
};

export type TailReaderOptions = {
  readonly hub: TailHub;
  readonly sink: TailSink;
  /** Next offset of every partition; the reader's own from here on. */
  readonly positions: number[];
  /** The events that it sends. */
  readonly wanted: Wanted;
};

export function makeTailReader(options: TailReaderOptions, deps: TailReaderDeps): TailReader {
  const { hub, sink, positions, wanted: narrow } = options;
  const { key, filter } = narrow;
  const { log, turns } = deps;
  const output = makeTailOutput(hub.topic, sink, positions, key !== undefined || filter !== undefined);
  let chunkWanted: number | undefined;
  let over = false;
  let lastPartition = -1;

  const readLog = (): void => {
    const live = hub.positions();
    const partition = partitionBehind(positions, live, lastPartition);
    if (partition === undefined) {
      // Ahead of the live end it waits: the hub has yet to hear of what was there when this reader came.
      if (filter === undefined && live.every((position, index) => position === positions[index])) {
        chunkWanted = hub.nextChunk();
      }
      return;
    }
    lastPartition = partition;
    const read = readTail(log, hub.topic, partition, positions[partition] as number, live[partition] as number);
    // The topic is gone: the hub is about to say so.
    if (read === undefined) return;
    const { bytes, next, spent } = formatFrames(read, positions, narrow);
    turns.spend(bytes.length + spent);
    output.take(partition, next, bytes);
    if (!output.isFull()) turns.ask(pump);
  };
  const takeLive = (): void => {
    for (let taken = 0; chunkWanted !== undefined && !output.isFull(); taken += 1) {
      if (taken === TAIL_CHUNKS_PER_TURN) {
        turns.ask(pump);
        return;
      }
      const chunk = hub.chunk(chunkWanted);
      if (chunk === undefined) return;
      chunkWanted += 1;
      output.take(chunk.partition, chunk.next, key === undefined ? chunk.frames : chunk.framesOf(key));
    }
  };
  const pump = (): void => {
    if (over || output.isFull()) return;
    try {
      if (chunkWanted === undefined) readLog();
      else takeLive();
    } catch (error) {
      deps.onFailure(error);
      reader.end(false);
    }
  };
  const beat = (): void => output.beat();

  const reader: TailReader = {
    ...{ pump, beat },
    wants: () => chunkWanted,
    fallBehind: () => {
      chunkWanted = undefined;
      turns.ask(pump);
    },
    grow: (partition, start) => {
      positions[partition] ??= start;
    },
    drained: () => {
      output.drained();
      if (!over) turns.ask(pump);
    },
    end: (deleted) => {
      if (over) return;
      reader.leave();
      output.end(deleted);
    },
    leave: () => {
      if (over) return;
      over = true;
      for (const task of [pump, beat]) turns.forget(task);
      hub.remove(reader);
      deps.onLeave(reader);
    },
  };
  output.open();
  hub.add(reader);
  turns.ask(pump);
  return reader;
}

/** The next partition, in a circle, that the live end has come further in. */
function partitionBehind(positions: readonly number[], live: readonly number[], last: number): number | undefined {
  for (let step = 1; step <= live.length; step += 1) {
    const partition = (last + step) % live.length;
    if ((positions[partition] as number) < (live[partition] as number)) return partition;
  }
  return undefined;
}
