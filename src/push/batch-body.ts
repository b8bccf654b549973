// `deliver()`, step read: the bytes of a delivery. One event is its value as produced; a batch is one value a line.
import type { LogSlice } from '../engine/engine.js';
import { columnAt, valueAt, valueStart } from '../model/event-batch.js';
import { oneLine } from '../model/values.js';

const LINE_END = Uint8Array.of(0x0a);

/** The values `offset..lastOffset`, a line each. Runs of stored values that are lines already are not copied. */
export function batchBody(slices: readonly LogSlice[], offset: number, lastOffset: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const slice of slices) {
    const from = Math.max(slice.first, offset - slice.baseOffset);
    const to = Math.min(slice.last, lastOffset - slice.baseOffset);
    if (from <= to) addSlice(parts, slice, from, to);
  }
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}

function addSlice(parts: Uint8Array[], { batch }: LogSlice, from: number, to: number): void {
  const { ends, payload, columns } = batch;
  if (columns.unframed === undefined) {
    parts.push(payload.subarray(valueStart(ends, from), (ends[to] as number) + 1));
    return;
  }
  for (let index = from; index <= to; index += 1) {
    if (columnAt(columns.unframed, index) === 1) parts.push(oneLine(valueAt(batch, index)), LINE_END);
    else parts.push(payload.subarray(valueStart(ends, index), (ends[index] as number) + 1));
  }
}
