// A subscription as the API shows it: what was put, its state, and how far it has come. Never its secrets.
import { isDeepStrictEqual } from 'node:util';
import type { Document, Engine, LogBounds, Progress } from '../engine/engine.js';
import { lagOf } from '../engine/lag.js';
import type { Clock } from '../model/clock.js';
import type { GroupName, PartitionIndex, TopicName } from '../model/names.js';
import type { StartAt } from '../model/start-at.js';
import { matchesTopic } from '../model/topic-match.js';
import { describeEndpoint, describeExpiry, type EndpointDescription } from './endpoint/endpoint-view.js';
import { type BusHeader, type EventHeaderChoice, type Format, formatAsPut } from './format/format-config.js';
import { describeHealthConfig } from './health/health-config.js';
import { type AskHealth, describeHealth, type HealthDescription } from './health/health-view.js';
import type { RateLimitConfig } from './health/rate-limit.js';
import { withListener } from './listener/listener-view.js';
import { describeRedrives, type RedriveDescription } from './redrive/redrive-view.js';
import { describeReplays, type ReplayDescription } from './replay-view.js';
import { type RepliesAsPut, repliesAsPut } from './replies/replies-config.js';
import { describeSecret, liveSecrets, type SecretDescription } from './signing/live-secrets.js';
import {
  type BatchConfig,
  type Ordering,
  type RetryConfig,
  type SubscriptionRecord,
  startOffsetOf,
} from './subscription-config.js';
import { describeVerification, type VerificationDescription, type Verify } from './verification/verification.js';

export type SubscriptionOffset = {
  readonly topic: string;
  readonly partition: number;
  readonly committedOffset: number;
  readonly highWatermark: number;
  readonly lag: number;
  /** Age of the oldest event that is behind `committedOffset`; 0 where there is none. */
  readonly lagMs: number;
  readonly parked: number;
  /** Events deleted before they were delivered, in all. */
  readonly lost: number;
};

export type SubscriptionDescription = {
  readonly name: string;
  readonly topics: readonly string[];
  readonly endpoint: EndpointDescription;
  readonly certificateExpiresAt?: number;
  readonly start: unknown;
  readonly ordering: Ordering;
  readonly batch: BatchConfig;
  readonly retry: Omit<RetryConfig, 'maxAgeMs'> & { readonly maxAgeMs?: number };
  readonly maxInFlight: number;
  readonly verify: Verify | 'none';
  readonly verification?: VerificationDescription;
  readonly filter?: unknown;
  /** Those that sign now, newest first. */
  readonly secrets: readonly SecretDescription[];
  readonly format: Format;
  readonly eventHeaders: EventHeaderChoice;
  readonly busHeaders: 'all' | readonly BusHeader[];
  readonly rateLimit?: RateLimitConfig;
  readonly disableAfterMs: number;
  readonly replies?: RepliesAsPut;
  readonly state: 'active' | 'paused';
  readonly reason?: string;
  readonly offsets: readonly SubscriptionOffset[];
  /** Those that run beside it. */
  readonly replays: readonly ReplayDescription[];
  readonly health: HealthDescription;
  readonly redrives: readonly RedriveDescription[];
};

type Reads = Pick<Engine, 'registry' | 'log' | 'groups'>;

type DescriberDeps = {
  readonly engine: Reads;
  readonly clock: Pick<Clock, 'now'>;
  readonly askHealth: AskHealth;
  /** See listener-view.ts. */
  readonly listenerSince: (subscription: string) => number | undefined;
};

/** Asks the push thread once about all of them. */
export function makeDescriber({ engine, clock, askHealth, listenerSince }: DescriberDeps) {
  const all = async (documents: readonly Document[]): Promise<SubscriptionDescription[]> => {
    const names = documents.map(({ name }) => name);
    const health = await describeHealth(engine.registry, askHealth, names);
    return documents.map((document) =>
      withListener(describeSubscription(engine, clock.now(), document, health), listenerSince(document.name)),
    );
  };
  const one = async (document: Document) => (await all([document]))[0] as SubscriptionDescription;
  return { all, one };
}

