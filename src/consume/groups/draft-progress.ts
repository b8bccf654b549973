// The progress of one group as a decision finds it and leaves it: read once a partition, and written as one change.
import type { CommitUnit, Engine, Expectation, Progress } from '../../engine/engine.js';
import type { Position } from '../../engine/position.js';
import type { GroupName, Offset, PartitionIndex, TopicName } from '../../model/names.js';
import { placeKey, type TopicPartition } from './group-record.js';

/** `position`: everything below it was handed out; where it is the committed offset, nothing is that isn't committed. */
export type Reached = { readonly committedOffset: number; readonly position: number };

/** The offsets `from..to - 1` were deleted before they were handed out. */
export type Passed = { readonly place: TopicPartition; readonly from: number; readonly to: number };

export type DraftProgress = {
  reached(place: TopicPartition): Reached | undefined;
  reach(place: TopicPartition, now: Reached): void;
  /** What was deleted before it was handed out is lost, and passed. */
  passDeleted(place: TopicPartition): void;
  readonly losses: readonly Passed[];
  /** The writer judges that it still is what was read: nothing was handed out or committed there meanwhile. */
  expectUnchanged(place: TopicPartition): void;
  changes(): ProgressChanges;
};

export type ProgressChanges = Pick<CommitUnit, 'offsets' | 'positions' | 'losses'> & {
  readonly expect: readonly Expectation[];
  /** Topics that it is about. */
  readonly topics: ReadonlySet<string>;
};

type Touched = {
  readonly place: TopicPartition;
  readonly stored: Progress | undefined;
  readonly before: Reached | undefined;
  now: Reached;
};

export function makeDraftProgress({ groups, log }: Pick<Engine, 'groups' | 'log'>, group: GroupName): DraftProgress {
  const touched = new Map<string, Touched>();
  const losses: Passed[] = [];
  const expected = new Map<string, Expectation>();

  const touch = (place: TopicPartition): Touched | undefined => {
    const key = placeKey(place);
    const known = touched.get(key);
    if (known !== undefined) return known;
    const stored = groups.progressAt(group, place.topic as TopicName, place.partition as PartitionIndex);
    if (stored === undefined) return undefined;
    const before = reachedOf(stored);
    const one: Touched = { place, stored, before, now: before };
    touched.set(key, one);
    return one;
  };

  return {
    losses,
    reached: (place) => touch(place)?.now,
    reach: (place, now) => {
      const one = touch(place);
      if (one === undefined) touched.set(placeKey(place), { place, stored: undefined, before: undefined, now });
      else one.now = now;
    },
    passDeleted: (place) => {
      const bounds = log.bounds(place.topic as TopicName, place.partition as PartitionIndex);
      const one = touch(place);
      if (bounds === undefined || one === undefined) return;
      const { logStartOffset: to } = bounds;
      const from = one.now.position;
      if (from >= to) return;
      losses.push({ place, from, to });
      one.now = { committedOffset: to, position: to };
    },
    expectUnchanged: (place) => {
      expected.set(placeKey(place), asExpected(group, place, touch(place)?.stored));
    },
    changes: () => changesOf(group, [...touched.values()], losses, [...expected.values()]),
  };
}

function reachedOf({ committedOffset, position }: Progress): Reached {
  return { committedOffset, position: Math.max(position ?? 0, committedOffset) };
}

function asExpected(group: GroupName, place: TopicPartition, stored: Progress | undefined): Expectation {
  const at = { topic: place.topic as TopicName, partition: place.partition as PartitionIndex };
  if (stored === undefined) return { kind: 'progress', group, ...at, progress: null };
  const { committedOffset, position = null } = stored;
  return { kind: 'progress', group, ...at, progress: { committedOffset, position } };
}

function changesOf(
  group: GroupName,
  touched: readonly Touched[],
  losses: readonly Passed[],
  expect: readonly Expectation[],
): ProgressChanges {
  const changed = touched.filter(
    ({ before, now }) => before?.committedOffset !== now.committedOffset || before.position !== now.position,
  );
  const offsets: Progress[] = [];
  const positions: Position[] = [];
  for (const { place, stored, now } of changed) {
    const at = { group, topic: place.topic as TopicName, partition: place.partition as PartitionIndex };
    const committedOffset = now.committedOffset as Offset;
    // What lies at the committed offset is as good as none.
    const position = now.position > committedOffset ? (now.position as Offset) : null;
    if (stored?.committedOffset === committedOffset) positions.push({ ...at, position });
    // Left as it is where it stays the same: what another call of the member is handed out meanwhile stands.
    else if (stored !== undefined && Math.max(stored.position ?? 0, committedOffset) === now.position) {
      offsets.push({ ...at, committedOffset, inFlight: [] });
    } else offsets.push({ ...at, committedOffset, inFlight: [], position });
  }
  return {
    expect,
    topics: new Set(changed.map(({ place }) => place.topic)),
    ...(offsets.length > 0 ? { offsets } : {}),
    ...(positions.length > 0 ? { positions } : {}),
    ...(losses.length > 0 ? { losses: losses.map((passed) => lossOf(group, passed)) } : {}),
  };
}

function lossOf(group: GroupName, { place: { topic, partition }, from, to }: Passed) {
  return { group, topic: topic as TopicName, partition: partition as PartitionIndex, events: to - from };
}
