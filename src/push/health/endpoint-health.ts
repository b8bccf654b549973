// `deliver()`, before send and after classify: what a subscription knows of its endpoint, and how much it may therefore send. The
// breaker says whether, the limit how many at once, the pace how often; here they are asked together, told what
// became of each request, and what must outlast a restart is handed on to be written.
import type { Registry } from '../../engine/engine.js';
import type { Clock } from '../../model/clock.js';
import {
  ENDPOINT_DOWN_AFTER_FAILURES,
  ENDPOINT_FLAP_MS,
  ENDPOINT_WELL_AFTER_MS,
  ENDPOINT_WELL_AFTER_SUCCESSES,
} from '../../model/limits.js';
import type { Alarm } from '../alarm.js';
import type { PushLog } from '../push-log.js';
import {
  allowed,
  type Breaker,
  type BreakerState,
  begin,
  closeIfQuiet,
  end,
  newBreaker,
  type Result,
} from './breaker.js';
import { type EndpointRecord, isOutdated, storedEndpoint, worthKeeping } from './endpoint-record.js';
import { type Failing, failedNow, hasFailedFor, succeededNow } from './failing.js';
import { failureRate, forget } from './failure-window.js';
import { healthLimits, type LimitedRecord } from './health-config.js';
import { answered, beginAgain, begun, type InFlightLimit, newInFlightLimit, overloaded } from './in-flight-limit.js';
import { newPace, nextAt, type Pace, take } from './rate-limit.js';

/** One request as health knows it; given back when it has ended. */
export type Pass = {
  readonly epoch: number;
  readonly number: number;
  /** It was let through only to see whether the endpoint answers at all. */
  readonly probe: boolean;
};

/** What came of a request. */
export type Sighting = {
  readonly result: Result;
  /** The endpoint had too much to do: 429, 503, or no answer in time. */
  readonly overload: boolean;
  readonly durationMs: number;
  /** The time that its Retry-After names, ms since the epoch. */
  readonly askedAt: number | null;
};

/** What GET shows of a subscription that runs. */
export type LiveHealth = {
  readonly state: BreakerState;
  readonly since: number;
  readonly failureRate: number;
  readonly inFlightLimit: number;
  readonly nextProbeAt?: number;
  readonly failingSince?: number;
};

export type EndpointHealth = {
  readonly state: BreakerState;
  /** Whether one more request may begin now. If not, `wake` is called when time changes that; the end of a request may, too. */
  mayBegin(running: number): boolean;
  begin(running: number): Pass;
  end(pass: Pass, sighting: Sighting, now: number): void;
  /** It has ended, and nobody looks at what came of it. */
  forget(pass: Pass): void;
  /** Nothing is probed before, ms since the epoch. */
  nextProbeAt(): number;
  view(): LiveHealth;
};

export type EndpointHealthDeps = {
  readonly subscription: string;
  readonly record: LimitedRecord;
  readonly registry: Pick<Registry, 'get'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly alarm: Pick<Alarm, 'at'>;
  /** Whoever forgets it with the alarm waits for nothing any more. */
  readonly owner: object;
  readonly log: Pick<PushLog, 'info' | 'warn'>;
  /** More may be sent now. */
  readonly wake: () => void;
  /** Nothing will be sent for a while. */
  readonly rest: () => void;
  /** To be written down; null: there is nothing more to remember. */
  readonly keep: (record: EndpointRecord | null) => void;
  /** It has failed for too long. */
  readonly giveUp: (reason: string) => void;
};

export function makeEndpointHealth(deps: EndpointHealthDeps): EndpointHealth {
  return new SubscriptionHealth(deps);
}

/** Holds the timers of an endpoint that may not be sent to now. */
class SubscriptionHealth implements EndpointHealth {
  readonly #deps: EndpointHealthDeps;
  readonly #breaker: Breaker;
  readonly #limit: InFlightLimit;
  readonly #pace: Pace | null;
  readonly #failing: Failing;
  readonly #disableAfterMs: number | null;
  #putOffUntil: number;
  #stored: EndpointRecord | null;
  /** The earliest time that the alarm will ring. */
  #wakesAt = Number.POSITIVE_INFINITY;

  constructor(deps: EndpointHealthDeps) {
    const { subscription, record, registry, clock } = deps;
    const { maxInFlight, rateLimit, disableAfterMs } = healthLimits(record);
    const stored = storedEndpoint(registry, subscription);
    this.#deps = deps;
    this.#disableAfterMs = disableAfterMs;
    this.#breaker = newBreaker(clock.now(), stored?.state === 'open' ? stored.since : null);
    this.#limit = newInFlightLimit(maxInFlight);
    this.#pace = rateLimit === null ? null : newPace(rateLimit);
    this.#failing = { since: stored?.failingSince ?? null, failures: stored?.failures ?? 0 };
    this.#putOffUntil = stored?.putOffUntil ?? 0;
    this.#stored = stored;
  }

  get state(): BreakerState {
    return this.#breaker.state;
  }

