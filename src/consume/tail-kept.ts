// The chunks of a live end that some reader has still to take, numbered from the first that there ever was.
import { TAIL_KEPT_MAX_BYTES, TAIL_KEPT_MAX_CHUNKS, TAIL_KEPT_TOTAL_MAX_BYTES } from '../model/tail-limits.js';
import type { TailChunk } from './tail-chunk.js';

export type KeptChunks = {
  add(chunk: TailChunk): void;
  /** Undefined: not made yet, or dropped. */
  at(number: number): TailChunk | undefined;
  /** Number of the oldest that is kept. */
  first(): number;
  /** Number that the next one gets. */
  next(): number;
  /**
   * Drops those below `number`, and then, oldest first, what is too much; the newest stays, but not where all live ends
   * together keep too much.
   */
  dropBelow(number: number): void;
};

/** @param total bytes that all live ends keep together */
export function makeKeptChunks(total: { bytes: number }): KeptChunks {
  const chunks: TailChunk[] = [];
  let first = 0;
  let bytes = 0;

  const isTooMuch = (): boolean =>
    total.bytes > TAIL_KEPT_TOTAL_MAX_BYTES ||
    (chunks.length > 1 && (bytes > TAIL_KEPT_MAX_BYTES || chunks.length > TAIL_KEPT_MAX_CHUNKS));
  const count = (change: number): void => {
    bytes += change;
    total.bytes += change;
  };

  return {
    add: (chunk) => {
      chunks.push(chunk);
      count(chunk.frames.length);
    },
    at: (number) => chunks[number - first],
    first: () => first,
    next: () => first + chunks.length,
    dropBelow: (number) => {
      while (chunks.length > 0 && (first < number || isTooMuch())) {
        count(-(chunks.shift()?.frames.length ?? 0));
        first += 1;
      }
    },
  };
}
