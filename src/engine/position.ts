// The port's share of groups that are read by members: what a member was handed out and has not committed yet.
import type { GroupName, Offset, PartitionIndex, TopicName } from '../model/names.js';

type Place = { readonly group: GroupName; readonly topic: TopicName; readonly partition: PartitionIndex };

/**
 * Moves nothing but the position of a progress that exists: its owner was handed out everything below `position`, and it is
 * not committed from the committed offset on. null: nothing was handed out beyond that.
 * @throws VERSION_CONFLICT where the group has no progress there
 */
export type Position = Place & { readonly position: Offset | null };

/** The progress still is as it was read, or absent (`progress: null`). @throws VERSION_CONFLICT */
export type ProgressExpectation = Place & {
  readonly kind: 'progress';
  readonly progress: { readonly committedOffset: Offset; readonly position: Offset | null } | null;
};
