// A row that compaction has rewritten holds events that are not neighbours in the log: runs of them. Readers see each run as a
// slice of its own, so that nobody outside the engine knows of such rows.
import { ByteReader, ByteWriter } from './bytes.js';

/** `count` neighbours: the row's events from `index` on, the first of them `delta` above the row's base offset. */
export type Run = { readonly index: number; readonly delta: number; readonly count: number };

/** @param deltas of the events above the row's base offset, ascending from 0 */
export function runsOf(deltas: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let index = 0; index < deltas.length; ) {
    const delta = deltas[index] as number;
    let end = index + 1;
    while (end < deltas.length && deltas[end] === delta + end - index) end += 1;
    runs.push({ index, delta, count: end - index });
    index = end;
  }
  return runs;
}

/** Lengths and gaps in turn, beginning and ending with a length. */
export function encodeRuns(runs: readonly Run[]): Uint8Array {
  const writer = new ByteWriter();
  let end = 0;
  for (const { index, delta, count } of runs) {
    if (index > 0) writer.varint(delta - end);
    writer.varint(count);
    end = delta + count;
  }
  return writer.bytes();
}

export function decodeRuns(bytes: Uint8Array): Run[] {
  const reader = new ByteReader(bytes);
  const runs: Run[] = [];
  let index = 0;
  let delta = 0;
  while (!reader.done()) {
    if (index > 0) delta += reader.varint();
    const count = reader.varint();
    runs.push({ index, delta, count });
    index += count;
    delta += count;
  }
  return runs;
}

/** How many offsets a row spans, from its base offset to behind its last event. */
export function spanOf(runs: readonly Run[] | undefined, count: number): number {
  const last = runs?.at(-1);
  return last === undefined ? count : last.delta + last.count;
}
