// One read of a tail: what comes next in a partition, and what retention has taken from under the reader.
import type { EventLog, LogSlice } from '../engine/engine.js';
import { parseOffset, parsePartition, type TopicName } from '../model/names.js';
import { TAIL_READ_MAX_BYTES, TAIL_READ_MAX_EVENTS } from '../model/tail-limits.js';

export type TailRead = {
  readonly topic: TopicName;
  readonly partition: number;
  /** Offsets `from` to `to` (exclusive) were deleted before they could be read. */
  readonly lost: { readonly from: number; readonly to: number } | undefined;
  readonly slices: readonly LogSlice[];
  /** Where the next read goes on, if all of this one is used. */
  readonly next: number;
};

/** Reads offsets `from` to `before` (exclusive) or less. Undefined where the topic is gone. */
export function readTail(
  log: Pick<EventLog, 'bounds' | 'read'>,
  topic: TopicName,
  partition: number,
  from: number,
  before: number,
): TailRead | undefined {
  const index = parsePartition(partition);
  const limits = { maxEvents: TAIL_READ_MAX_EVENTS, maxBytes: TAIL_READ_MAX_BYTES, before };
  const slices = log.read(topic, index, parseOffset(from), limits);
  // Asked afterwards: what retention deletes between the two was read already, and is not lost.
  const bounds = log.bounds(topic, index);
  if (bounds === undefined) return undefined;
  const [first] = slices;
  const last = slices.at(-1);
  const to = Math.min(bounds.logStartOffset, first === undefined ? before : first.baseOffset + first.first);
  const lost = to > from ? { from, to } : undefined;
  return { topic, partition, lost, slices, next: last === undefined ? before : last.baseOffset + last.last + 1 };
}
