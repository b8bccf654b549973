// `deliver()`, steps classify and record: from the answer of an endpoint to the next state of the delivery.
import type { Attempt, AttemptOutcome, LogSlice } from '../engine/engine.js';
import type { Clock } from '../model/clock.js';
import { PROBES_PER_DELIVERY } from '../model/limits.js';
import type { GroupName } from '../model/names.js';
import { attemptMade, expiredAttempt } from './attempts/make-attempt.js';
import { logOf } from './course.js';
import { type Entry, isBatch } from './entry.js';
import { giveUp } from './give-up.js';
import type { HeaderList } from './headers.js';
import { type DeliveryControl, deliveryControl } from './health/delivery-control.js';
import type { EndpointHealth, Pass } from './health/endpoint-health.js';
import { sightingOf } from './health/sighting.js';
import { giveBack, type Lane, parkFailed, settle } from './lane.js';
import { eventsIn } from './lane-event.js';
import type { Ledger } from './ledger.js';
import type { NoteLoss } from './loss.js';
import { classify, type Recalled, type SendResult, type Verdict } from './outcome.js';
import { type Acked, readAcked, UNSAID } from './prefix/acked-through.js';
import { splitOff } from './prefix/split.js';
import { readAckedLetters } from './redrive/acked-letters.js';
import { markOf } from './redrive/redrive-course.js';
import type { LaneLog } from './redrive/redrive-log.js';
import type { Reply } from './replies/pending-replies.js';
import { type Next, nextAttempt } from './retry.js';
import type { SubscriptionRecord } from './subscription-config.js';
import type { Waits } from './waits.js';

/** One request that has ended. */
export type Ended = {
  readonly lane: Lane;
  readonly entry: Entry;
  readonly slices: readonly LogSlice[];
  /** As they were sent. */
  readonly headers: HeaderList;
  readonly webhookId: string;
  readonly startedAt: number;
  readonly pass: Pass;
  readonly result: SendResult;
  /** Events that the answer carried. */
  readonly reply?: Reply | undefined;
};

/** The request itself: a copy with one field more took 5 % of the thread's time in a profile of single deliveries. */
export type Judged = Ended & { acked: Acked; control: DeliveryControl };

/** `recalled`: nothing has become of it. */
export type Sent = Omit<Ended, 'result'> & { readonly result: SendResult | Recalled };

function isAnswered(request: Sent): request is Ended {
  return request.result !== 'recalled';
}

/** What the runner has to do about it. */
export type Consequences = {
  gone(reason: string): void;
  /** `events`: how many it delivered. */
  attempted(attempt: Attempt, events: number): void;
};

export type ConcludeDeps = {
  readonly group: GroupName;
  readonly record: SubscriptionRecord;
  readonly clock: Pick<Clock, 'now' | 'random'>;
  readonly ledger: Ledger;
  readonly health: Pick<EndpointHealth, 'end' | 'forget' | 'nextProbeAt'>;
  readonly log: LaneLog;
  readonly noteLoss: NoteLoss;
  readonly waits: Pick<Waits, 'retryLater' | 'freed'>;
  readonly consequences: Consequences;
};

export type Conclude = {
  ended(request: Sent): void;
  /** Its events were deleted before they were delivered, or compacted away: then a later event of the key stands for them. */
  expired(lane: Lane, entry: Entry): void;
};

export function makeConclude(deps: ConcludeDeps): Conclude {
  const expired = (lane: Lane, entry: Entry): void => {
    // Its dead letter is gone, and the mark goes with it.
    if (lane.course.redrive !== null) return;
    const lost = lostOf(deps, lane, entry, entry.lastOffset + 1);
    const attempt = expiredAttempt(deps.group, lane, entry, deps.clock.now(), lost > 0 ? DELETED : SUPERSEDED);
    deps.ledger.attempt(attempt);
    deps.consequences.attempted(attempt, 0);
    if (lost > 0) deps.noteLoss(lane, entry.offset, entry.offset + lost);
  };
  return { ended: makeEnded(deps), expired };
}

function makeEnded(deps: ConcludeDeps): Conclude['ended'] {
  const { health, waits, consequences, clock } = deps;
  return (request) => {
    if (!isAnswered(request)) {
      health.forget(request.pass);
      giveBack(request.lane, request.entry);
      return;
    }
    const { lane, entry, result, startedAt } = request;
    const now = clock.now();
    const mayBeBatch = deps.record.batch.maxEvents > 1 || isBatch(entry);
    const acked = mayBeBatch ? ackedOf(request) : UNSAID;
    const control = deliveryControl(result);
    const ended = request as Judged;
    ended.acked = acked;
    ended.control = control;
    const verdict = classify(result, acked);
    deps.ledger.touch(lane);
    health.end(ended.pass, sightingOf(result, verdict, acked.kind === 'part', now - startedAt, now), now);
    switch (verdict.kind) {
      case 'acknowledged':
        if (ended.reply !== undefined) deps.ledger.reply(lane, ended.reply);
        report(deps, ended, now, 'acknowledged', null);
        noteCut(deps, ended);
        noteRedriven(deps, lane, entry, now);
        waits.freed(lane, settle(lane, entry));
        if (control.disable) consequences.gone(pauseReason(DISABLED, now));
        return undefined;
      case 'gone':
        return pause(deps, ended, now, GONE);
      case 'retry':
      case 'client-error':
      case 'bad-reply':
        if (acked.kind === 'part') return failRest(deps, ended, acked, now, verdict);
        if (control.disable) return pause(deps, ended, now, DISABLED);
        if (!control.abort && isUncounted(ended, verdict)) return failProbe(deps, ended, now);
        return fail(deps, ended, now, verdict);
      default:
        return verdict satisfies never;
    }
  };
}

