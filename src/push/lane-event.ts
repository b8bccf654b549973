// What a lane looks at in one stored event.
import type { LogSlice } from '../engine/engine.js';
import { columnAt, type EventBatch } from '../model/event-batch.js';
import { isJsonType } from '../model/values.js';

/** It can't be a line of a batch: no JSON, or no value at all. */
export function standsAlone({ columns }: EventBatch, index: number): boolean {
  if (columns.tombstone === undefined && columns.unframed === undefined) return false;
  if (columnAt(columns.tombstone, index) === 1) return true;
  const contentType = columnAt(columns.contentType, index);
  return columnAt(columns.unframed, index) === 1 && contentType !== null && !isJsonType(contentType);
}

/** How many events of `slices` have offsets from `offset` to `lastOffset`: compaction leaves gaps. */
export function eventsIn(slices: readonly LogSlice[], offset: number, lastOffset: number): number {
  let events = 0;
  for (const { baseOffset, first, last } of slices) {
    events += Math.max(0, Math.min(last, lastOffset - baseOffset) - Math.max(first, offset - baseOffset) + 1);
  }
  return events;
}

/** The slice of `slices` that holds `offset`. */
export function sliceOf(slices: readonly LogSlice[], offset: number): LogSlice | undefined {
  return slices.find((slice) => offset >= slice.baseOffset + slice.first && offset <= slice.baseOffset + slice.last);
}
