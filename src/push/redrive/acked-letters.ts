// `deliver()`, step classify, of a redrive: an endpoint says how far it has come with a batch by the offsets at which its events
// were produced; its lane counts in places.
import type { LogSlice } from '../../engine/engine.js';
import type { SendResult } from '../outcome.js';
import { type Acked, readAcked } from '../prefix/acked-through.js';
import { originOf } from './origin.js';

/** @param slices what was sent */
export function readAckedLetters(result: SendResult, slices: readonly LogSlice[]): Acked {
  const origin = originOf(slices);
  const acked = readAcked(result, origin, origin.slices);
  if (acked.kind !== 'part') return acked;
  // Each event of it is a slice of its own there.
  const last = origin.slices.findIndex(({ baseOffset, first }) => baseOffset + first === acked.last);
  const places = slices.flatMap(({ baseOffset, first, last: end }) =>
    Array.from({ length: end - first + 1 }, (_, index) => baseOffset + first + index),
  );
  return { ...acked, last: places[last] as number, next: places[last + 1] as number };
}
