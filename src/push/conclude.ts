// `deliver()`, steps classify and record: from the answer of an endpoint to the next state of the delivery.
import { deadLetterBatch } from '../engine/dead-letter.js';
import type { Attempt, AttemptOutcome, EventLog, LogSlice } from '../engine/engine.js';
import type { Clock } from '../model/clock.js';
import type { GroupName, Offset } from '../model/names.js';
import { answerText } from './answer.js';
import { type Entry, isBatch } from './entry.js';
import { type Health, sawFailedProbe, sawFailure, sawSuccess } from './health.js';
import { giveBack, type Lane, parkFailed, settle } from './lane.js';
import { eventsIn } from './lane-event.js';
import type { Ledger } from './ledger.js';
import type { NoteLoss } from './loss.js';
import { classify, type SendResult, type Verdict } from './outcome.js';
import { nextAttempt, retryAfterAt } from './retry.js';
import type { SubscriptionRecord } from './subscription-config.js';
import type { Waits } from './waits.js';

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
  endpointDown(): void;
  endpointBack(): void;
  /** `health.probeAt` says when the next probe is due. */
  probeLater(): void;
  gone(reason: string): void;
  /** `events`: how many it carried. */
  attempted(attempt: Attempt, events: number): void;
};

export type ConcludeDeps = {
  readonly group: GroupName;
  readonly record: SubscriptionRecord;
  readonly clock: Pick<Clock, 'now' | 'random'>;
  readonly ledger: Ledger;
  readonly health: Health;
  readonly log: Pick<EventLog, 'bounds'>;
  readonly noteLoss: NoteLoss;
  readonly waits: Pick<Waits, 'retryLater' | 'freed'>;
  readonly consequences: Consequences;
};

export type Conclude = {
  ended(request: Ended): void;
  /** Its events were deleted before they were delivered, or compacted away: then a later event of the key stands for them. */
  expired(lane: Lane, entry: Entry): void;
};

export function makeConclude(deps: ConcludeDeps): Conclude {
  const expired = (lane: Lane, entry: Entry): void => {
    const lost = lostOf(deps, lane, entry, entry.lastOffset + 1);
    const attempt = expiredAttempt(deps.group, lane, entry, deps.clock.now(), lost > 0 ? DELETED : SUPERSEDED);
    deps.ledger.attempt(attempt);
    deps.consequences.attempted(attempt, lost);
    if (lost > 0) deps.noteLoss(lane, entry.offset, entry.offset + lost);
  };
  return { ended: makeEnded(deps), expired };
}

function makeEnded(deps: ConcludeDeps): Conclude['ended'] {
  const { health, waits, consequences, clock } = deps;
  return (ended) => {
    const { lane, entry, probe } = ended;
    const now = clock.now();
    const verdict = classify(ended.result);
    deps.ledger.touch(lane);
    switch (verdict.kind) {
      case 'acknowledged':
        report(deps, ended, now, 'acknowledged', null);
        noteCut(deps, ended);
        waits.freed(lane, settle(lane, entry));
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

const DELETED = 'deleted from the log before it was delivered';
const SUPERSEDED = 'superseded by a later event of its key before it was delivered, and compacted away';

/** A batch may have lost its first events while it waited: told once, when it is finished. */
function noteCut(deps: ConcludeDeps, { lane, entry, slices }: Ended): void {
  const [slice] = slices;
  const first = slice === undefined ? entry.offset : slice.baseOffset + slice.first;
  const lost = isBatch(entry) ? lostOf(deps, lane, entry, first) : 0;
  if (lost > 0) deps.noteLoss(lane, entry.offset, entry.offset + lost);
}

/** What is missing of a delivery up to `end` was deleted below the log start; above it, it is a gap that compaction left. */
function lostOf({ log }: ConcludeDeps, lane: Lane, { offset }: Entry, end: number): number {
  if (end <= offset) return 0;
  return Math.max(0, Math.min(end, log.bounds(lane.topic, lane.partition)?.logStartOffset ?? end) - offset);
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
      deps.waits.retryLater(lane, entry);
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
          ...replayOf(lane),
        }),
      );
      deps.waits.freed(lane, settle(lane, entry));
      return;
    default:
      next satisfies never;
  }
}

function report(
  { group, ledger, consequences }: ConcludeDeps,
  { lane, entry, slices, startedAt, result }: Ended,
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
    response: failure ? result.text : answerText(result),
    ...replayOf(lane),
  };
  ledger.attempt(attempt);
  consequences.attempted(attempt, eventsIn(slices, entry.offset, entry.lastOffset));
}

function expiredAttempt(group: GroupName, lane: Lane, entry: Entry, now: number, why: string): Attempt {
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
    response: why,
    ...replayOf(lane),
  };
}

function replayOf({ course: { replay } }: Lane): Pick<Attempt, 'replay'> {
  return replay === null ? {} : { replay: replay.record.id };
}
