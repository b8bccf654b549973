// `deliver()`, step filter: of what was read from the log, the events that a subscription wants. What lies between them is a gap,
// as compaction leaves them.
import type { LogSlice } from '../../engine/engine.js';
import { type EventBatch, type EventColumns, valueStart } from '../../model/event-batch.js';
import type { EventFilter } from './event-filter.js';

/** `to`: behind the last event that was looked at. */
export type Passing = { readonly passed: readonly LogSlice[]; readonly to: number };

/** @param slices some @param maxSteps what the filter may spend, one event more or less */
export function passingOf(filter: EventFilter, slices: readonly LogSlice[], maxSteps: number): Passing {
  const passed: LogSlice[] = [];
  const until = filter.spent() + maxSteps;
  let to = 0;
  for (const slice of slices) {
    const { baseOffset, first, last } = slice;
    let start = -1;
    let index = first;
    for (let isOver = false; index <= last && !isOver; index += 1) {
      if (filter.matches(slice, index)) {
        if (start < 0) start = index;
      } else if (start >= 0) {
        passed.push(copyOf(slice, start, index - 1));
        start = -1;
      }
      isOver = filter.spent() >= until;
    }
    if (start >= 0) passed.push(start === first && index > last ? slice : copyOf(slice, start, index - 1));
    to = baseOffset + index;
    if (filter.spent() >= until) break;
  }
  return { passed, to };
}

/** A few events must not keep the memory of a whole row. */
function copyOf({ batch, baseOffset, timestamp }: LogSlice, first: number, last: number): LogSlice {
  const start = valueStart(batch.ends, first);
  const payload = new Uint8Array(batch.payload.subarray(start, (batch.ends[last] as number) + 1));
  const ends = batch.ends.slice(first, last + 1).map((end) => end - start);
  const columns = Object.fromEntries(
    Object.entries(batch.columns).map(([name, column]) => [
      name,
      Array.isArray(column) ? column.slice(first, last + 1) : column,
    ]),
  ) as EventColumns;
  const copy: EventBatch = { count: last - first + 1, payload, ends, columns };
  return { batch: copy, baseOffset: baseOffset + first, timestamp, first: 0, last: last - first };
}
