// A fetch answered with the values alone, one a line: the fast way. Stored payloads are NDJSON already, so whole runs
// of a batch are passed on untouched; only batches with an event that can't stand on a line are gone through.
import type { LogSlice } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import { columnAt, valueAt, valueStart } from '../model/event-batch.js';
import { isJsonType, oneLine } from '../model/values.js';
import { type ByteWriter, makeByteWriter } from './byte-writer.js';
import type { FetchedSlices, Rendered } from './fetched.js';

/** Ends before the first value that is not JSON. @throws NOT_ACCEPTABLE where that is the first one */
export function renderValueLines({ topic, partition, start, slices }: FetchedSlices): Rendered {
  const out = makeByteWriter();
  let next: number = start;
  for (const slice of slices) {
    const end = slice.baseOffset + slice.last + 1;
    next = isWhole(slice) ? writeRun(out, slice) : writeEach(out, slice);
    if (next < end) break;
  }
  const first = slices[0];
  if (first !== undefined && out.size() === 0) {
    throw new PosthornError(
      'NOT_ACCEPTABLE',
      `The value at offset ${next} of topic '${topic}', partition ${partition}, is not JSON and can't stand on a line. ` +
        'Fetch it with Accept: application/json or application/x-ndjson, which give it as valueBase64.',
    );
  }
  return { ...out.finish(), nextOffset: next };
}

function isWhole({ batch: { columns } }: LogSlice): boolean {
  return columns.unframed === undefined && columns.tombstone === undefined;
}

function writeRun(out: ByteWriter, { batch, baseOffset, first, last }: LogSlice): number {
  const lineFeed = 1;
  // A whole batch goes out without a look at where its values end.
  if (first === 0 && last === batch.count - 1) out.bytes(batch.payload);
  else out.bytes(batch.payload.subarray(valueStart(batch.ends, first), (batch.ends[last] ?? 0) + lineFeed));
  return baseOffset + last + 1;
}

/** Gives the offset after the last event written. */
function writeEach(out: ByteWriter, { batch, baseOffset, first, last }: LogSlice): number {
  const { columns } = batch;
  for (let index = first; index <= last; index += 1) {
    const contentType = columnAt(columns.contentType, index);
    if (columnAt(columns.tombstone, index) === 1) out.text('null');
    else if (contentType !== null && !isJsonType(contentType)) return baseOffset + index;
    else out.bytes(columnAt(columns.unframed, index) === 1 ? oneLine(valueAt(batch, index)) : valueAt(batch, index));
    out.text('\n');
  }
  return baseOffset + last + 1;
}
