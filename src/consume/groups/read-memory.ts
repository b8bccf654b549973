// What the fetches of members ask for with every look, from memory instead of the tables: the bounds of logs, kept by the signals
// of their appends, and the progress of groups, kept until this process commits to it. It is behind the tables by no more than a
// commit on its way back, and a decision on it is judged by the writer like any other.
import type { CommitUnit, Engine, LogBounds, LogSlice, Progress } from '../../engine/engine.js';
import { type GroupName, isInternalName, type Offset, type PartitionIndex, type TopicName } from '../../model/names.js';
import { placeKey, type TopicPartition } from './group-record.js';

export type ReadMemory = {
  /** As the engine's, but `bytes` of bounds, which are those of their first look. */
  readonly reads: Pick<Engine, 'log' | 'groups'>;
  /** The engine's: all that this process commits goes through it. */
  readonly commit: Engine['commit'];
};

export type ReadMemoryDeps = Pick<Engine, 'log' | 'groups' | 'registry' | 'commit'>;

export function makeReadMemory(engine: ReadMemoryDeps): ReadMemory {
  const progress = makeProgressMemory(engine);
  return {
    reads: {
      log: makeBoundsMemory(engine),
      groups: { ...engine.groups, progressAt: progress.at },
    },
    commit: (unit) => {
      const answered = engine.commit(unit);
      // Plain appends are the hot path.
      if (!concernsProgress(unit)) return answered;
      return answered.finally(() => progress.forget(unit));
    },
  };
}

function concernsProgress({ offsets, positions, forgetGroups, logs, expect }: CommitUnit): boolean {
  return (offsets ?? positions ?? forgetGroups ?? logs ?? expect) !== undefined;
}

type Known = {
  readonly places: Map<string, Progress>;
  /** To be read again. */
  readonly stale: Set<string>;
};

function makeProgressMemory({ groups, registry }: ReadMemoryDeps) {
  const known = new Map<string, Known>();
  // Another use may follow the one that ends with the document.
  registry.onChange((signals) => {
    for (const { collection, name } of signals) if (collection === 'groups') known.delete(name);
  });
  const load = (group: GroupName): Known => {
    const places = new Map(groups.progress(group).map((one) => [placeKey(one), one]));
    const loaded = { places, stale: new Set<string>() };
    known.set(group, loaded);
    return loaded;
  };
  const drop = (group: string, place: TopicPartition): void => {
    known.get(group)?.stale.add(placeKey(place));
  };
  return {
    at: (group: GroupName, topic: TopicName, partition: PartitionIndex): Progress | undefined => {
      const { places, stale } = known.get(group) ?? load(group);
      const key = placeKey({ topic, partition });
      if (!stale.delete(key)) return places.get(key);
      const found = groups.progressAt(group, topic, partition);
      if (found === undefined) places.delete(key);
      else places.set(key, found);
      return found;
    },
    /** What the unit has written or, where it was refused, what it was mistaken about. */
    forget: ({ offsets = [], positions = [], expect = [], forgetGroups = [], logs = [] }: CommitUnit): void => {
      for (const place of offsets) drop(place.group, place);
      for (const place of positions) drop(place.group, place);
      for (const expected of expect) if (expected.kind === 'progress') drop(expected.group, expected);
      for (const group of forgetGroups) known.delete(group);
      // The progress of all groups in a topic goes with it.
      if (logs.some(({ kind }) => kind === 'delete')) known.clear();
    },
  };
}

function makeBoundsMemory({ log, registry }: ReadMemoryDeps): Engine['log'] {
  const topics = new Map<string, Map<number, LogBounds>>();
  log.onAppend((signals) => {
    for (const { topic, partition, highWatermark, logStartOffset = 0 } of signals) {
      const partitions = topics.get(topic);
      const bounds = partitions?.get(partition);
      if (partitions === undefined || bounds === undefined) continue;
      // The tables may have been ahead of the signal.
      partitions.set(partition, {
        logStartOffset: Math.max(bounds.logStartOffset, logStartOffset) as Offset,
        highWatermark: Math.max(bounds.highWatermark, highWatermark) as Offset,
        bytes: bounds.bytes,
      });
    }
  });
  registry.onChange((signals) => {
    for (const { collection, name } of signals) if (collection === 'topics') topics.delete(name);
  });
  return {
    ...log,
    bounds: (topic, partition) => {
      const known = topics.get(topic)?.get(partition);
      if (known !== undefined) return known;
      const bounds = log.bounds(topic, partition);
      // A topic of the bus's own may be a view, whose bounds move without a signal.
      if (bounds === undefined || isInternalName(topic)) return bounds;
      const partitions = topics.get(topic) ?? new Map<number, LogBounds>();
      topics.set(topic, partitions.set(partition, bounds));
      return bounds;
    },
    read: (topic, partition, offset, limits) => {
      const slices = log.read(topic, partition, offset, limits);
      // Something was deleted there of which no signal has come yet, or compacted away: the next look is at the table.
      if (firstOf(slices) !== offset) topics.get(topic)?.delete(partition);
      return slices;
    },
  };
}

function firstOf([slice]: readonly LogSlice[]): number | undefined {
  return slice === undefined ? undefined : slice.baseOffset + slice.first;
}
