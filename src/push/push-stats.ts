// What the push thread counts for the metrics page.
import type { AttemptOutcome } from '../engine/engine.js';
import type { BreakerState } from './health/breaker.js';
import type { ConnectionUse } from './pools.js';

/** Upper bounds of the histogram of request durations, seconds; one more bucket takes the rest. */
export const DURATION_BUCKETS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

export type SubscriptionLoad = {
  readonly name: string;
  readonly lanes: number;
  readonly lag: number;
  readonly parked: number;
  readonly replays: number;
  readonly endpoint: BreakerState;
};

export type PushStats = {
  readonly attempts: Readonly<Record<AttemptOutcome, number>>;
  readonly deliveredEvents: number;
  /** Requests by duration: one count a bucket of DURATION_BUCKETS (not cumulative), and the rest. */
  readonly durations: readonly number[];
  readonly durationSeconds: number;
  readonly inFlight: number;
  readonly waiting: number;
  readonly lanes: number;
  readonly openConnections: number;
  /** Requests by whether they found a connection open. */
  readonly connections: ConnectionUse;
  readonly endpointsDown: number;
  readonly replays: number;
  /** By subscription: events deleted before they were delivered; 0 where it runs and lost none. */
  readonly lostEvents: Readonly<Record<string, number>>;
  readonly subscriptions: readonly SubscriptionLoad[];
};

export type PushCounters = {
  /** `events`: how many it delivered. */
  attempt(outcome: AttemptOutcome, durationMs: number, events: number): void;
  lost(subscription: string, events: number): void;
  /** The subscription is gone. */
  forget(subscription: string): void;
  /** Of those that lost any. */
  lostEvents(): Readonly<Record<string, number>>;
  read(): Pick<PushStats, 'attempts' | 'deliveredEvents' | 'durations' | 'durationSeconds'>;
};

export function makePushCounters(): PushCounters {
  const attempts = { acknowledged: 0, retry: 0, 'dead-lettered': 0, expired: 0, paused: 0, failed: 0 };
  const durations = DURATION_BUCKETS.map(() => 0).concat(0);
  const losses = new Map<string, number>();
  let deliveredEvents = 0;
  let durationSeconds = 0;
  return {
    attempt: (outcome, durationMs, events) => {
      attempts[outcome] += 1;
      deliveredEvents += events;
      if (outcome === 'expired') return;
      const seconds = durationMs / 1_000;
      durationSeconds += seconds;
      const bucket = DURATION_BUCKETS.findIndex((bound) => seconds <= bound);
      const index = bucket < 0 ? DURATION_BUCKETS.length : bucket;
      durations[index] = (durations[index] ?? 0) + 1;
    },
    lost: (subscription, events) => {
      losses.set(subscription, (losses.get(subscription) ?? 0) + events);
    },
    forget: (subscription) => {
      losses.delete(subscription);
    },
    lostEvents: () => Object.fromEntries(losses),
    read: () => ({ attempts: { ...attempts }, deliveredEvents, durations: [...durations], durationSeconds }),
  };
}
