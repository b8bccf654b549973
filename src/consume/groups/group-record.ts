// A group that its members read over HTTP, as it is stored: who is in it, and which partition is whose. The committed offsets
// stand apart, in the group's progress.

export type GroupMode = 'exclusive' | 'shared';

export type TopicPartition = { readonly topic: string; readonly partition: number };

/** `since`: the generation at which the member got the partition; what it commits by an earlier one is refused. */
export type Owned = TopicPartition & { readonly since: number };

export type Member = {
  readonly id: string;
  /** Names a process that keeps its partitions over a restart; null: it has none. */
  readonly instanceId: string | null;
  /** Names, and prefixes written `orders.*`. */
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  /** In order of topic and partition. Of a shared group: always empty. */
  readonly owned: readonly Owned[];
};

/** A partition whose owner has to let go of it, so that the member `to` can go on there. */
export type Move = TopicPartition & { readonly to: string };

/** The stored document, named by its group. */
export type GroupRecord = {
  readonly mode: GroupMode;
  /** Up by 1 with each change of the members, or of what each of them is to have. */
  readonly generation: number;
  /** In order of joining. Of a shared group: always empty. */
  readonly members: readonly Member[];
  readonly moves: readonly Move[];
  /** The incarnation of each topic that members own partitions of: one created anew is another. */
  readonly incarnations: Readonly<Record<string, number>>;
};

export type GroupState = 'empty' | 'stable' | 'rebalancing';

export function emptyGroup(mode: GroupMode): GroupRecord {
  return { mode, generation: 0, members: [], moves: [], incarnations: {} };
}

export function stateOf({ members, moves }: GroupRecord): GroupState {
  if (members.length === 0) return 'empty';
  return moves.length > 0 ? 'rebalancing' : 'stable';
}

/** Names a partition inside a group: topic names have no slash. */
export function placeKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

export function byPlace(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}
