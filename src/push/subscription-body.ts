// PUT /v1/subscriptions/{name}: the body, checked field by field before anything is written.
import { PosthornError } from '../errors/posthorn-error.js';
import { deadLetterTopicOf } from '../model/dead-letter-topic.js';
import { type Fields, makeFields } from '../model/fields.js';
import {
  BATCH_DEFAULT_MAX_BYTES,
  BATCH_MAX_BYTES,
  BATCH_MAX_EVENTS,
  BATCH_MAX_LINGER_MS,
  CLIENT_ERROR_MAX_ATTEMPTS,
  DEFAULT_MAX_IN_FLIGHT,
  MAX_MAX_IN_FLIGHT,
  RETRY_MAX_AGE_MS,
  RETRY_MAX_DELAY_MS,
  RETRY_MAX_STEPS,
  SUBSCRIPTION_MAX_TOPICS,
} from '../model/limits.js';
import { isInternalName, NAME_PATTERN } from '../model/names.js';
import { makePlaces, type Places, placesTold } from '../model/places.js';
import type { StartAt } from '../model/start-at.js';
import { isPrefix, matchesTopic } from '../model/topic-match.js';
import { readEndpoint } from './endpoint/endpoint-body.js';
import type { CompileFilter } from './filter/event-filter.js';
import { readFilter } from './filter/filter-body.js';
import { readFormat } from './format/format-body.js';
import { readHealthConfig } from './health/health-config.js';
import { readReplies } from './replies/replies-body.js';
import type { AskedSecret } from './signing/secret-body.js';
import type { BatchConfig, Ordering, RetryConfig, SubscriptionConfig } from './subscription-config.js';
import { readVerify } from './verification/verification.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const DEFAULT_RETRY: RetryConfig = {
  scheduleMs: [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
  jitter: 0.2,
  maxAgeMs: null,
  clientErrorAttempts: 3,
};

const NAME = new RegExp(NAME_PATTERN);

export type ParsedSubscription = { readonly config: SubscriptionConfig; readonly asked: AskedSecret };

/** @throws INVALID_REQUEST INVALID_ENDPOINT INVALID_CONFIG INVALID_FILTER, naming every wrong field */
export function parseSubscription(name: string, body: unknown, compileFilter: CompileFilter): ParsedSubscription {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const example = '{"topics": ["orders"], "endpoint": {"url": "https://example.com/hook"}}';
    throw new PosthornError('INVALID_REQUEST', `The body must be a JSON object such as ${example}.`);
  }
  const places = makePlaces();
  const fields = makeFields(body as Record<string, unknown>, '', places);
  const { asked, ...endpoint } = readEndpoint(fields);
  const batch = readBatch(fields);
  const filter = readFilter(fields, compileFilter);
  const config: SubscriptionConfig = {
    topics: readTopics(fields, name),
    endpoint,
    start: readStart(fields),
    ordering: fields.oneOf<Ordering>('ordering', ['key', 'partition', 'none'], 'key'),
    batch,
    ...readFormat(fields, batch.maxEvents),
    ...(filter === undefined ? {} : { filter }),
    retry: readRetry(fields),
    maxInFlight: fields.integer('maxInFlight', 1, MAX_MAX_IN_FLIGHT, DEFAULT_MAX_IN_FLIGHT),
    ...readHealthConfig(fields),
    ...readReplies(fields, name),
    ...readVerify(fields, endpoint),
  };
  refuseForeignStarts(fields, config);
  fields.refuseOthers();
  refuse(places);
  return { config, asked };
}

function refuse(places: Places): void {
  const { kept } = places;
  const first = kept[0];
  if (first === undefined) return;
  const unknown = kept.some(({ message }) => message.startsWith('is not a field'));
  const endpoint = kept.every(({ path }) => path?.startsWith('/endpoint') === true);
  const code = unknown ? 'INVALID_REQUEST' : endpoint ? 'INVALID_ENDPOINT' : 'INVALID_CONFIG';
  const field = (first.path ?? '').slice(1).replaceAll('/', '.');
  throw new PosthornError(
    code,
    `'${field}' ${first.message}. Correct it and send the whole PUT again.`,
    placesTold(places),
  );
}

function readTopics(fields: Fields, name: string): readonly string[] {
  const topics = fields.take('topics');
  if (!Array.isArray(topics) || topics.length === 0 || topics.length > SUBSCRIPTION_MAX_TOPICS) {
    fields.wrong(
      'topics',
      `must be a list of 1 to ${SUBSCRIPTION_MAX_TOPICS} topic names or prefixes such as "orders.*"`,
    );
    return [];
  }
  for (const [index, topic] of topics.entries()) {
    const message = wrongTopic(topic, name);
    if (message !== undefined) fields.wrong(`topics/${index}`, message);
  }
  return [...new Set(topics as string[])];
}

