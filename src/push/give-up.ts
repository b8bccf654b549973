// `deliver()`, step record, of a delivery that is not tried again: its events become dead letters, once. What was sent by hand
// stays what it was, and is marked.
import { deadLetterBatch } from '../engine/dead-letter.js';
import type { GroupName } from '../model/names.js';
import { LETTER_ERROR_MAX_CHARS } from '../model/redrive-limits.js';
import { answerText } from './answer.js';
import type { Ended } from './conclude.js';
import type { Entry } from './entry.js';
import { eventsIn } from './lane-event.js';
import type { Ledger } from './ledger.js';
import type { SendResult } from './outcome.js';
import { markOf } from './redrive/redrive-course.js';

type GivenUp = Omit<Ended, 'result'> & { readonly result: SendResult };

export type GiveUpDeps = { readonly group: GroupName; readonly ledger: Pick<Ledger, 'deadLetter' | 'redriven'> };

/** @param entry what is left of the delivery */
export function giveUp({ group, ledger }: GiveUpDeps, ended: GivenUp, entry: Entry, now: number, why: string): void {
  const { lane, slices, result, webhookId } = ended;
  const { redrive, byHand, replay } = lane.course;
  if (redrive !== null) ledger.redriven(markOf(redrive, entry, 'failed', now));
  if (byHand) return;
  const error = errorOf(result);
  ledger.deadLetter(
    deadLetterBatch(slices, entry.offset, entry.lastOffset, {
      owner: 'subscription',
      name: group,
      topic: lane.topic,
      partition: lane.partition,
      attempts: entry.attempts + entry.probes + 1,
      status: result.status ?? null,
      why,
      ...(error === null ? {} : { error }),
      // A rest was not sent by itself.
      ...(entry === ended.entry
        ? { delivery: { webhookId, events: eventsIn(slices, entry.offset, entry.lastOffset) } }
        : {}),
      ...(replay === null ? {} : { replay: replay.record.id }),
    }),
  );
}

/** What was seen last: which step failed and why, or how the answer began. */
function errorOf(result: SendResult): string | null {
  const text = result.kind === 'failure' ? `${result.phase}: ${result.text}` : answerText(result);
  return text === null ? null : text.slice(0, LETTER_ERROR_MAX_CHARS);
}
