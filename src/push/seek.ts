// POST /v1/subscriptions/{name}/seek: where each partition goes, how many events that means, and the one unit that
// moves them. The unit makes the subscription's document anew, so that the writer refuses what was reached before it.
import type { CommitUnit, Document, Engine, LogBounds, Progress } from '../engine/engine.js';
import { startOffset } from '../engine/start-position.js';
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import { PARKED_PAGE } from '../model/limits.js';
import type { GroupName, Offset, PartitionIndex, TopicName } from '../model/names.js';
import type { SeekTarget } from '../model/seek-body.js';
import { matchesTopic } from '../model/topic-match.js';
import { type SeekCounts, type StartOffsets, type SubscriptionRecord, seekCountOf } from './subscription-config.js';

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

type Reads = Pick<Engine, 'registry' | 'log' | 'groups'>;
type Place = { readonly topic: TopicName; readonly partition: PartitionIndex; readonly bounds: LogBounds };

/** Counted as of the last commit. @throws UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE */
export function planSeek(engine: Reads, document: Document, target: SeekTarget): SeekStep[] {
  const group = document.name as GroupName;
  const progress = new Map(engine.groups.progress(group).map((one) => [`${one.topic}/${one.partition}`, one]));
  return destinations(engine, document, target).map(({ place, newOffset }) => {
    const { topic, partition, bounds } = place;
    const own = progress.get(`${topic}/${partition}`);
    const committedOffset = Math.max(own?.committedOffset ?? 0, bounds.logStartOffset) as Offset;
    const passed = engine.log.count(topic, partition, committedOffset, newOffset);
    const skipped = passed + unfinishedBelow(engine, group, place, own, newOffset);
    const replayed = engine.log.count(topic, partition, newOffset, committedOffset);
    return { topic, partition, committedOffset, newOffset, replayed, skipped };
  });
}

export function sumsOf(steps: readonly SeekStep[]): Pick<SeekStep, 'replayed' | 'skipped'> {
  const sum = (of: 'replayed' | 'skipped') => steps.reduce((total, step) => total + step[of], 0);
  return { replayed: sum('replayed'), skipped: sum('skipped') };
}

/** Nothing that is parked or in flight there outlives it. */
export function seekUnit({ registry }: Pick<Engine, 'registry'>, document: Document, steps: readonly SeekStep[]) {
  const { collection, name, version } = document;
  const group = name as GroupName;
  const record = document.body as SubscriptionRecord;
  const topics = [...new Set(steps.map(({ topic }) => topic))].map((topic) => ({
    topic,
    // A topic that is gone by now has none: the writer refuses the unit, and the seek is planned again.
    incarnation: registry.get('topics', topic)?.incarnation ?? 0,
  }));
  const startOffsets: Record<string, StartOffsets[string]> = { ...record.startOffsets };
  const seeks: Record<string, SeekCounts[string]> = { ...record.seeks };
  for (const { topic, incarnation } of topics) {
    const here = steps.filter((step) => step.topic === topic);
    const before = startOffsets[topic];
    const offsets = before?.incarnation === incarnation ? [...before.offsets] : [];
    const counts: Record<string, number> = { ...seeks[topic] };
    for (const { partition, newOffset } of here) {
      while (offsets.length < partition) offsets.push(0);
      offsets[partition] = newOffset;
      counts[partition] = seekCountOf(record.seeks, topic, partition) + 1;
    }
    startOffsets[topic] = { incarnation, offsets };
    seeks[topic] = counts;
  }
  const body: SubscriptionRecord = { ...record, startOffsets, seeks };
  return {
    expect: [
      { kind: 'version', collection, name, version },
      ...topics.map(
        ({ topic, incarnation }) => ({ kind: 'incarnation', collection: 'topics', name: topic, incarnation }) as const,
      ),
    ],
    documents: [{ collection, name, body, renew: true }],
    offsets: steps.map(({ topic, partition, newOffset: committedOffset }) => ({
      ...{ group, topic, partition, committedOffset },
      inFlight: [],
    })),
    parked: steps.map(({ topic, partition }) => ({ kind: 'clear', group, topic, partition }) as const),
  } satisfies CommitUnit;
}