function wrongTopic(topic: unknown, name: string): string | undefined {
  if (typeof topic !== 'string') return 'must be a string';
  const plain = isPrefix(topic) ? topic.slice(0, -1) : topic;
  if (plain !== '' && !NAME.test(plain)) return 'is no topic name, nor one with a "*" at its end';
  if (topic === '') return 'is empty';
  if (isPrefix(topic) && isInternalName(plain)) {
    return "begins with '_': no prefix takes in the bus's own topics, so name them in full";
  }
  return topic === deadLetterTopicOf(name) ? "is this subscription's own dead letter topic" : undefined;
}

function readStart(fields: Fields): StartAt {
  const start = fields.take('start') ?? 'latest';
  if (start === 'latest' || start === 'earliest') return { kind: start };
  const form = 'must be "latest", "earliest", {"timestamp": ms} or {"offsets": {"topic": {"0": offset}}}';
  if (typeof start !== 'object' || start === null || Object.keys(start).length !== 1) {
    fields.wrong('start', form);
    return { kind: 'latest' };
  }
  const { timestamp, offsets } = start as { timestamp?: unknown; offsets?: unknown };
  if (Number.isSafeInteger(timestamp) && (timestamp as number) >= 0) {
    return { kind: 'timestamp', timestamp: timestamp as number };
  }
  if (isOffsets(offsets)) return { kind: 'offsets', offsets };
  fields.wrong('start', form);
  return { kind: 'latest' };
}

function refuseForeignStarts(fields: Fields, { topics, start }: SubscriptionConfig): void {
  if (start.kind !== 'offsets') return;
  for (const topic of Object.keys(start.offsets)) {
    if (matchesTopic(topics, topic)) continue;
    const path = `start/offsets/${topic.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    fields.wrong(path, 'is none of the topics that the subscription receives');
  }
}

function isOffsets(value: unknown): value is Readonly<Record<string, Readonly<Record<string, number>>>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (partitions) =>
      typeof partitions === 'object' &&
      partitions !== null &&
      !Array.isArray(partitions) &&
      Object.entries(partitions).every(
        ([partition, offset]) =>
          /^(?:0|[1-9]\d{0,8})$/.test(partition) && Number.isSafeInteger(offset) && (offset as number) >= 0,
      ),
  );
}

function readBatch(fields: Fields): BatchConfig {
  const batch = fields.inner('batch');
  const read = {
    maxEvents: batch.integer('maxEvents', 1, BATCH_MAX_EVENTS, 1),
    maxBytes: batch.integer('maxBytes', 1, BATCH_MAX_BYTES, BATCH_DEFAULT_MAX_BYTES),
    lingerMs: batch.integer('lingerMs', 0, BATCH_MAX_LINGER_MS, 0),
  };
  batch.refuseOthers();
  return read;
}

function readRetry(fields: Fields): RetryConfig {
  const retry = fields.inner('retry');
  const scheduleMs = retry.take('scheduleMs') ?? DEFAULT_RETRY.scheduleMs;
  const listed =
    Array.isArray(scheduleMs) &&
    scheduleMs.length <= RETRY_MAX_STEPS &&
    scheduleMs.every((ms) => Number.isSafeInteger(ms) && ms >= 0 && ms <= RETRY_MAX_DELAY_MS);
  if (!listed) {
    retry.wrong('scheduleMs', `must be a list of at most ${RETRY_MAX_STEPS} integers from 0 to ${RETRY_MAX_DELAY_MS}`);
  }
  const jitter = retry.take('jitter') ?? DEFAULT_RETRY.jitter;
  if (typeof jitter !== 'number' || !(jitter >= 0 && jitter <= 1))
    retry.wrong('jitter', 'must be a number from 0 to 1');
  const bounded = (retry.take('maxAgeMs') ?? null) !== null;
  const { clientErrorAttempts: attempts } = DEFAULT_RETRY;
  const read = {
    scheduleMs: scheduleMs as readonly number[],
    jitter: jitter as number,
    maxAgeMs: bounded ? retry.integer('maxAgeMs', 1, RETRY_MAX_AGE_MS, RETRY_MAX_AGE_MS) : null,
    clientErrorAttempts: retry.integer('clientErrorAttempts', 1, CLIENT_ERROR_MAX_ATTEMPTS, attempts),
  };
  retry.refuseOthers();
  return read;
}
