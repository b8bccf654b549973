// `deliver()`, steps classify and record: from the answer of an endpoint to the next state of the delivery.
import { deadLetterBatch } from '../engine/dead-letter.js';
import type { Attempt, AttemptOutcome, LogSlice } from '../engine/engine.js';
import type { Clock } from '../model/clock.js';
import type { GroupName, Offset } from '../model/names.js';
import { type Entry, isBatch } from './entry.js';
import { type Health, sawFailedProbe, sawFailure, sawSuccess } from './health.js';
import { giveBack, type Lane, parkFailed, settle } from './lane.js';
import type { Ledger } from './ledger.js';
import type { NoteLoss } from './loss.js';
import { classify, type SendResult, type Verdict } from './outcome.js';
import { nextAttempt, retryAfterAt } from './retry.js';
import type { SubscriptionRecord } from './subscription-config.js';

/** One request that has ended. */
export type Ended = {
  readonly lane: Lane;
  readonly entry: Entry;
  readonly slices: readonly LogSlice[];
  readonly startedAt: number;
  readonly probe: boolean;
  readonly result: SendResult;
};

/** What the runner has to do about it. */
export type Consequences = {
  /** The delivery waits for `entry.nextAttemptAt`. */
  retryLater(lane: Lane, entry: Entry): void;
  /** They no longer wait behind anything. */
  freed(lane: Lane, entries: readonly Entry[]): void;
  endpointDown(): void;
  endpointBack(): void;
  /** `health.probeAt` says when the next probe is due. */
  probeLater(): void;
  gone(reason: string): void;
  attempted(attempt: Attempt): void;
};

export type ConcludeDeps = {
  readonly group: GroupName;
  readonly record: SubscriptionRecord;
  readonly clock: Pick<Clock, 'now' | 'random'>;
  readonly ledger: Ledger;
  readonly health: Health;
  readonly noteLoss: NoteLoss;
  readonly consequences: Consequences;
};

export type Conclude = {
  ended(request: Ended): void;
  /** Its events were deleted before they were delivered. */
  expired(lane: Lane, entry: Entry): void;
};

export function makeConclude(deps: ConcludeDeps): Conclude {
  const expired = (lane: Lane, entry: Entry): void => {
    const attempt = expiredAttempt(deps.group, lane, entry, deps.clock.now());
    deps.ledger.attempt(attempt);
    deps.consequences.attempted(attempt);
    deps.noteLoss(lane, entry.offset, entry.lastOffset + 1);
  };
  return { ended: makeEnded(deps), expired };
}

function makeEnded(deps: ConcludeDeps): Conclude['ended'] {
  const { health, consequences, clock } = deps;
  return (ended) => {
    const { lane, entry, probe } = ended;
    const now = clock.now();
    const verdict = classify(ended.result);
    deps.ledger.touch(lane);
    switch (verdict.kind) {
      case 'acknowledged':
        report(deps, ended, now, 'acknowledged', null);
        noteCut(deps, ended);
        consequences.freed(lane, settle(lane, entry));
        if (sawSuccess(health)) consequences.endpointBack();
        return undefined;
      case 'gone':
        report(deps, ended, now, 'paused', null);
        giveBack(lane, entry);
        return consequences.gone(`the endpoint answered 410 Gone at ${new Date(now).toISOString()}`);
      case 'retry':
        if (probe) return failProbe(deps, ended, now, retryAfterAt(verdict.retryAfter, now));
        fail(deps, ended, now, verdict);
        return countFailure(deps, now, retryAfterAt(verdict.retryAfter, now));
      case 'client-error':
        if (health.down && sawSuccess(health)) consequences.endpointBack();
        return fail(deps, ended, now, verdict);
      default:
        return verdict satisfies never;
    }
  };
}

/** A batch may have lost its first events while it waited: told once, when it is finished. */
function noteCut({ noteLoss }: ConcludeDeps, { lane, entry, slices }: Ended): void {
  const [slice] = slices;
  const first = slice === undefined ? entry.offset : slice.baseOffset + slice.first;
  if (isBatch(entry) && first > entry.offset) noteLoss(lane, entry.offset, first);
}

/** Neither parked nor counted: the next probe sends it again. */
function failProbe(deps: ConcludeDeps, ended: Ended, now: number, askedAt: number | null): void {
  sawFailedProbe(deps.health, now, askedAt);
  report(deps, ended, now, 'retry', deps.health.probeAt);
  ended.entry.probes += 1;
  giveBack(ended.lane, ended.entry);
  deps.consequences.probeLater();
}

function countFailure({ health, consequences }: ConcludeDeps, now: number, askedAt: number | null): void {
  const seen = sawFailure(health, now, askedAt);
  if (seen === 'down') consequences.endpointDown();
  else if (seen === 'put-off') consequences.probeLater();
}

function fail(
  deps: ConcludeDeps,
  ended: Ended,
  now: number,
  verdict: Extract<Verdict, { kind: 'retry' | 'client-error' }>,
): void {
  const { lane, entry } = ended;
  const attempts = entry.attempts + 1;
  const firstAttemptAt = entry.firstAttemptAt === 0 ? ended.startedAt : entry.firstAttemptAt;
  const next = nextAttempt(deps.record.retry, { attempts, firstAttemptAt }, verdict, now, deps.clock.random());
  switch (next.kind) {
    case 'again':
      report(deps, ended, now, 'retry', next.at);
      parkFailed(lane, entry, { attempts, firstAttemptAt, nextAttemptAt: next.at });
      deps.consequences.retryLater(lane, entry);
      return;
    case 'exhausted':
      report(deps, ended, now, 'dead-lettered', null);
      noteCut(deps, ended);
      deps.ledger.deadLetter(
        deadLetterBatch(ended.slices, entry.offset, entry.lastOffset, {
          owner: 'subscription',
          name: deps.group,
          topic: lane.topic,
          partition: lane.partition,
          attempts: entry.attempts + entry.probes + 1,
          status: ended.result.kind === 'response' ? ended.result.status : null,
          why: next.why,
        }),
      );
      deps.consequences.freed(lane, settle(lane, entry));
      return;
    default:
      next satisfies never;
  }
}

function report(
  { group, ledger, consequences }: ConcludeDeps,
  { lane, entry, startedAt, result }: Ended,
  now: number,
  outcome: AttemptOutcome,
  nextAttemptAt: number | null,
): void {
  const failure = result.kind === 'failure';
  const attempt: Attempt = {
    group,
    topic: lane.topic,
    partition: lane.partition,
    offset: entry.offset as Offset,
    lastOffset: entry.lastOffset as Offset,
    key: entry.key,
    attempt: entry.attempts + entry.probes + 1,
    outcome,
    phase: failure ? result.phase : outcome === 'acknowledged' ? null : 'status',
    status: failure ? null : result.status,
    durationMs: Math.max(0, now - startedAt),
    at: startedAt,
    nextAttemptAt,
    response: result.text,
  };
  ledger.attempt(attempt);
  consequences.attempted(attempt);
}

function expiredAttempt(group: GroupName, lane: Lane, entry: Entry, now: number): Attempt {
  return {
    group,
    topic: lane.topic,
    partition: lane.partition,
    offset: entry.offset as Offset,
    lastOffset: entry.lastOffset as Offset,
    key: entry.key,
    attempt: entry.attempts + entry.probes + 1,
    outcome: 'expired',
    phase: null,
    status: null,
    durationMs: 0,
    at: now,
    nextAttemptAt: null,
    response: 'deleted from the log before it was delivered',
  };
}
