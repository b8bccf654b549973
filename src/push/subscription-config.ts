// What a subscription is: the document that PUT writes and that the push thread runs by.
import type { StartAt } from '../model/start-at.js';
import type { Transport } from './endpoint/transport-config.js';
import type { FormatConfig } from './format/format-config.js';
import type { HealthConfig } from './health/health-config.js';
import type { RepliesConfig } from './replies/replies-config.js';
import type { StoredSecrets } from './signing/live-secrets.js';
import type { Verification, Verify } from './verification/verification.js';

export type Ordering = 'key' | 'partition' | 'none';

export type RetryConfig = {
  /** Wait before attempt 2, 3, ...; when it is used up the delivery goes to the dead letter topic. */
  readonly scheduleMs: readonly number[];
  /** 0.2: every wait is drawn from 80 % to 120 % of itself. */
  readonly jitter: number;
  /** No attempt later than this after the first one; null: no bound. */
  readonly maxAgeMs: number | null;
  /** Attempts that an answer of 4xx gets. */
  readonly clientErrorAttempts: number;
};

export type BatchConfig = { readonly maxEvents: number; readonly maxBytes: number; readonly lingerMs: number };

export type EndpointConfig = Transport & {
  /** Empty with `listen`. */
  readonly url: string;
  /** For development: there is no URL, deliveries go to whoever listens. */
  readonly listen?: true;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
};

/** What a caller puts, with every default filled in. */
export type SubscriptionConfig = FormatConfig & {
  readonly topics: readonly string[];
  readonly endpoint: EndpointConfig;
  readonly start: StartAt;
  readonly ordering: Ordering;
  readonly batch: BatchConfig;
  readonly retry: RetryConfig;
  readonly maxInFlight: number;
  readonly verify?: Verify;
  /** Its JSON; absent: every event. */
  readonly filter?: unknown;
  /** Absent: what an endpoint answers is not looked into. */
  readonly replies?: RepliesConfig;
} & HealthConfig;

/** Fields of a configuration that are left out where they have their default. */
const OPTIONAL: ReadonlySet<string> = new Set<keyof SubscriptionConfig>([
  'format',
  'eventHeaders',
  'busHeaders',
  'rateLimit',
  'disableAfterMs',
  'filter',
  'replies',
  'verify',
]);

/** `record` with all of its configuration replaced. */
export function withConfig(record: SubscriptionRecord, config: SubscriptionConfig): SubscriptionRecord {
  const rest = Object.entries(record).filter(([name]) => !OPTIONAL.has(name));
  return { ...(Object.fromEntries(rest) as SubscriptionRecord), ...config };
}

/** The stored document. */
export type SubscriptionRecord = SubscriptionConfig & {
  /** Random; every webhook-id is derived from it. */
  readonly id: string;
  /** Newest first. Never shown after the answer that made it, never logged. */
  readonly secrets: StoredSecrets;
  readonly state: 'active' | 'paused';
  readonly reason: string | null;
  readonly startOffsets: StartOffsets;
  readonly seeks?: SeekCounts;
  readonly verification?: Verification;
};

/** How often each partition was moved by a seek, by topic: what was reached before one is not written after it. */
export type SeekCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export function seekCountOf(seeks: SeekCounts | undefined, topic: string, partition: number): number {
  return seeks?.[topic]?.[partition] ?? 0;
}

/**
 * First offset that the subscription was to receive since it was made, or since a seek, by topic and partition; 0 where
 * nothing is named.
 */
export type StartOffsets = Readonly<
  Record<string, { readonly incarnation: number; readonly offsets: readonly number[] }>
>;

/** A topic of the same name that was created later starts at 0. */
export function startOffsetOf(starts: StartOffsets, topic: string, incarnation: number, partition: number): number {
  const start = starts[topic];
  return start?.incarnation === incarnation ? (start.offsets[partition] ?? 0) : 0;
}
