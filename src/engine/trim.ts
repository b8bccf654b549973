// The port's share of deleting on purpose: what a trim asks, what it answers, and what groups lose by it or by retention.
import type { GroupName, Offset, PartitionIndex, TopicName } from '../model/names.js';

/**
 * Delete the events below `offset`: it becomes the log start offset, at once and exactly; the storage is cleared later. An
 * offset at or below the log start changes nothing.
 * @throws UNKNOWN_TOPIC_OR_PARTITION; OFFSET_OUT_OF_RANGE above the high watermark, with both bounds
 */
export type Trim = {
  readonly kind: 'trim';
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  /** null: the high watermark. */
  readonly offset: Offset | null;
};

export type TrimResult = {
  readonly partition: number;
  readonly logStartOffset: number;
  readonly highWatermark: number;
  /** How many events this trim has deleted. */
  readonly deleted: number;
};

/** `events` events were deleted before the group got them: a unit adds them to what the group has lost there. */
export type Loss = {
  readonly group: GroupName;
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly events: number;
};
