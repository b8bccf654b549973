// The port's share of what is unfinished below a group's committed offset.
import type { GroupName, Offset, PartitionIndex, TopicName } from '../model/names.js';

/** A delivery that waits while the committed offset has passed it. It stands for the offsets `offset..lastOffset`. */
export type Parked = {
  readonly group: GroupName;
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly offset: Offset;
  readonly lastOffset: Offset;
  readonly key: string | null;
  /** Attempts made so far. 0: it only waits behind another delivery of its key. */
  readonly attempts: number;
  /** When the first attempt was made, ms since the epoch; 0 before it. */
  readonly firstAttemptAt: number;
  /** ms since the epoch; 0: as soon as nothing of its key is ahead of it. */
  readonly nextAttemptAt: number;
  /** The last offset that was to be delivered before it, -1: none; null: the one right before it. */
  readonly previous?: number | null;
  /** First and last offset of each run that it stands for, in turn; null: all from `offset` to `lastOffset`. */
  readonly runs?: readonly number[] | null;
  /** Who holds it until `nextAttemptAt`, where a work queue has handed it out; default: nobody. */
  readonly lease?: string | null;
};

export type ParkedChange =
  | ({ readonly kind: 'put' } & Parked)
  | {
      readonly kind: 'remove';
      readonly group: GroupName;
      readonly topic: TopicName;
      readonly partition: PartitionIndex;
      readonly offset: Offset;
    }
  /** Ends all leases there and makes all that is parked due at once, whatever the caller knew of. */
  | {
      readonly kind: 'release';
      readonly group: GroupName;
      readonly topic: TopicName;
      readonly partition: PartitionIndex;
    }
  /** Removes all that is parked there when the unit is applied, whatever the caller knew of. */
  | {
      readonly kind: 'clear';
      readonly group: GroupName;
      readonly topic: TopicName;
      readonly partition: PartitionIndex;
    };
