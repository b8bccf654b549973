// The part of a log's rows that a read asks for.
import { valueStart } from '../../model/event-batch.js';
import type { Offset } from '../../model/names.js';
import type { LogSlice, ReadLimits } from '../engine.js';
import type { CachedRow } from './row-cache.js';
import type { StoredBatch } from './row-codec.js';

/** `rows`: from the one that holds `offset` on. */
export function readSlices(rows: Iterable<CachedRow>, offset: Offset, limits: ReadLimits): LogSlice[] {
  const slices: LogSlice[] = [];
  let events = limits.maxEvents;
  let bytes = limits.maxBytes;
  for (const row of rows) {
    const slice = cutSlice(row, offset, events, bytes, limits.before, slices.length === 0);
    if (slice === undefined) continue;
    if (slice.last < slice.first) break;
    slices.push(slice);
    const { batch, first, last } = slice;
    events -= last - first + 1;
    bytes -= sliceBytes(slice);
    if (last < batch.count - 1 || events <= 0 || bytes <= 0) break;
  }
  return slices;
}

function sliceBytes({ batch, first, last }: LogSlice): number {
  if (first === 0 && last === batch.count - 1) return batch.payload.byteLength - batch.count;
  return (batch.ends[last] as number) - valueStart(batch.ends, first) - (last - first);
}

/** The wanted part of a row; undefined where the row ends below `offset`, empty where nothing of it fits. */
function cutSlice(
  { baseOffset, timestamp, batch }: CachedRow,
  offset: number,
  maxEvents: number,
  maxBytes: number,
  before: number | undefined,
  takeOne: boolean,
): LogSlice | undefined {
  const { count, payload } = batch;
  const first = Math.max(0, offset - baseOffset);
  if (first >= count) return undefined;
  const last = Math.min(count, first + maxEvents, before === undefined ? count : before - baseOffset) - 1;
  // The ends are decoded only where they are needed: most rows fit whole.
  const fits = payload.byteLength - count <= maxBytes;
  return { batch, baseOffset, timestamp, first, last: fits ? last : lastWithin(batch, first, last, maxBytes, takeOne) };
}

/** The last event of `first..last` up to which the values have at most `maxBytes`; `first - 1` where none fits. */
function lastWithin(batch: StoredBatch, first: number, last: number, maxBytes: number, takeOne: boolean): number {
  const { ends } = batch;
  const start = valueStart(ends, first);
  let low = takeOne ? first : first - 1;
  let high = last;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ends[middle] as number) - start - (middle - first) <= maxBytes) low = middle;
    else high = middle - 1;
  }
  return low;
}
