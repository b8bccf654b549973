// `deliver()`, step read: the bytes of a delivery. One event is its value as produced; a batch is one value a line.
import type { LogSlice } from '../engine/engine.js';
import { columnAt, valueAt, valueStart } from '../model/event-batch.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

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
    if (columnAt(columns.unframed, index) === 1) parts.push(oneLine(valueAt(batch, index)));
    else parts.push(payload.subarray(valueStart(ends, index), (ends[index] as number) + 1));
  }
}

/** JSON allows a line break only between tokens, where a space says the same. */
function oneLine(value: Uint8Array): Uint8Array {
  const line = new Uint8Array(value.length + 1);
  line.set(value);
  for (let at = 0; at < value.length; at += 1) {
    const byte = line[at];
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) line[at] = SPACE;
  }
  line[value.length] = LINE_FEED;
  return line;
}
