// The part of a log's rows that a read asks for.
import { valueStart } from '../../model/event-batch.js';
import type { Offset } from '../../model/names.js';
import type { LogSlice, ReadLimits } from '../engine.js';
import type { CachedRow } from './row-cache.js';
import type { StoredBatch } from './row-codec.js';
import type { Run } from './row-runs.js';

/** `rows`: from the one that holds `offset` on, or that comes behind it. */
export function readSlices(rows: Iterable<CachedRow>, offset: Offset, limits: ReadLimits): LogSlice[] {
  const slices: LogSlice[] = [];
  let events = limits.maxEvents;
  let bytes = limits.maxBytes;
  for (const row of rows) {
    for (const run of row.batch.runs ?? [{ index: 0, delta: 0, count: row.batch.count }]) {
      const slice = cutSlice(row, run, offset, events, bytes, limits.before, slices.length === 0);
      if (slice === undefined) continue;
      if (slice.last < slice.first) return slices;
      slices.push(slice);
      events -= slice.last - slice.first + 1;
      bytes -= sliceBytes(slice);
      if (slice.last < run.index + run.count - 1 || events <= 0 || bytes <= 0) return slices;
    }
  }
  return slices;
}

function sliceBytes({ batch, first, last }: LogSlice): number {
  if (first === 0 && last === batch.count - 1) return batch.payload.byteLength - batch.count;
  return (batch.ends[last] as number) - valueStart(batch.ends, first) - (last - first);
}

/** The wanted part of a run; undefined where it ends below `offset`, empty where nothing of it fits. */
function cutSlice(
  { baseOffset: ofRow, timestamp, batch }: CachedRow,
  { index, delta, count }: Run,
  offset: number,
  maxEvents: number,
  maxBytes: number,
  before: number | undefined,
  takeOne: boolean,
): LogSlice | undefined {
  // So that event i of the batch, in this run, has the offset baseOffset + i.
  const baseOffset = ofRow + delta - index;
  const end = index + count;
  const first = Math.max(index, offset - baseOffset);
  if (first >= end) return undefined;
  const last = Math.min(end, first + maxEvents, before === undefined ? end : before - baseOffset) - 1;
  // The ends are decoded only where they are needed: most rows fit whole.
  const fits = last < first || batch.payload.byteLength - batch.count <= maxBytes;
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
