// POST /v1/subscriptions/{name}/seek with a range: which part of each partition it comes to, and how many events that is.
import type { Document, Engine } from '../engine/engine.js';
import type { Destination } from '../engine/seek-places.js';
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import { REPLAY_MAX_PARTITIONS } from '../model/limits.js';
import type { Offset, PartitionIndex, TopicName } from '../model/names.js';
import { refuseWrong } from '../model/seek-body.js';
import type { ReplayRange } from './replay-record.js';
import { destinations } from './seek.js';
import type { SeekRange } from './seek-range.js';

/** `from <= offset < to` of one partition. */
export type ReplayStep = {
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly from: Offset;
  readonly to: Offset;
  /** Events there. */
  readonly replayed: number;
};

type Reads = Pick<Engine, 'registry' | 'log'>;

/**
 * Counted as of the last commit. A bound that names offsets narrows the range to their partitions.
 * @throws INVALID_REQUEST UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE
 */
export function planReplay(engine: Reads, document: Document, { from, to }: SeekRange): ReplayStep[] {
  const begins = destinations(engine, document, from, '/range/from');
  const ends = new Map(destinations(engine, document, to, '/range/to').map((one) => [placeOf(one), one.newOffset]));
  if (from.kind === 'offsets' && to.kind === 'offsets') requireSame(begins, ends);
  const steps = begins.flatMap(({ place: { topic, partition }, newOffset }) => {
    const end = ends.get(`${topic}/${partition}`);
    if (end === undefined) return [];
    const replayed = engine.log.count(topic, partition, newOffset, end);
    return [{ topic, partition, from: newOffset, to: end, replayed }];
  });
  refuseWrong(
    { errors: steps.filter((step) => step.from > step.to).map(endsBefore) },
    'Swap the two, or name a later end',
  );
  return steps;
}

/** What is stored of it: the partitions with something to replay. @throws INVALID_REQUEST */
export function rangesOf({ registry }: Pick<Engine, 'registry'>, steps: readonly ReplayStep[]): ReplayRange[] {
  const ranges = steps.flatMap(({ topic, partition, from, to, replayed: events }) => {
    const incarnation = registry.get('topics', topic)?.incarnation;
    return events === 0 || incarnation === undefined ? [] : [{ topic, incarnation, partition, from, to, events }];
  });
  if (ranges.length <= REPLAY_MAX_PARTITIONS) return ranges;
  throw new PosthornError(
    'INVALID_REQUEST',
    `The range has events of ${ranges.length} partitions; one replay takes at most ${REPLAY_MAX_PARTITIONS}. Narrow it ` +
      'with `topics`, and begin the next one when it is through.',
  );
}

function placeOf({ place: { topic, partition } }: Destination): string {
  return `${topic}/${partition}`;
}

function requireSame(begins: readonly Destination[], ends: ReadonlyMap<string, Offset>): void {
  const begun = new Set(begins.map(placeOf));
  const missing = (places: Iterable<string>, there: { has(place: string): boolean }, path: string): ErrorPlace[] =>
    [...places].flatMap((place) => (there.has(place) ? [] : [{ path, message: `does not name ${place}` }]));
  const errors = [...missing(begun, ends, '/range/to/offsets'), ...missing(ends.keys(), begun, '/range/from/offsets')];
  refuseWrong({ errors }, 'Name the same partitions in both');
}

function endsBefore({ topic, partition, from, to }: ReplayStep): ErrorPlace {
  return { path: '/range', message: `ends before it begins: in ${topic}/${partition} from is ${from}, to is ${to}` };
}