  mayBegin(running: number): boolean {
    const breaker = this.#breaker;
    if (breaker.state === 'closed' && this.#putOffUntil === 0 && this.#pace === null)
      return running < this.#limit.limit;
    const now = this.#deps.clock.now();
    // What hangs from before must not keep a probe back.
    const room = breaker.state === 'closed' ? running < this.#limit.limit : breaker.probing < this.#allowed(now);
    const at = this.#notBefore(now);
    if (at > now) this.#wakeAt(at);
    else if (this.#putOffUntil > 0) this.#putOffUntil = 0;
    return room && at <= now;
  }

  #allowed(now: number): number {
    return Math.min(allowed(this.#breaker, now), this.#limit.max);
  }

  #notBefore(now: number): number {
    const probeAt = this.#breaker.state === 'open' ? this.#breaker.probeAt : 0;
    return Math.max(probeAt, this.#putOffUntil, this.#pace === null ? 0 : nextAt(this.#pace, now));
  }

  #wakeAt(at: number): void {
    if (at >= this.#wakesAt) return;
    this.#wakesAt = at;
    this.#deps.alarm.at(at, this.#deps.owner, () => {
      if (this.#wakesAt <= at) this.#wakesAt = Number.POSITIVE_INFINITY;
      this.#deps.wake();
    });
  }

  begin(running: number): Pass {
    if (this.#pace !== null) take(this.#pace, this.#deps.clock.now());
    const probe = this.#breaker.state === 'open';
    return { epoch: begin(this.#breaker), number: begun(this.#limit, running), probe };
  }

  end({ epoch, number, probe }: Pass, { result, overload, durationMs, askedAt }: Sighting, now: number): void {
    if (result === 'success') {
      answered(this.#limit, number, durationMs);
      if (this.#failing.since !== null) succeededNow(this.#failing);
    } else {
      failedNow(this.#failing, now);
      if (overload) overloaded(this.#limit, number);
    }
    const entered = end(this.#breaker, epoch, result, now);
    if (entered !== undefined) this.#entered(entered, now);
    if (askedAt !== null && (overload || this.#breaker.state !== 'closed')) {
      this.#putOffUntil = Math.max(this.#putOffUntil, askedAt);
    }
    if (result !== 'success' || this.#stored !== null) this.#remember(now);
    if (this.#breaker.state === 'open' && (probe || entered !== undefined)) this.#deps.rest();
    if (result !== 'success') this.#giveUpIfDue(now);
  }

  forget({ epoch }: Pass): void {
    if (epoch === this.#breaker.epoch && this.#breaker.probing > 0) this.#breaker.probing -= 1;
  }

  #entered(state: BreakerState, now: number): void {
    const { subscription, log, alarm, owner } = this.#deps;
    const { failures, window, flapping } = this.#breaker;
    switch (state) {
      case 'half-open':
        log.info({ subscription }, 'endpoint answers again');
        alarm.at(now + ENDPOINT_WELL_AFTER_MS, owner, () => this.#lookIfQuiet(this.#deps.clock.now()));
        return;
      case 'open':
        if (this.#stored?.state === 'open') log.info({ subscription }, 'endpoint is down again: probing');
        else log.warn({ subscription, failures, rate: rounded(failureRate(window)) }, 'endpoint is down: probing');
        return;
      case 'closed':
        log.info({ subscription }, 'endpoint is back');
        beginAgain(this.#limit, ENDPOINT_WELL_AFTER_SUCCESSES);
        if (flapping) alarm.at(now + ENDPOINT_FLAP_MS, owner, () => this.#remember(this.#deps.clock.now()));
        return;
      default:
        state satisfies never;
    }
  }

  #lookIfQuiet(now: number): void {
    const entered = closeIfQuiet(this.#breaker, now);
    if (entered === undefined) return;
    this.#entered(entered, now);
    this.#remember(now);
    this.#deps.wake();
  }

  #giveUpIfDue(now: number): void {
    const disableAfterMs = this.#disableAfterMs;
    if (!hasFailedFor(this.#failing, now, disableAfterMs, ENDPOINT_DOWN_AFTER_FAILURES)) return;
    const since = new Date(this.#failing.since ?? now).toISOString();
    this.#deps.giveUp(`every request to the endpoint has failed since ${since} (disableAfterMs ${disableAfterMs})`);
  }

  /** A flapping endpoint is told to be well when it has been so for a while. */
  #toldState(now: number): 'open' | 'closed' {
    const { state, flapping, closedAt } = this.#breaker;
    if (state !== 'closed') return 'open';
    return flapping && this.#stored?.state === 'open' && now - closedAt < ENDPOINT_FLAP_MS ? 'open' : 'closed';
  }

  #remember(now: number): void {
    const state = this.#toldState(now);
    const since = this.#stored?.state === state ? this.#stored.since : this.#breaker.since;
    const { since: failingSince, failures } = this.#failing;
    const known: EndpointRecord = { state, since, failingSince, failures, putOffUntil: this.#putOffUntil };
    if (!isOutdated(this.#stored, known, now)) return;
    this.#stored = worthKeeping(known, now);
    this.#deps.keep(this.#stored);
  }

  nextProbeAt(): number {
    return Math.max(this.#breaker.probeAt, this.#putOffUntil);
  }

  view(): LiveHealth {
    const now = this.#deps.clock.now();
    const { state, since, window } = this.#breaker;
    forget(window, now);
    return {
      state,
      since,
      failureRate: rounded(failureRate(window)),
      inFlightLimit: state === 'closed' ? this.#limit.limit : Math.max(1, this.#allowed(now)),
      ...(state === 'closed' && this.#putOffUntil <= now ? {} : { nextProbeAt: this.nextProbeAt() }),
      ...(this.#failing.since === null ? {} : { failingSince: this.#failing.since }),
    };
  }
}

function rounded(rate: number): number {
  return Math.round(rate * 1_000) / 1_000;
}
