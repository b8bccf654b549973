// A fetch: resolve topic ▸ place the start ▸ read ▸ find room for the answer ▸ render. Reads one partition's events as they lie in the log.
import type { Engine, LogBounds } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import {
  FETCH_DEFAULT_MAX_BYTES,
  FETCH_DEFAULT_MAX_EVENTS,
  FETCH_MAX_BYTES,
  FETCH_MAX_EVENTS,
} from '../model/limits.js';
import { type Offset, type PartitionIndex, parseOffset, parsePartition, type TopicName } from '../model/names.js';
import { type AnswerBudget, type Held, makeAnswerBudget, tooMuchInFlight } from './answer-budget.js';
import { estimateAnswer } from './answer-estimate.js';
import { renderEvents } from './event-document.js';
import { renderEventLines } from './event-lines.js';
import type { FetchFormat } from './fetch-format.js';
import type { FetchedSlices, Rendered } from './fetched.js';
import { renderValueLines } from './value-lines.js';

export type FetchStart =
  | { readonly kind: 'offset'; readonly offset: number }
  /** The first event at or after this time, ms since the epoch. */
  | { readonly kind: 'timestamp'; readonly timestamp: number }
  | { readonly kind: 'earliest' }
  | { readonly kind: 'latest' };

export type FetchRequest = {
  readonly topic: string;
  readonly partition: number;
  readonly start: FetchStart;
  readonly format: FetchFormat;
  readonly maxEvents?: number;
  /** Bytes of values; the first event is returned whatever its size. */
  readonly maxBytes?: number;
};

/** The answer's bytes, in order, never to be changed: they may be the log's own. To be released in any case. */
export type FetchAnswer = {
  readonly chunks: readonly Uint8Array[];
  readonly bytes: number;
  readonly logStartOffset: number;
  readonly highWatermark: number;
  /** Offset of the first event in the answer; the next offset where it holds none. */
  readonly baseOffset: number;
  /** Where the next fetch goes on. */
  readonly nextOffset: number;
} & Held;

/** Where a fetch begins, and how far it could read now. */
export type FetchPlace = {
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly offset: Offset;
  readonly highWatermark: Offset;
};

export type Fetcher = {
  /** @throws UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE INVALID_REQUEST */
  locate(request: Pick<FetchRequest, 'topic' | 'partition' | 'start'>): FetchPlace;
  /** @throws UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE NOT_ACCEPTABLE INVALID_REQUEST THROTTLING_QUOTA_EXCEEDED */
  fetch(request: FetchRequest): FetchAnswer;
  /**
   * Undefined where there is no room for the answer; with `wake` the request then stands in line for it.
   * @throws UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE NOT_ACCEPTABLE INVALID_REQUEST
   */
  fetchIfRoom(request: FetchRequest, wake?: () => void): FetchAnswer | undefined;
  readonly line: Pick<AnswerBudget, 'isBehind' | 'leave'>;
};

export type FetcherDeps = {
  readonly engine: { readonly log: Pick<Engine['log'], 'bounds' | 'offsetForTimestamp' | 'read'> };
  /** @throws UNKNOWN_TOPIC_OR_PARTITION */
  readonly lookupTopic: (name: string) => { readonly name: TopicName; readonly partitions: number };
  /** Default: one of its own. */
  readonly budget?: AnswerBudget;
};

export function makeFetcher({ engine: { log }, lookupTopic, budget = makeAnswerBudget() }: FetcherDeps): Fetcher {
  const resolve = (name: string, index: number): { topic: TopicName; partition: PartitionIndex; bounds: LogBounds } => {
    const topic = lookupTopic(name);
    const partition = parsePartition(index);
    const bounds = log.bounds(topic.name, partition);
    if (bounds === undefined) throw unknownPartition(topic.name, partition, topic.partitions);
    return { topic: topic.name, partition, bounds };
  };

  const place = (topic: TopicName, partition: PartitionIndex, bounds: LogBounds, start: FetchStart): Offset => {
    switch (start.kind) {
      case 'offset':
        return withinLog(topic, partition, bounds, parseOffset(start.offset));
      case 'timestamp':
        return log.offsetForTimestamp(topic, partition, start.timestamp);
      case 'earliest':
        return bounds.logStartOffset;
      case 'latest':
        return bounds.highWatermark;
      default:
        return start satisfies never;
    }
  };

  const fetchIfRoom: Fetcher['fetchIfRoom'] = (request, wake) => {
    const { topic: name, partition: index, format, maxEvents, maxBytes } = request;
    const { topic, partition, bounds } = resolve(name, index);
    const { logStartOffset, highWatermark } = bounds;
    const start = place(topic, partition, bounds, request.start);
    const slices = log.read(topic, partition, start, {
      maxEvents: Math.min(maxEvents ?? FETCH_DEFAULT_MAX_EVENTS, FETCH_MAX_EVENTS),
      maxBytes: Math.min(maxBytes ?? FETCH_DEFAULT_MAX_BYTES, FETCH_MAX_BYTES),
      before: highWatermark,
    });
    const build = () => {
      const fetched = { topic, partition, logStartOffset, highWatermark, start, slices };
      const { chunks, bytes, nextOffset } = render(fetched, format);
      const first = slices[0];
      const baseOffset = first === undefined ? nextOffset : first.baseOffset + first.first;
      return { chunks, bytes, logStartOffset, highWatermark, baseOffset, nextOffset };
    };
    return budget.build(estimateAnswer(slices, format), build, wake);
  };

  return {
    line: budget,
    locate({ topic: name, partition: index, start }) {
      const { topic, partition, bounds } = resolve(name, index);
      return { topic, partition, offset: place(topic, partition, bounds, start), highWatermark: bounds.highWatermark };
    },
    fetch(request) {
      const answer = fetchIfRoom(request);
      if (answer === undefined) throw tooMuchInFlight();
      return answer;
    },
    fetchIfRoom,
  };
}

function render(fetched: FetchedSlices, format: FetchFormat): Rendered {
  switch (format) {
    case 'application/json':
      return renderEvents(fetched);
    case 'application/x-ndjson':
      return renderEventLines(fetched);
    case 'application/vnd.posthorn.values+x-ndjson':
      return renderValueLines(fetched);
    default:
      return format satisfies never;
  }
}

function withinLog(topic: TopicName, partition: PartitionIndex, bounds: LogBounds, offset: Offset): Offset {
  const { logStartOffset, highWatermark } = bounds;
  if (offset >= logStartOffset && offset <= highWatermark) return offset;
  const path = `/v1/topics/${topic}/partitions/${partition}/events`;
  const detail =
    offset < logStartOffset
      ? `Offset ${offset} is below the log start offset ${logStartOffset}: it has been deleted. ` +
        `Read on with GET ${path}?offset=${logStartOffset} (or from=earliest).`
      : `Offset ${offset} is above the high watermark ${highWatermark}: no such event exists yet. ` +
        `New events begin at GET ${path}?offset=${highWatermark} (or from=latest).`;
  throw new PosthornError('OFFSET_OUT_OF_RANGE', detail, { members: { logStartOffset, highWatermark } });
}

function unknownPartition(topic: TopicName, partition: PartitionIndex, partitions: number): PosthornError {
  return new PosthornError(
    'UNKNOWN_TOPIC_OR_PARTITION',
    `Topic '${topic}' has no partition ${partition}: it has ${partitions}, from 0 to ${partitions - 1}. ` +
      `Use one of them, or add partitions with PUT /v1/topics/${topic}.`,
  );
}
