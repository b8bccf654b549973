// The events of a fetch in order, until the answer is large enough.
import type { LogSlice } from '../engine/engine.js';
import { FETCH_ANSWER_TARGET_BYTES } from '../model/limits.js';
import type { FetchedSlices } from './fetched.js';

/** Gives the offset that the next fetch goes on with. */
export function eachEvent(
  { start, slices }: FetchedSlices,
  answerBytes: () => number,
  visit: (slice: LogSlice, index: number) => void,
): number {
  let next: number = start;
  for (const slice of slices) {
    for (let index = slice.first; index <= slice.last; index += 1) {
      if (answerBytes() >= FETCH_ANSWER_TARGET_BYTES) return next;
      visit(slice, index);
      next = slice.baseOffset + index + 1;
    }
  }
  return next;
}
