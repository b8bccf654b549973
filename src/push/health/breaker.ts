// Whether an endpoint is well: the circuit breaker of a subscription. While it is plainly down nothing is sent but one probe at
// a time, so that an outage makes lag grow and not the parked set. Pure.
//
//     closed ──too many failures──▶ open ──a probe succeeds──▶ half-open ──some successes, or some time──▶ closed
//                                    ▲ └─ a probe fails: longer pause      │
//                                    └────────────one fails────────────────┘
import {
  ENDPOINT_DOWN_AFTER_FAILURES,
  ENDPOINT_DOWN_FAILURE_RATE,
  ENDPOINT_DOWN_MIN_REQUESTS,
  ENDPOINT_FLAP_MS,
  ENDPOINT_WELL_AFTER_MS,
  ENDPOINT_WELL_AFTER_SUCCESSES,
  PROBE_FIRST_MS,
  PROBE_MAX_MS,
} from '../../model/limits.js';
import { probeWaitMs } from '../retry.js';
import { clear, count, type FailureWindow, failureRate, newFailureWindow } from './failure-window.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

export type Breaker = {
  state: BreakerState;
  /** When it came into this state, ms since the epoch. */
  since: number;
  /** Up with every change of state: a request that began in another one says nothing about this. */
  epoch: number;
  /** Retriable failures since the last success, while closed. */
  failures: number;
  readonly window: FailureWindow;
  /** Failed probes in a row; where the endpoint flaps, it goes on from the outage before. */
  probes: number;
  /** Open: nothing is sent before. */
  probeAt: number;
  /** Requests under way that began in this state, unless it is closed. */
  probing: number;
  /** Half-open: successes in a row. */
  successes: number;
  /** When it was closed last; 0: not yet. */
  closedAt: number;
  /** It was opened again soon after it had closed. */
  flapping: boolean;
};

/** @param openedAt where it was open when it was kept; null: closed */
export function newBreaker(now: number, openedAt: number | null): Breaker {
  return {
    state: openedAt === null ? 'closed' : 'open',
    since: openedAt ?? now,
    epoch: 0,
    failures: 0,
    window: newFailureWindow(),
    probes: 0,
    probeAt: 0,
    probing: 0,
    successes: 0,
    closedAt: 0,
    flapping: false,
  };
}

/** How many requests may run at once that began in this state; 0: none before `probeAt`. Closed: any number. */
export function allowed(breaker: Breaker, now: number): number {
  switch (breaker.state) {
    case 'closed':
      return Number.POSITIVE_INFINITY;
    case 'open':
      return now < breaker.probeAt ? 0 : 1;
    case 'half-open':
      return breaker.successes + 1;
    default:
      return breaker.state satisfies never;
  }
}

/** @returns what to give back when it ends */
export function begin(breaker: Breaker): number {
  if (breaker.state !== 'closed') breaker.probing += 1;
  return breaker.epoch;
}

export type Result = 'success' | 'failure' | 'refused';

/**
 * A request has ended. `refused`: the endpoint is there, and says no to this one delivery.
 * @param epoch what `begin` gave
 * @returns the state that it has just come into, if any
 */
export function end(breaker: Breaker, epoch: number, result: Result, now: number): BreakerState | undefined {
  if (epoch !== breaker.epoch) return undefined;
  const failed = result === 'failure';
  switch (breaker.state) {
    case 'closed':
      return endClosed(breaker, result, now);
    case 'open':
      breaker.probing -= 1;
      if (failed) {
        wait(breaker, now, breaker.probes + 1);
        return undefined;
      }
      breaker.successes = 1;
      return enter(breaker, 'half-open', now);
    case 'half-open':
      breaker.probing -= 1;
      if (failed) {
        wait(breaker, now, breaker.probes + 1);
        return enter(breaker, 'open', now);
      }
      breaker.successes += 1;
      return breaker.successes >= ENDPOINT_WELL_AFTER_SUCCESSES ? close(breaker, now) : closeIfQuiet(breaker, now);
    default:
      return breaker.state satisfies never;
  }
}

function endClosed(breaker: Breaker, result: Result, now: number): BreakerState | undefined {
  count(breaker.window, now, result === 'failure');
  if (result === 'success') breaker.failures = 0;
  if (result !== 'failure') return undefined;
  breaker.failures += 1;
  const often =
    breaker.window.requests >= ENDPOINT_DOWN_MIN_REQUESTS && failureRate(breaker.window) >= ENDPOINT_DOWN_FAILURE_RATE;
  if (!often && breaker.failures < ENDPOINT_DOWN_AFTER_FAILURES) return undefined;
  breaker.flapping = breaker.closedAt > 0 && now - breaker.closedAt < ENDPOINT_FLAP_MS;
  wait(breaker, now, breaker.flapping ? breaker.probes : 0);
  return enter(breaker, 'open', now);
}

/**
 * Half-open, and nothing has failed for a while: where there is little to send, time must do. To be called then.
 * @returns as `end`
 */
export function closeIfQuiet(breaker: Breaker, now: number): BreakerState | undefined {
  const quiet = breaker.state === 'half-open' && breaker.probing === 0 && now - breaker.since >= ENDPOINT_WELL_AFTER_MS;
  return quiet ? close(breaker, now) : undefined;
}

function close(breaker: Breaker, now: number): BreakerState {
  breaker.failures = 0;
  breaker.closedAt = now;
  clear(breaker.window);
  return enter(breaker, 'closed', now);
}

function wait(breaker: Breaker, now: number, probes: number): void {
  breaker.probes = probes;
  breaker.probeAt = now + probeWaitMs(probes, PROBE_FIRST_MS, PROBE_MAX_MS);
}

function enter(breaker: Breaker, state: BreakerState, now: number): BreakerState {
  breaker.state = state;
  breaker.since = now;
  breaker.epoch += 1;
  breaker.probing = 0;
  return state;
}
