// How large the answer to a fetch will be, before it is rendered: near enough to judge whether there is room for it.
import type { LogSlice } from '../engine/engine.js';
import { type Column, columnAt, valueStart } from '../model/event-batch.js';
import { FETCH_ANSWER_TARGET_BYTES, MAX_MAX_EVENT_BYTES } from '../model/limits.js';
import type { FetchFormat } from './fetch-format.js';

/** `{"offset":…,"timestamp":…,"key":null,"headers":{},"value":}` and what stands between two of them. */
const EVENT_TEXT_BYTES = 80;

/** Bytes; text counts by its characters, and a value in base64 by its own length. */
export function estimateAnswer(slices: readonly LogSlice[], format: FetchFormat): number {
  let bytes = 0;
  for (const { batch, first, last } of slices) {
    const { ends, columns } = batch;
    bytes += (ends[last] as number) - valueStart(ends, first) + 1;
    if (format === 'application/vnd.posthorn.values+x-ndjson') continue;
    bytes += (last - first + 1) * EVENT_TEXT_BYTES;
    for (const column of [columns.key, columns.headers, columns.contentType]) bytes += textOf(column, first, last);
  }
  return Math.min(bytes, FETCH_ANSWER_TARGET_BYTES + MAX_MAX_EVENT_BYTES);
}

function textOf(column: Column<string> | undefined, first: number, last: number): number {
  if (column === undefined) return 0;
  if (typeof column === 'string') return column.length * (last - first + 1);
  let chars = 0;
  for (let index = first; index <= last; index += 1) chars += columnAt(column, index)?.length ?? 0;
  return chars;
}
