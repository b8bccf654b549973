// How far a group is behind in one partition.
import { columnAt } from '../model/event-batch.js';
import type { Offset, PartitionIndex, TopicName } from '../model/names.js';
import type { EventLog, LogBounds } from './engine.js';

export type Lag = {
  /** The log start where it has passed the group, or the group has not begun. */
  readonly committedOffset: number;
  readonly highWatermark: number;
  /** Events. */
  readonly lag: number;
  /** Age of the oldest event that is behind `committedOffset`; 0 where there is none. */
  readonly lagMs: number;
};

/** @param now ms since the epoch */
export function lagOf(
  log: Pick<EventLog, 'read' | 'count'>,
  now: number,
  { topic, partition }: { readonly topic: TopicName; readonly partition: PartitionIndex },
  { logStartOffset, highWatermark }: LogBounds,
  reached: number | undefined,
): Lag {
  const committedOffset = Math.max(reached ?? 0, logStartOffset) as Offset;
  const lag = log.count(topic, partition, committedOffset, highWatermark);
  if (lag === 0) return { committedOffset, highWatermark, lag, lagMs: 0 };
  const [oldest] = log.read(topic, partition, committedOffset, { maxEvents: 1, maxBytes: 1 });
  const since =
    oldest === undefined ? now : (columnAt(oldest.batch.columns.timestamp, oldest.first) ?? oldest.timestamp);
  return { committedOffset, highWatermark, lag, lagMs: Math.max(0, now - since) };
}
