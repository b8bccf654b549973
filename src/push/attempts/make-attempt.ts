// `deliver()`, step record: a request that has ended, or a delivery that was never made, as the attempt that is kept of it.
import type { AttemptDetail } from '../../engine/attempt-detail.js';
import type { Attempt, AttemptOutcome } from '../../engine/engine.js';
import { RESPONSE_KEPT_BYTES } from '../../model/limits.js';
import type { GroupName, Offset } from '../../model/names.js';
import { answerText } from '../answer.js';
import type { Judged } from '../conclude.js';
import type { Entry } from '../entry.js';
import type { Lane } from '../lane.js';
import { originOf } from '../redrive/origin.js';
import type { SubscriptionRecord } from '../subscription-config.js';
import { attemptDetail } from './attempt-facts.js';

export function attemptMade(
  { group, record }: { readonly group: GroupName; readonly record: SubscriptionRecord },
  ended: Judged,
  now: number,
  outcome: AttemptOutcome,
  nextAttemptAt: number | null,
): Attempt {
  const { lane, entry, slices, startedAt, result } = ended;
  const { replay, redrive } = lane.course;
  const failure = result.kind === 'failure';
  // Not spread, but for what is rare: an object put together of copies took 8 % of the thread's time.
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
    status: failure ? (result.status ?? null) : result.status,
    durationMs: Math.max(0, now - startedAt),
    at: startedAt,
    nextAttemptAt,
    response: failure ? result.text : answered(ended, answerText(result)),
    detail: detailOf(record, ended, outcome),
  };
  if (replay === null) return attempt;
  // Of a redrive: where its events were produced.
  return { ...attempt, ...(redrive === null ? NOTHING : placeOf(originOf(slices))), ...replayOf(lane) };
}

function detailOf(record: SubscriptionRecord, ended: Judged, outcome: AttemptOutcome): AttemptDetail {
  const {
    lane,
    acked,
    entry: { runs },
  } = ended;
  const detail = attemptDetail(record, ended, outcome);
  if (lane.course.replay === null && acked.kind !== 'part' && runs === null) return detail;
  return {
    ...detail,
    ...byHandOf(ended),
    ...(runs === null ? NOTHING : { runs }),
    ...(acked.kind === 'part' ? { ackedThrough: acked.through } : {}),
  };
}

/** Its events were gone before it was sent. */
export function expiredAttempt(group: GroupName, lane: Lane, entry: Entry, now: number, why: string): Attempt {
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

const NOTHING = {};

function replayOf({ course: { replay, byHand } }: Lane): Pick<Attempt, 'replay'> {
  return replay === null || byHand ? NOTHING : { replay: replay.record.id };
}

function placeOf({ topic, partition, offset, lastOffset }: ReturnType<typeof originOf>) {
  return { topic, partition, offset: offset as Offset, lastOffset: lastOffset as Offset };
}

function answered({ acked }: Judged, text: string | null): string | null {
  if (acked.kind !== 'nothing') return text;
  return (text === null ? acked.why : `${acked.why}; ${text}`).slice(0, RESPONSE_KEPT_BYTES);
}

function byHandOf({ lane: { course }, webhookId }: Judged): Pick<AttemptDetail, 'redrive' | 'resend' | 'webhookId'> {
  const { replay, redrive } = course;
  if (replay === null) return NOTHING;
  if (redrive !== null) return { redrive: redrive.id, webhookId };
  const { resend } = replay.record;
  return resend === undefined ? NOTHING : { resend: resend.attempt, webhookId };
}
