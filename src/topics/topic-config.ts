// What a topic is: the configuration a caller puts, checked field by field before anything is written.
import type { LogChange } from '../engine/engine.js';
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import {
  DEFAULT_DEDUPE_WINDOW_MS,
  DEFAULT_DELETE_RETENTION_MS,
  DEFAULT_MAX_EVENT_BYTES,
  DEFAULT_RETENTION_MS,
  KEY_PATH_MAX_CHARS,
  MAX_DEDUPE_WINDOW_MS,
  MAX_MAX_EVENT_BYTES,
  MAX_PARTITIONS,
} from '../model/limits.js';

/** What the engine is told of a topic's logs. */
export type LogSettings = Omit<Extract<LogChange, { kind: 'put' }>, 'kind' | 'topic' | 'ifAbsent'>;

export type CleanupPolicy = 'delete' | 'compact' | 'compact,delete';

export type TopicConfig = {
  readonly partitions: number;
  /** -1: for ever. */
  readonly retentionMs: number;
  /** Per partition; -1: no bound. */
  readonly retentionBytes: number;
  readonly cleanupPolicy: CleanupPolicy;
  /** How long compaction leaves a tombstone, from the pass on that left it as the one event of its key. */
  readonly deleteRetentionMs: number;
  /** JSON pointer (RFC 6901) that the key is taken from; null: none. */
  readonly keyPath: string | null;
  readonly dedupeWindowMs: number;
  readonly maxEventBytes: number;
};

export const DEFAULT_TOPIC_CONFIG: TopicConfig = {
  partitions: 1,
  retentionMs: DEFAULT_RETENTION_MS,
  retentionBytes: -1,
  cleanupPolicy: 'delete',
  deleteRetentionMs: DEFAULT_DELETE_RETENTION_MS,
  keyPath: null,
  dedupeWindowMs: DEFAULT_DEDUPE_WINDOW_MS,
  maxEventBytes: DEFAULT_MAX_EVENT_BYTES,
};

const { partitions, retentionMs, retentionBytes, dedupeWindowMs } = DEFAULT_TOPIC_CONFIG;

/** How the topic of dead letters is made that a subscription or a shared group leaves with its first one. */
export const DEAD_LETTER_TOPIC: { readonly document: TopicConfig; readonly log: LogSettings } = {
  document: DEFAULT_TOPIC_CONFIG,
  log: { partitions, retentionMs, retentionBytes, dedupeWindowMs },
};

const KEY_PATH = /^(?:\/(?:[^~/]|~[01])*)+$/;

type Check = (value: unknown) => string | undefined;

const integer =
  (min: number, max: number, alsoMinusOne = false): Check =>
  (value) => {
    if (Number.isSafeInteger(value)) {
      const number = value as number;
      if ((number >= min && number <= max) || (alsoMinusOne && number === -1)) return undefined;
    }
    return `must be an integer from ${min} to ${max}${alsoMinusOne ? ', or -1 for no bound' : ''}`;
  };

const cleanupPolicy: Check = (value) =>
  value === 'delete' || value === 'compact' || value === 'compact,delete'
    ? undefined
    : 'must be "delete", "compact" or "compact,delete"';

const keyPath: Check = (value) => {
  if (value === null) return undefined;
  if (typeof value !== 'string' || !KEY_PATH.test(value)) return 'must be a JSON pointer such as "/order/id", or null';
  return value.length > KEY_PATH_MAX_CHARS ? `must have at most ${KEY_PATH_MAX_CHARS} characters` : undefined;
};

const CHECKS: Readonly<Record<keyof TopicConfig, Check>> = {
  partitions: integer(1, MAX_PARTITIONS),
  retentionMs: integer(1, Number.MAX_SAFE_INTEGER, true),
  retentionBytes: integer(1, Number.MAX_SAFE_INTEGER, true),
  cleanupPolicy,
  deleteRetentionMs: integer(0, Number.MAX_SAFE_INTEGER),
  keyPath,
  dedupeWindowMs: integer(1, MAX_DEDUPE_WINDOW_MS),
  maxEventBytes: integer(1, MAX_MAX_EVENT_BYTES),
};

/**
 * The whole configuration that `body` asks for; absent fields take their defaults.
 * @throws INVALID_REQUEST (no object, unknown field) INVALID_PARTITIONS INVALID_CONFIG
 */
export function parseTopicConfig(body: unknown): TopicConfig {
  const fields = fieldsOf(body);
  const errors: ErrorPlace[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    const value = fields[name];
    const message = value === undefined ? undefined : check(value);
    if (message !== undefined) errors.push({ path: `/${name}`, message });
  }
  const first = errors[0];
  if (first !== undefined) {
    const code = errors.some((error) => error.path !== '/partitions') ? 'INVALID_CONFIG' : 'INVALID_PARTITIONS';
    throw new PosthornError(code, `${nameOf(first)} ${first.message}. Correct it and send the whole PUT again.`, {
      errors,
    });
  }
  return { ...DEFAULT_TOPIC_CONFIG, ...fields } as TopicConfig;
}

/** A stored configuration; fields that are younger than the document take their defaults. */
export function readTopicConfig(stored: unknown): TopicConfig {
  return { ...DEFAULT_TOPIC_CONFIG, ...(stored as Partial<TopicConfig>) };
}

/** Of each key the newest event stays. */
export function isCompacted({ cleanupPolicy: policy }: Pick<TopicConfig, 'cleanupPolicy'>): boolean {
  return policy !== 'delete';
}

/** The engine's share. A topic that is compacted and nothing else keeps its events whatever their age and size. */
export function logSettings(config: TopicConfig): LogSettings {
  const { partitions, retentionMs, retentionBytes, dedupeWindowMs, cleanupPolicy: policy, deleteRetentionMs } = config;
  return {
    partitions,
    retentionMs: policy === 'compact' ? -1 : retentionMs,
    retentionBytes: policy === 'compact' ? -1 : retentionBytes,
    dedupeWindowMs,
    ...(isCompacted(config) ? { compaction: { deleteRetentionMs } } : {}),
  };
}

export function sameConfig(a: TopicConfig, b: TopicConfig): boolean {
  return (Object.keys(CHECKS) as (keyof TopicConfig)[]).every((name) => a[name] === b[name]);
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new PosthornError('INVALID_REQUEST', 'The body must be a JSON object such as {"partitions": 4}.');
  }
  const unknown = Object.keys(body).filter((name) => !Object.hasOwn(CHECKS, name));
  if (unknown.length > 0) {
    throw new PosthornError(
      'INVALID_REQUEST',
      `A topic has no field '${unknown[0]}'. Leave it out; the fields are ${Object.keys(CHECKS).join(', ')}.`,
      { errors: unknown.map((name) => ({ path: `/${name}`, message: 'is not a field of a topic' })) },
    );
  }
  return body as Readonly<Record<string, unknown>>;
}

function nameOf(place: ErrorPlace): string {
  return (place.path ?? '').slice(1);
}
