// POST /v1/subscriptions/{name}/attempts/{id}/resend: what the attempt carried is sent once more beside the live flow, whatever
// became of it. It is a replay of that one delivery: parked from the beginning, so that it has the same events.
import type { Engine, StoredAttempt } from '../../engine/engine.js';
import type { Runs } from '../../engine/runs.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { Clock } from '../../model/clock.js';
import type { Offset } from '../../model/names.js';
import { type ReplayRecord, replayGroup } from '../replay-record.js';
import type { StartParts } from '../replays.js';

export type ResendAnswer = {
  /** The attempt that is made again. */
  readonly attempt: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly lastOffset: number;
  readonly events: number;
};

export type ResendPlan = {
  readonly answer: ResendAnswer;
  readonly record: ReplayRecord;
  /** @param name of its document */
  readonly parts: (name: string) => StartParts;
};

/** @throws OFFSET_OUT_OF_RANGE */
export function planResend(
  engine: Pick<Engine, 'log' | 'registry'>,
  clock: Pick<Clock, 'now' | 'uuid'>,
  attempt: StoredAttempt,
): ResendPlan {
  const { topic, partition, offset, lastOffset, key } = attempt;
  const to = (lastOffset + 1) as Offset;
  const incarnation = requireEvents(engine, attempt);
  const { runs = null } = attempt.detail ?? {};
  const events = countOf(engine, attempt, runs ?? [offset, lastOffset]);
  const [id, place] = [String(attempt.id), { topic, partition }];
  const webhookId = attempt.detail?.webhookId;
  const resend = { attempt: id, replay: attempt.replay ?? null, ...(webhookId === undefined ? {} : { webhookId }) };
  const range = { topic, incarnation, partition, from: offset, to, events };
  return {
    answer: { attempt: id, ...place, offset, lastOffset, events },
    record: { id: clock.uuid(), at: clock.now(), ranges: [range], resend },
    parts: (name) => {
      const group = replayGroup(name);
      const due = { attempts: 0, firstAttemptAt: 0, nextAttemptAt: 0 };
      return {
        expect: [{ kind: 'incarnation', collection: 'topics', name: topic, incarnation }],
        offsets: [{ group, ...place, committedOffset: to, inFlight: [] }],
        parked: [{ kind: 'put', group, ...place, offset, lastOffset, key, runs, ...due }],
      };
    },
  };
}

function countOf({ log }: Pick<Engine, 'log'>, { topic, partition }: StoredAttempt, runs: Runs): number {
  let events = 0;
  for (let at = 0; at + 1 < runs.length; at += 2) {
    const end = ((runs[at + 1] as number) + 1) as Offset;
    events += log.count(topic, partition, runs[at] as Offset, end);
  }
  return events;
}

/** @returns the incarnation of the topic that holds them @throws OFFSET_OUT_OF_RANGE */
function requireEvents({ log, registry }: Pick<Engine, 'log' | 'registry'>, attempt: StoredAttempt): number {
  const { topic, partition, offset, lastOffset } = attempt;
  const incarnation = registry.get('topics', topic)?.incarnation;
  const bounds = log.bounds(topic, partition);
  const limits = { maxEvents: 1, maxBytes: 1, before: lastOffset + 1 };
  const [first] = bounds === undefined ? [] : log.read(topic, partition, offset, limits);
  // What was appended later than the attempt belongs to another topic of the same name.
  const isThere = first !== undefined && first.timestamp <= attempt.at && (bounds?.logStartOffset ?? 0) <= offset;
  if (incarnation !== undefined && isThere) return incarnation;
  const range = lastOffset === offset ? `Event ${offset}` : `Events ${offset} to ${lastOffset}`;
  const start = bounds === undefined ? 'the topic is gone' : `its log begins at ${bounds.logStartOffset}`;
  throw new PosthornError(
    'OFFSET_OUT_OF_RANGE',
    `${range} of '${topic}' partition ${partition} cannot be sent again: deleted since the attempt, or compacted away ` +
      `(${start}). If it became a dead letter, POST /v1/subscriptions/${attempt.group}/redrive sends that again.`,
  );
}