function ackedOf({ lane, entry, slices, result }: Ended): Acked {
  return lane.course.redrive === null ? readAcked(result, entry, slices) : readAckedLetters(result, slices);
}

/** @param entry what of it is delivered */
function noteRedriven(
  { ledger }: ConcludeDeps,
  { course: { redrive } }: Lane,
  entry: Pick<Entry, 'offset' | 'lastOffset'>,
  now: number,
): void {
  if (redrive !== null) ledger.redriven(markOf(redrive, entry, 'delivered', now));
}

const DELETED = 'deleted from the log before it was delivered';
const SUPERSEDED = 'superseded by a later event of its key before it was delivered, and compacted away';

/** A batch may have lost its first events while it waited: told once, when it is finished. */
function noteCut(deps: ConcludeDeps, { lane, entry, slices }: Pick<Ended, 'lane' | 'entry' | 'slices'>): void {
  const [slice] = slices;
  const first = slice === undefined ? entry.offset : slice.baseOffset + slice.first;
  const lost = isBatch(entry) ? lostOf(deps, lane, entry, first) : 0;
  if (lost > 0) deps.noteLoss(lane, entry.offset, entry.offset + lost);
}

/** What is missing of a delivery up to `end` was deleted below the log start; above it, it is a gap that compaction left. */
function lostOf({ log }: ConcludeDeps, lane: Lane, { offset }: Entry, end: number): number {
  if (end <= offset) return 0;
  return Math.max(
    0,
    Math.min(end, logOf(lane, log).bounds(lane.topic, lane.partition)?.logStartOffset ?? end) - offset,
  );
}

const GONE = 'the endpoint answered 410 Gone';
const DISABLED = "the endpoint answered 'webhook-delivery: disable'";
const ABORTED = "given up by the endpoint ('webhook-delivery: abort-message')";

function pauseReason(why: string, now: number): string {
  return `${why} at ${new Date(now).toISOString()}`;
}

/** No attempt is used up: what was refused comes first when the subscription is resumed. */
function pause(deps: ConcludeDeps, ended: Judged, now: number, why: string): void {
  report(deps, ended, now, 'paused', null);
  giveBack(ended.lane, ended.entry);
  deps.consequences.gone(pauseReason(why, now));
}

/** The endpoint was down, and the delivery is new: no attempt of it, unless it is the one that brings the endpoint down. */
function isUncounted({ pass, entry }: Ended, { kind }: Verdict): boolean {
  return kind === 'retry' && pass.probe && entry.attempts === 0 && entry.probes < PROBES_PER_DELIVERY;
}

/** Neither parked nor counted: the next probe sends it again. */
function failProbe(deps: ConcludeDeps, ended: Judged, now: number): void {
  report(deps, ended, now, 'retry', deps.health.nextProbeAt());
  ended.entry.probes += 1;
  giveBack(ended.lane, ended.entry);
}

/** A resend. */
const ONCE = { kind: 'exhausted', why: 'sent once more, by hand' } as const;

/**
 * The first events are done, which an endpoint that takes a part of each request does not have to be asked again for; the rest
 * begins its schedule anew.
 */
function failRest(
  deps: ConcludeDeps,
  ended: Judged,
  acked: Extract<Acked, { kind: 'part' }>,
  now: number,
  verdict: Failed,
): void {
  if (ended.reply !== undefined) deps.ledger.reply(ended.lane, ended.reply);
  noteCut(deps, ended);
  noteRedriven(deps, ended.lane, { offset: ended.entry.offset, lastOffset: acked.last }, now);
  const { rest, freed } = splitOff(ended.lane, ended.entry, acked, ended.slices);
  fail(deps, ended, now, verdict, rest);
  deps.waits.freed(ended.lane, freed);
  if (ended.control.disable) deps.consequences.gone(pauseReason(DISABLED, now));
}

type Failed = Extract<Verdict, { kind: 'retry' | 'client-error' | 'bad-reply' }>;

/** @param entry what is left of the delivery */
function fail(deps: ConcludeDeps, ended: Judged, now: number, verdict: Failed, entry = ended.entry): void {
  const { lane } = ended;
  const attempts = entry.attempts + 1;
  const firstAttemptAt = entry.firstAttemptAt === 0 ? ended.startedAt : entry.firstAttemptAt;
  const next: Next = ended.control.abort
    ? { kind: 'exhausted', why: ABORTED }
    : lane.course.once
      ? ONCE
      : nextAttempt(deps.record.retry, { attempts, firstAttemptAt }, verdict, now, deps.clock.random());
  switch (next.kind) {
    case 'again':
      report(deps, ended, now, 'retry', next.at);
      parkFailed(lane, entry, { attempts, firstAttemptAt, nextAttemptAt: next.at });
      deps.waits.retryLater(lane, entry);
      return;
    case 'exhausted':
      report(deps, ended, now, lane.course.byHand ? 'failed' : 'dead-lettered', null);
      noteCut(deps, { ...ended, entry });
      giveUp(deps, ended, entry, now, next.why);
      deps.waits.freed(lane, settle(lane, entry));
      return;
    default:
      next satisfies never;
  }
}

function report(
  deps: ConcludeDeps,
  ended: Judged,
  now: number,
  outcome: AttemptOutcome,
  nextAttemptAt: number | null,
): void {
  const { entry, slices, acked } = ended;
  const attempt = attemptMade(deps, ended, now, outcome, nextAttemptAt);
  deps.ledger.attempt(attempt);
  const through = acked.kind === 'part' ? acked.last : outcome === 'acknowledged' ? entry.lastOffset : -1;
  deps.consequences.attempted(attempt, eventsIn(slices, entry.offset, through));
}
