// How often requests to one endpoint may begin: a token bucket that knows when the next one may (the generic cell rate
// algorithm, ITU-T I.371, annex A), so that nobody has to look again and again. Retries and probes count like any other. Pure.
import { RATE_LIMIT_BURST_MS } from '../../model/limits.js';

export type RateLimitConfig = {
  /** At most so many requests ... */
  readonly requests: number;
  /** ... in so many milliseconds, */
  readonly perMs: number;
  /** of which so many may begin at once. */
  readonly burst: number;
};

export type Pace = {
  /** Ms a request: what one costs, and what time gives back. */
  readonly intervalMs: number;
  /** How far ahead of the even rate a burst may run, ms. */
  readonly aheadMs: number;
  /** When the bucket is full again, ms since the epoch. */
  fullAt: number;
};

export function newPace({ requests, perMs, burst }: RateLimitConfig): Pace {
  const intervalMs = perMs / requests;
  return { intervalMs, aheadMs: intervalMs * (burst - 1), fullAt: 0 };
}

/** When the next request may begin, ms since the epoch: at once where it is not later than `now`. */
export function nextAt(pace: Pace, now: number): number {
  // Where the clock was set back: nobody waits for longer than an empty bucket takes.
  if (pace.fullAt > now + pace.aheadMs + pace.intervalMs) pace.fullAt = now + pace.aheadMs + pace.intervalMs;
  return Math.ceil(pace.fullAt - pace.aheadMs);
}

export function take(pace: Pace, now: number): void {
  pace.fullAt = Math.max(pace.fullAt, now) + pace.intervalMs;
}

export function defaultBurst(requests: number, perMs: number): number {
  return Math.max(1, Math.ceil((requests * RATE_LIMIT_BURST_MS) / perMs));
}

/**
 * What was put, and what the endpoint allowed when it was verified: the lower rate counts.
 * @param allowedPerMinute undefined: it said nothing
 */
export function lowerRate(
  config: RateLimitConfig | null,
  allowedPerMinute: number | undefined,
): RateLimitConfig | null {
  if (allowedPerMinute === undefined) return config;
  const allowed = { requests: allowedPerMinute, perMs: 60_000, burst: defaultBurst(allowedPerMinute, 60_000) };
  return config === null || config.requests * allowed.perMs > allowed.requests * config.perMs ? allowed : config;
}
