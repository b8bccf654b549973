// Reads single events of a partition by their offsets; neighbours come from one read.
import type { EventLog, LogSlice } from '../../../engine/engine.js';
import { columnAt, valueStart } from '../../../model/event-batch.js';
import { PARKED_FIND_MAX_BYTES, PARKED_FIND_MAX_EVENTS } from '../../../model/limits.js';
import type { Offset, PartitionIndex, TopicName } from '../../../model/names.js';

export type FoundEvent = { readonly slice: LogSlice; readonly index: number; readonly offset: number };

/** The first event from `from` to `to`, inclusive; undefined: there is none (any more). */
export type EventFinder = (from: number, to: number) => FoundEvent | undefined;

const READ = { maxEvents: PARKED_FIND_MAX_EVENTS, maxBytes: PARKED_FIND_MAX_BYTES };

/** `limits`: of one read; offsets are best asked for in ascending order. */
export function makeEventFinder(
  log: Pick<EventLog, 'read'>,
  topic: TopicName,
  partition: PartitionIndex,
  limits: { readonly maxEvents: number; readonly maxBytes: number } = READ,
): EventFinder {
  let slices: readonly LogSlice[] = [];
  let readFrom = 0;
  /** The slice of the last answer: the next one is there or behind it. */
  let cursor = 0;

  const look = (from: number): FoundEvent | undefined => {
    if (from < readFrom) return undefined;
    const current = slices[cursor];
    if (current !== undefined && from < current.baseOffset + current.first) cursor = 0;
    for (; cursor < slices.length; cursor += 1) {
      const slice = slices[cursor] as LogSlice;
      const { baseOffset, first, last } = slice;
      if (baseOffset + last < from) continue;
      const index = Math.max(first, from - baseOffset);
      return { slice, index, offset: baseOffset + index };
    }
    return undefined;
  };

  return (from, to) => {
    let found = look(from);
    if (found === undefined) {
      slices = log.read(topic, partition, from as Offset, limits);
      readFrom = from;
      cursor = 0;
      found = look(from);
    }
    return found === undefined || found.offset > to ? undefined : found;
  };
}

/** What an event adds to an answer: its value, key and headers. Bytes; text counts by its characters. */
export function eventSize({ slice: { batch }, index }: FoundEvent): number {
  const { ends, columns } = batch;
  const text = (columnAt(columns.key, index)?.length ?? 0) + (columnAt(columns.headers, index)?.length ?? 0);
  return (ends[index] as number) - valueStart(ends, index) + text;
}

export function keyOf({ slice, index }: FoundEvent): string | null {
  return columnAt(slice.batch.columns.key, index);
}
