// `deliver()`, step classify: an answer to a batch may say how far the endpoint has come with it, `posthorn-acked-through: <offset>`.
// Whatever can't be meant of this batch acknowledges nothing: sent again, an event is a duplicate; left out, it is lost. Pure.
import type { LogSlice } from '../../engine/engine.js';
import { answerHeader } from '../answer.js';
import type { Entry } from '../entry.js';
import type { SendResult } from '../outcome.js';

export const ACKED_THROUGH = 'posthorn-acked-through';

export type Acked =
  | { readonly kind: 'unsaid' | 'all' }
  /** `why`: as it is told in the attempt. */
  | { readonly kind: 'nothing'; readonly why: string }
  /** `last`: the last event of it that is acknowledged; `next`: the first that is not. */
  | { readonly kind: 'part'; readonly through: number; readonly last: number; readonly next: number };

export const UNSAID: Acked = { kind: 'unsaid' };
const OFFSET = /^(?:-1|\d{1,15})$/;
const SHOWN_CHARS = 40;

/** @param slices the events that were sent */
export function readAcked(
  result: SendResult,
  { offset, lastOffset }: Pick<Entry, 'offset' | 'lastOffset'>,
  slices: readonly LogSlice[],
): Acked {
  if (result.kind === 'failure') return UNSAID;
  const said = answerHeader(result, ACKED_THROUGH)?.trim();
  // 410: the endpoint is gone for good, and takes nothing with it.
  if (said === undefined || result.status === 410) return UNSAID;
  const through = Number(said);
  if (!OFFSET.test(said) || through > lastOffset) {
    const shown = said.slice(0, SHOWN_CHARS);
    const why = `${ACKED_THROUGH} '${shown}' is none of the offsets ${offset} to ${lastOffset} that were sent: nothing counts as acknowledged`;
    return { kind: 'nothing', why };
  }
  let last = -1;
  for (const slice of slices) {
    const to = slice.baseOffset + Math.min(slice.last, lastOffset - slice.baseOffset);
    const from = slice.baseOffset + Math.max(slice.first, offset - slice.baseOffset);
    if (from > to) continue;
    if (from <= through) last = Math.min(to, through);
    if (to <= through) continue;
    if (last < 0) return { kind: 'nothing', why: `${ACKED_THROUGH} ${through} is before the first offset, ${from}` };
    return { kind: 'part', through, last, next: Math.max(from, through + 1) };
  }
  return { kind: 'all' };
}
