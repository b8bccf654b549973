// Whether a subscription's endpoint answers at all. While it is plainly down nothing new is sent but one probe at a
// time, so that an outage makes lag grow and not the parked set. Pure.
import { ENDPOINT_DOWN_AFTER_FAILURES, PROBE_FIRST_MS, PROBE_MAX_MS } from '../model/limits.js';
import { probeWaitMs } from './retry.js';

export type Health = {
  /** Retriable failures since the last success. */
  failures: number;
  down: boolean;
  /** Failed probes in a row. */
  probes: number;
  probeAt: number;
  probing: boolean;
};

export function newHealth(): Health {
  return { failures: 0, down: false, probes: 0, probeAt: 0, probing: false };
}

/** @returns true when the endpoint has just come back */
export function sawSuccess(health: Health): boolean {
  const wasDown = health.down;
  health.failures = 0;
  health.down = false;
  health.probes = 0;
  return wasDown;
}

/**
 * `askedAt`: the time that the endpoint's Retry-After names, else null; nothing is probed before it.
 * @returns `down`: it has just been found down; `put-off`: it already was, and `probeAt` is later now
 */
export function sawFailure(health: Health, now: number, askedAt: number | null): 'down' | 'put-off' | 'nothing' {
  health.failures += 1;
  if (health.down) {
    if (askedAt === null || askedAt <= health.probeAt) return 'nothing';
    health.probeAt = askedAt;
    return 'put-off';
  }
  if (health.failures < ENDPOINT_DOWN_AFTER_FAILURES) return 'nothing';
  health.down = true;
  health.probes = 0;
  health.probeAt = Math.max(now + PROBE_FIRST_MS, askedAt ?? 0);
  return 'down';
}

export function sawFailedProbe(health: Health, now: number, askedAt: number | null): void {
  health.failures += 1;
  health.probes += 1;
  const backoffAt = now + probeWaitMs(health.probes, PROBE_FIRST_MS, PROBE_MAX_MS);
  health.probeAt = Math.max(backoffAt, askedAt ?? 0);
}
