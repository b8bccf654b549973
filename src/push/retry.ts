// `deliver()`, after classify: when a failed delivery is tried again, or that it is not. Pure.
import { RETRY_AFTER_MAX_MS } from '../model/limits.js';
import type { Verdict } from './outcome.js';
import type { RetryConfig } from './subscription-config.js';

export type FailedDelivery = {
  /** Attempts made, this one included. */
  readonly attempts: number;
  /** When the first one was made, ms since the epoch. */
  readonly firstAttemptAt: number;
};

export type Next =
  | { readonly kind: 'again'; readonly at: number }
  | { readonly kind: 'exhausted'; readonly why: string };

type Failure = Extract<Verdict, { kind: 'retry' | 'client-error' | 'bad-reply' }>;

/** `random`: uniform in [0, 1). */
export function nextAttempt(
  config: RetryConfig,
  failed: FailedDelivery,
  verdict: Failure,
  now: number,
  random: number,
): Next {
  if (verdict.kind === 'client-error' && failed.attempts >= config.clientErrorAttempts) {
    return { kind: 'exhausted', why: `refused ${failed.attempts} times (retry.clientErrorAttempts)` };
  }
  const wait = config.scheduleMs[failed.attempts - 1];
  if (wait === undefined) {
    return { kind: 'exhausted', why: `failed ${failed.attempts} times (retry.scheduleMs is used up)` };
  }
  const scheduled = now + Math.round(wait * (1 + config.jitter * (2 * random - 1)));
  const asked = verdict.kind === 'retry' ? retryAfterAt(verdict.retryAfter, now) : null;
  const at = Math.max(scheduled, asked ?? 0);
  if (config.maxAgeMs !== null && at > failed.firstAttemptAt + config.maxAgeMs) {
    return { kind: 'exhausted', why: `older than ${config.maxAgeMs} ms (retry.maxAgeMs)` };
  }
  return { kind: 'again', at };
}

/**
 * The time that a `Retry-After` header names, seconds or an HTTP date (RFC 9110, 10.2.3), at most
 * RETRY_AFTER_MAX_MS from now; null where it names none.
 */
export function retryAfterAt(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const at = /^\d+$/.test(text) ? now + Number(text) * 1_000 : httpDate(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(at, now), now + RETRY_AFTER_MAX_MS);
}

/** Date.parse alone would take "-5" or "2" for a year. */
function httpDate(text: string): number {
  return /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
}

/** How long a down endpoint is left alone after `probes` failed probes in a row. */
export function probeWaitMs(probes: number, firstMs: number, maxMs: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(probes, 30));
}
