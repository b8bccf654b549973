// What a member gets: events of its partitions, each in its order, none at the cost of the others.
import type { EventLog, LogSlice } from '../../engine/engine.js';
import { valueStart } from '../../model/event-batch.js';
import type { Offset, PartitionIndex, TopicName } from '../../model/names.js';
import type { TopicPartition } from './group-record.js';

export type Piece = TopicPartition & { readonly from: number; readonly slices: readonly LogSlice[] };

/** A partition with events from `from` up to `highWatermark`. */
export type Ready = TopicPartition & { readonly from: number; readonly highWatermark: number };

/** At least one event, if there is one; values of up to `maxBytes` in all. @param turn which partition comes first: another each time */
export function takePieces(
  log: Pick<EventLog, 'read'>,
  ready: readonly Ready[],
  turn: number,
  limits: { readonly maxEvents: number; readonly maxBytes: number },
): Piece[] {
  const pieces: Piece[] = [];
  let events = limits.maxEvents;
  let bytes = limits.maxBytes;
  for (let index = 0; index < ready.length && events > 0; index += 1) {
    const { topic, partition, from, highWatermark } = ready[(turn + index) % ready.length] as Ready;
    // What one does not use is left for those behind it.
    const others = ready.length - index;
    const slices = log.read(topic as TopicName, partition as PartitionIndex, from as Offset, {
      maxEvents: Math.ceil(events / others),
      maxBytes: Math.max(1, Math.ceil(bytes / others)),
      before: highWatermark,
    });
    const size = valueBytes(slices);
    // The first event of a partition is read whatever its size.
    if (slices.length === 0 || (pieces.length > 0 && size > bytes)) continue;
    pieces.push({ topic, partition, from, slices });
    bytes -= size;
    for (const { first, last } of slices) events -= last - first + 1;
  }
  return pieces;
}

function valueBytes(slices: readonly LogSlice[]): number {
  let bytes = 0;
  for (const { batch, first, last } of slices) {
    bytes += (batch.ends[last] as number) - valueStart(batch.ends, first) - (last - first);
  }
  return bytes;
}
