// What a lane looks at in one stored event.
import type { LogSlice } from '../engine/engine.js';
import { columnAt, type EventBatch } from '../model/event-batch.js';

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;|$)/i;

export function isJson(contentType: string | null): boolean {
  return contentType === null || JSON_TYPE.test(contentType);
}

/** It can't be a line of a batch: no JSON, or no value at all. */
export function standsAlone({ columns }: EventBatch, index: number): boolean {
  if (columns.tombstone === undefined && columns.unframed === undefined) return false;
  if (columnAt(columns.tombstone, index) === 1) return true;
  return columnAt(columns.unframed, index) === 1 && !isJson(columnAt(columns.contentType, index));
}

/** The slice of `slices` that holds `offset`. */
export function sliceOf(slices: readonly LogSlice[], offset: number): LogSlice | undefined {
  return slices.find((slice) => offset >= slice.baseOffset + slice.first && offset <= slice.baseOffset + slice.last);
}
