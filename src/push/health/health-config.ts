// What a subscription says of how its endpoint is to be treated: fields of the PUT body, and of the stored document.
import type { Fields } from '../../model/fields.js';
import {
  DISABLE_AFTER_DEFAULT_MS,
  DISABLE_AFTER_MAX_MS,
  RATE_LIMIT_MAX_PER_MS,
  RATE_LIMIT_MAX_REQUESTS,
} from '../../model/limits.js';
import { defaultBurst, lowerRate, type RateLimitConfig } from './rate-limit.js';

const SECOND = 1_000;

/** Left out where it is the default, also in documents of versions that did not know it. */
export type HealthConfig = {
  /** Default: no limit. */
  readonly rateLimit?: RateLimitConfig;
  /** Default: DISABLE_AFTER_DEFAULT_MS; -1: never. */
  readonly disableAfterMs?: number;
};

export function readHealthConfig(fields: Fields): HealthConfig {
  const disableAfterMs = fields.integer('disableAfterMs', -1, DISABLE_AFTER_MAX_MS, DISABLE_AFTER_DEFAULT_MS);
  if (disableAfterMs === 0) fields.wrong('disableAfterMs', 'must be -1 (never) or at least 1');
  const rateLimit = readRateLimit(fields);
  return {
    ...(rateLimit === undefined ? {} : { rateLimit }),
    ...(disableAfterMs === DISABLE_AFTER_DEFAULT_MS ? {} : { disableAfterMs }),
  };
}

function readRateLimit(fields: Fields): RateLimitConfig | undefined {
  if ((fields.take('rateLimit') ?? null) === null) return undefined;
  const limit = fields.inner('rateLimit');
  const given = limit.integer('requests', 1, RATE_LIMIT_MAX_REQUESTS, Number.NaN);
  const requests = Number.isNaN(given) ? 1 : given;
  const perMs = limit.integer('perMs', 1, RATE_LIMIT_MAX_PER_MS, SECOND);
  const burst = limit.integer('burst', 1, RATE_LIMIT_MAX_REQUESTS, defaultBurst(requests, perMs));
  limit.refuseOthers();
  return { requests, perMs, burst };
}

/** As GET shows it. */
export function describeHealthConfig({ rateLimit, disableAfterMs = DISABLE_AFTER_DEFAULT_MS }: HealthConfig) {
  return { ...(rateLimit === undefined ? {} : { rateLimit }), disableAfterMs };
}

export type HealthLimits = {
  readonly maxInFlight: number;
  readonly rateLimit: RateLimitConfig | null;
  readonly disableAfterMs: number | null;
};

/** What of a subscription's record is looked at. */
export type LimitedRecord = HealthConfig & {
  readonly maxInFlight: number;
  readonly verification?: { readonly allowedRatePerMinute?: number };
};

/** What the push thread goes by; -1 and nothing are null. */
export function healthLimits(record: LimitedRecord): HealthLimits {
  const { maxInFlight, rateLimit = null, disableAfterMs = DISABLE_AFTER_DEFAULT_MS, verification } = record;
  return {
    maxInFlight,
    rateLimit: lowerRate(rateLimit, verification?.allowedRatePerMinute),
    disableAfterMs: disableAfterMs < 0 ? null : disableAfterMs,
  };
}