export type Destination = { readonly place: Place; readonly newOffset: Offset };

/**
 * Where `target` lies in each partition that it is about. @param path of `target` in the body: `/range/from` or empty
 * @throws UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE
 */
export function destinations(
  engine: Pick<Engine, 'registry' | 'log'>,
  document: Document,
  target: SeekTarget,
  path = '',
): Destination[] {
  const received = (document.body as SubscriptionRecord).topics;
  const partitions = new Map<string, readonly Place[]>();
  for (const { name } of engine.registry.list('topics')) {
    if (matchesTopic(received, name)) partitions.set(name, placesOf(engine.log, name as TopicName));
  }
  if (target.kind === 'offsets') return named(document.name, partitions, target.offsets, path);
  const { start, topics } = target;
  const unknown = (topics ?? []).flatMap((topic, index) =>
    partitions.has(topic)
      ? []
      : [{ path: `${path === '' ? '' : '/range'}/topics/${index}`, message: notReceived(topic) }],
  );
  refuseUnknown(document.name, unknown);
  return [...partitions]
    .filter(([topic]) => topics === null || topics.includes(topic))
    .flatMap(([, places]) => places)
    .map((place) => ({
      place,
      newOffset: startOffset(engine.log, place.topic, place.partition, place.bounds, start),
    }));
}

function placesOf(log: Engine['log'], topic: TopicName): Place[] {
  const places: Place[] = [];
  for (let at = 0; ; at += 1) {
    const partition = at as PartitionIndex;
    const bounds = log.bounds(topic, partition);
    if (bounds === undefined) return places;
    places.push({ topic, partition, bounds });
  }
}

function named(
  name: string,
  partitions: ReadonlyMap<string, readonly Place[]>,
  asked: Extract<SeekTarget, { kind: 'offsets' }>['offsets'],
  at: string,
): Destination[] {
  const unknown: ErrorPlace[] = [];
  const outside: (ErrorPlace & Pick<Place, 'bounds'>)[] = [];
  const found: Destination[] = [];
  for (const [index, { topic, partition, offset }] of asked.entries()) {
    const path = `${at}/offsets/${index}`;
    const places = partitions.get(topic);
    const place = places?.[partition];
    if (places === undefined) unknown.push({ path: `${path}/topic`, message: notReceived(topic) });
    else if (place === undefined) {
      unknown.push({ path: `${path}/partition`, message: `'${topic}' has no partition ${partition}` });
    } else {
      const { bounds } = place;
      const wrong = outOfRange(place, offset);
      if (wrong !== undefined) outside.push({ path: `${path}/offset`, message: wrong, bounds });
      found.push({ place, newOffset: offset as Offset });
    }
  }
  refuseUnknown(name, unknown);
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

function notReceived(topic: string): string {
  return `'${topic}' is none of the topics that the subscription receives`;
}

function refuseUnknown(name: string, errors: readonly ErrorPlace[]): void {
  const [first] = errors;
  if (first === undefined) return;
  const detail = `${first.message}. Nothing was changed: GET /v1/subscriptions/${name} lists its topics and partitions.`;
  throw new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', detail, { errors });
}

function outOfRange({ topic, partition, bounds }: Place, offset: number): string | undefined {
  const { logStartOffset, highWatermark } = bounds;
  if (offset >= logStartOffset && offset <= highWatermark) return undefined;
  return (
    `Offset ${offset} of '${topic}' partition ${partition} is outside the log: its log start offset is ` +
    `${logStartOffset}, its high watermark ${highWatermark}`
  );
}

/** Events below `offset` that are parked or in flight. */
function unfinishedBelow(
  { log, groups }: Reads,
  group: GroupName,
  { topic, partition }: Place,
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
