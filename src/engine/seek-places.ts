// Where a seek goes, in whatever group: each partition's place in the log, and what going there means in events.
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import { PARKED_PAGE } from '../model/limits.js';
import type { GroupName, Offset, PartitionIndex, TopicName } from '../model/names.js';
import type { SeekTarget } from '../model/seek-body.js';
import type { Engine, LogBounds, Progress } from './engine.js';
import { startOffset } from './start-position.js';

export type SeekPlace = { readonly topic: TopicName; readonly partition: PartitionIndex; readonly bounds: LogBounds };

export type Destination = { readonly place: SeekPlace; readonly newOffset: Offset };

/** One partition: where it is, where it goes, and what that means in events. */
export type SeekStep = {
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly committedOffset: Offset;
  readonly newOffset: Offset;
  /** Events from the new offset to the committed one: they are sent (again). */
  readonly replayed: number;
  /** Events that were not delivered yet and will not be: up to the new offset, and unfinished ones below it. */
  readonly skipped: number;
};

/** How a refusal speaks of whoever is moved. */
export type SeekWords = {
  readonly notReceived: (topic: string) => string;
  /** The call that lists its partitions. */
  readonly lookAt: string;
};

/**
 * Where `target` lies in each partition that it is about. @param partitions of the topics that may be moved
 * @param path of `target` in the body: `/range/from` or empty
 * @throws UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE
 */
export function destinationsOf(
  log: Engine['log'],
  partitions: ReadonlyMap<string, readonly SeekPlace[]>,
  target: SeekTarget,
  words: SeekWords,
  path = '',
): Destination[] {
  if (target.kind === 'offsets') return named(partitions, target.offsets, words, path);
  const { start, topics } = target;
  const unknown = (topics ?? []).flatMap((topic, index) =>
    partitions.has(topic)
      ? []
      : [{ path: `${path === '' ? '' : '/range'}/topics/${index}`, message: words.notReceived(topic) }],
  );
  refuseUnknown(words, unknown);
  return [...partitions]
    .filter(([topic]) => topics === null || topics.includes(topic))
    .flatMap(([, places]) => places)
    .map((place) => ({ place, newOffset: startOffset(log, place.topic, place.partition, place.bounds, start) }));
}

/** Counted as of the last commit. */
export function stepOf(
  engine: Pick<Engine, 'log' | 'groups'>,
  group: GroupName,
  { place, newOffset }: Destination,
  progress: Progress | undefined,
): SeekStep {
  const { topic, partition, bounds } = place;
  const committedOffset = Math.max(progress?.committedOffset ?? 0, bounds.logStartOffset) as Offset;
  const passed = engine.log.count(topic, partition, committedOffset, newOffset);
  const skipped = passed + unfinishedBelow(engine, group, place, progress, newOffset);
  const replayed = engine.log.count(topic, partition, newOffset, committedOffset);
  return { topic, partition, committedOffset, newOffset, replayed, skipped };
}

export function sumsOf(steps: readonly SeekStep[]): Pick<SeekStep, 'replayed' | 'skipped'> {
  const sum = (of: 'replayed' | 'skipped') => steps.reduce((total, step) => total + step[of], 0);
  return { replayed: sum('replayed'), skipped: sum('skipped') };
}

export function placesOf(log: Pick<Engine['log'], 'bounds'>, topic: TopicName): SeekPlace[] {
  const places: SeekPlace[] = [];
  for (let at = 0; ; at += 1) {
    const partition = at as PartitionIndex;
    const bounds = log.bounds(topic, partition);
    if (bounds === undefined) return places;
    places.push({ topic, partition, bounds });
  }
}

function named(
  partitions: ReadonlyMap<string, readonly SeekPlace[]>,
  asked: Extract<SeekTarget, { kind: 'offsets' }>['offsets'],
  words: SeekWords,
  at: string,
): Destination[] {
  const unknown: ErrorPlace[] = [];
  const outside: (ErrorPlace & Pick<SeekPlace, 'bounds'>)[] = [];
  const found: Destination[] = [];
  for (const [index, { topic, partition, offset }] of asked.entries()) {
    const path = `${at}/offsets/${index}`;
    const places = partitions.get(topic);
    const place = places?.[partition];
    if (places === undefined) unknown.push({ path: `${path}/topic`, message: words.notReceived(topic) });
    else if (place === undefined) {
      unknown.push({ path: `${path}/partition`, message: `'${topic}' has no partition ${partition}` });
    } else {
      const { bounds } = place;
      const wrong = outOfRange(place, offset);
      if (wrong !== undefined) outside.push({ path: `${path}/offset`, message: wrong, bounds });
      found.push({ place, newOffset: offset as Offset });
    }
  }
  refuseUnknown(words, unknown);
  const [first] = outside;
  if (first === undefined) return found;
  const { logStartOffset, highWatermark } = first.bounds;
  throw new PosthornError(
    'OFFSET_OUT_OF_RANGE',
    `${first.message}. Nothing was changed: name an offset between them.`,
    {
      errors: outside.map(({ bounds: _bounds, ...place }) => place),
      members: { logStartOffset, highWatermark },
    },
  );
}

function refuseUnknown({ lookAt }: SeekWords, errors: readonly ErrorPlace[]): void {
  const [first] = errors;
  if (first === undefined) return;
  const detail = `${first.message}. Nothing was changed: ${lookAt}.`;
  throw new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', detail, { errors });
}

function outOfRange({ topic, partition, bounds }: SeekPlace, offset: number): string | undefined {
  const { logStartOffset, highWatermark } = bounds;
  if (offset >= logStartOffset && offset <= highWatermark) return undefined;
  return (
    `Offset ${offset} of '${topic}' partition ${partition} is outside the log: its log start offset is ` +
    `${logStartOffset}, its high watermark ${highWatermark}`
  );
}

/** Events below `offset` that are parked or in flight. */
function unfinishedBelow(
  { log, groups }: Pick<Engine, 'log' | 'groups'>,
  group: GroupName,
  { topic, partition }: SeekPlace,
  progress: Progress | undefined,
  offset: Offset,
): number {
  let events = 0;
  const add = (first: number, last: number): void => {
    events += log.count(topic, partition, first as Offset, Math.min(last + 1, offset) as Offset);
  };
  for (const one of progress?.inFlight ?? []) add(one, one);
  for (let after = -1; ; ) {
    const page = groups.parked(group, topic, partition, { after, limit: PARKED_PAGE });
    for (const parked of page) add(parked.offset, parked.lastOffset);
    const last = page[page.length - 1];
    if (last === undefined || page.length < PARKED_PAGE || last.offset >= offset) return events;
    after = last.offset;
  }
}