function describeSubscription(
  engine: Reads,
  now: number,
  document: Document,
  health: ReadonlyMap<string, HealthDescription>,
): SubscriptionDescription {
  const record = document.body as SubscriptionRecord;
  const { maxAgeMs, ...retry } = record.retry;
  return {
    name: document.name,
    topics: record.topics,
    endpoint: describeEndpoint(record.endpoint),
    ...describeExpiry(record.endpoint),
    start: startAsPut(record.start),
    ordering: record.ordering,
    batch: record.batch,
    retry: maxAgeMs === null ? retry : { ...retry, maxAgeMs },
    maxInFlight: record.maxInFlight,
    ...describeVerification(record, now),
    ...(record.filter === undefined ? {} : { filter: record.filter }),
    secrets: liveSecrets(record, now).map(describeSecret),
    ...formatAsPut(record),
    ...describeHealthConfig(record),
    ...repliesAsPut(record),
    state: record.state,
    ...(record.reason === null ? {} : { reason: record.reason }),
    offsets: offsetsOf(engine, now, document.name as GroupName, record),
    replays: describeReplays(engine, document.name),
    health: health.get(document.name) ?? { state: 'closed' },
    redrives: describeRedrives(engine, document.name),
  };
}

function startAsPut(start: StartAt): unknown {
  switch (start.kind) {
    case 'latest':
    case 'earliest':
      return start.kind;
    case 'timestamp':
      return { timestamp: start.timestamp };
    case 'offsets':
      return { offsets: start.offsets };
    default:
      return start satisfies never;
  }
}

function offsetsOf(engine: Reads, now: number, group: GroupName, record: SubscriptionRecord): SubscriptionOffset[] {
  const offsets: SubscriptionOffset[] = [];
  const { progress, losses } = readGroup(engine.groups, group);
  for (const { name, incarnation } of engine.registry.list('topics')) {
    if (!matchesTopic(record.topics, name)) continue;
    for (let partition = 0; ; partition += 1) {
      const place = { topic: name as TopicName, partition: partition as PartitionIndex };
      const bounds = engine.log.bounds(place.topic, place.partition);
      if (bounds === undefined) break;
      const own = progress.get(placeOf(place));
      const begins = own?.committedOffset ?? startOffsetOf(record.startOffsets, name, incarnation, partition);
      // Of a paused one nothing is written down until it runs again.
      const unwritten = record.state === 'paused' ? Math.max(0, bounds.logStartOffset - begins) : 0;
      const lost = (losses.get(placeOf(place)) ?? 0) + unwritten;
      offsets.push({ ...offsetOf(engine, now, group, place, bounds, own), lost });
    }
  }
  return offsets;
}

/** Read again where a commit came between the two: a loss is written with the offset that passes it. */
function readGroup(groups: Reads['groups'], group: GroupName) {
  for (;;) {
    const losses = groups.losses(group);
    const progress = groups.progress(group);
    if (!isDeepStrictEqual(losses, groups.losses(group))) continue;
    return {
      progress: new Map(progress.map((one) => [placeOf(one), one])),
      losses: new Map(losses.map((one) => [placeOf(one), one.events])),
    };
  }
}

function placeOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}

function offsetOf(
  engine: Reads,
  now: number,
  group: GroupName,
  place: { readonly topic: TopicName; readonly partition: PartitionIndex },
  bounds: LogBounds,
  progress: Progress | undefined,
): Omit<SubscriptionOffset, 'lost'> {
  const { topic, partition } = place;
  const reached = lagOf(engine.log, now, place, bounds, progress?.committedOffset);
  // Whatever is unfinished below the committed offset: kept as an entry of its own, or listed as under way.
  const parked = engine.groups.parkedCount(group, topic, partition) + (progress?.inFlight.length ?? 0);
  return { topic, partition, ...reached, parked };
}
