// A live tail of a topic: resolve ▸ place every partition ▸ join the topic's hub. Ends when the client leaves, the topic is
// deleted or the server stops.
import type { EventLog, LogBounds } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import { type PartitionIndex, parsePartition, type TopicName } from '../model/names.js';
import { TAIL_HEARTBEAT_MS, TAIL_READERS_MAX, TAIL_READERS_RETRY_AFTER_MS } from '../model/tail-limits.js';
import type { Timer } from '../model/timer.js';
import type { CompileFilter } from './event-filter.js';
import type { LogWatch } from './log-watch.js';
import { makeTailHub, type TailHub, type TailHubDeps, type TailTopic } from './tail-hub.js';
import type { TailSink } from './tail-output.js';
import { parsePositions } from './tail-position.js';
import { makeTailReader, type TailReader } from './tail-reader.js';
import type { Turns } from './turns.js';

export type TailStart =
  | { readonly kind: 'earliest' }
  | { readonly kind: 'latest' }
  /** ms since the epoch; a partition without an event at or after it begins at its end. */
  | { readonly kind: 'timestamp'; readonly timestamp: number }
  /** Behind the event that came with this id. */
  | { readonly kind: 'resume'; readonly id: string };

/** `filter`: its text. Only events that have the key, if there is one, and pass the filter, if there is one, are sent. */
export type TailRequest = {
  readonly topic: string;
  readonly start: TailStart;
  readonly key?: string;
  readonly filter?: string;
};

export type Tails = {
  /** Judges the request. @throws as `open` does, but for the bound on readers */
  check(request: TailRequest): void;
  /**
   * `connect` is called once the request is judged and gives where the frames go. Nothing is written before that.
   * @throws UNKNOWN_TOPIC_OR_PARTITION INVALID_TOPIC_EXCEPTION INVALID_REQUEST INVALID_FILTER OFFSET_OUT_OF_RANGE THROTTLING_QUOTA_EXCEEDED
   */
  open(request: TailRequest, connect: () => TailSink): Pick<TailReader, 'drained' | 'leave'>;
  readers(): number;
  /** Ends all streams, and those that are opened from then on. */
  stop(): void;
};

export type TailsDeps = {
  readonly log: Pick<EventLog, 'bounds' | 'read' | 'offsetForTimestamp'>;
  readonly watch: Pick<LogWatch, 'topic'>;
  readonly turns: Turns;
  readonly timer: Timer;
  /** @throws UNKNOWN_TOPIC_OR_PARTITION */
  readonly lookupTopic: (name: string) => TailTopic;
  readonly compileFilter: CompileFilter;
  /** A read failed: the streams that needed it have ended. */
  readonly onFailure: (error: unknown) => void;
};

export function makeTails(deps: TailsDeps): Tails {
  const { log, turns, timer, lookupTopic, compileFilter } = deps;
  const hubs = new Map<TopicName, TailHub>();
  const readers = new Set<TailReader>();
  let disarm: (() => void) | undefined;
  let stopped = false;

  const hubDeps: TailHubDeps = {
    ...deps,
    kept: { bytes: 0 },
    onIdle: (hub) => {
      if (hubs.get(hub.topic) === hub) hubs.delete(hub.topic);
    },
  };
  const hubOf = (topic: TailTopic): TailHub => {
    const known = hubs.get(topic.name);
    if (known?.incarnation === topic.incarnation) {
      known.grow(topic.partitions);
      return known;
    }
    known?.end(true);
    const hub = makeTailHub(topic, hubDeps);
    hubs.set(topic.name, hub);
    return hub;
  };

  const beat = (): void => {
    for (const reader of readers) turns.ask(reader.beat);
    disarm = timer(beat, TAIL_HEARTBEAT_MS);
  };
  const onLeave = (reader: TailReader): void => {
    readers.delete(reader);
    if (readers.size > 0) return;
    disarm?.();
    disarm = undefined;
  };
  const end = (): void => {
    for (const reader of readers) reader.end(false);
  };

  return {
    check: ({ topic, start, filter }) => {
      placeAll(log, lookupTopic(topic), start);
      if (filter !== undefined) compileFilter(filter);
    },
    open: ({ topic: name, start, key, filter: text }, connect) => {
      const topic = lookupTopic(name);
      const filter = text === undefined ? undefined : compileFilter(text);
      const positions = placeAll(log, topic, start);
      if (readers.size >= TAIL_READERS_MAX) throw tooManyReaders();
      const options = { hub: hubOf(topic), sink: connect(), positions, wanted: { key, filter } };
      const reader = makeTailReader(options, { log, turns, onLeave, onFailure: deps.onFailure });
      readers.add(reader);
      disarm ??= timer(beat, TAIL_HEARTBEAT_MS);
      if (stopped) end();
      return reader;
    },
    readers: () => readers.size,
    stop: () => {
      stopped = true;
      end();
    },
  };
}

/** Next offset of every partition, by index. */
function placeAll(log: TailsDeps['log'], topic: TailTopic, start: TailStart): number[] {
  const resumed = start.kind === 'resume' ? parsePositions(start.id) : new Map<number, number>();
  for (const partition of resumed.keys()) if (partition >= topic.partitions) throw unknownPartition(topic, partition);
  return Array.from({ length: topic.partitions }, (_, index) => {
    const partition = parsePartition(index);
    const bounds = log.bounds(topic.name, partition);
    return bounds === undefined ? 0 : place(log, topic.name, partition, bounds, start, resumed.get(index));
  });
}

function place(
  log: TailsDeps['log'],
  topic: TopicName,
  partition: PartitionIndex,
  bounds: LogBounds,
  start: TailStart,
  resumed: number | undefined,
): number {
  switch (start.kind) {
    case 'earliest':
      return bounds.logStartOffset;
    case 'latest':
      return bounds.highWatermark;
    case 'timestamp':
      return log.offsetForTimestamp(topic, partition, start.timestamp);
    case 'resume':
      // Below the log start is no error: what is lost is told as the first event.
      if (resumed !== undefined && resumed > bounds.highWatermark) throw beyondEnd(topic, partition, bounds, resumed);
      return resumed ?? bounds.logStartOffset;
    default:
      return start satisfies never;
  }
}

function beyondEnd(topic: TopicName, partition: number, bounds: LogBounds, offset: number): PosthornError {
  const { logStartOffset, highWatermark } = bounds;
  return new PosthornError(
    'OFFSET_OUT_OF_RANGE',
    `Offset ${offset} of partition ${partition} is above its high watermark ${highWatermark}: the id is not one of this ` +
      `topic's, or the topic was created anew. Begin with GET /v1/topics/${topic}/events?from=earliest (or latest).`,
    { members: { partition, logStartOffset, highWatermark } },
  );
}

function unknownPartition({ name, partitions }: TailTopic, partition: number): PosthornError {
  return new PosthornError(
    'INVALID_REQUEST',
    `The id names partition ${partition}, but topic '${name}' has ${partitions}: it is not one of this topic's, or the ` +
      `topic was created anew. Begin with GET /v1/topics/${name}/events?from=earliest (or latest).`,
  );
}

function tooManyReaders(): PosthornError {
  return new PosthornError(
    'THROTTLING_QUOTA_EXCEEDED',
    `${TAIL_READERS_MAX} tails are open already. Connect again a little later, or close one.`,
    { retryAfterMs: TAIL_READERS_RETRY_AFTER_MS },
  );
}
