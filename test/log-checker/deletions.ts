// What may be gone from the log, and since when: what a trim was asked to delete, and, in a compacted topic, what has a
// newer event of its key.
import type { Partition } from './history.js';
import type { Operation } from './operations.js';
import { makeSteps, type Steps } from './sorted.js';
import type { Units } from './units.js';
import type { VersionLog } from './version-log.js';

export type Deletions = {
  /** Events below this offset may have been gone by `line`. */
  trimmedBelow(partition: Partition, line: number): number;
  /** An event of it may be gone before anybody saw it. */
  isCompacted(topic: string): boolean;
  /** Offsets with `from <= offset < to` that nothing can have deleted by `line`. */
  standing(partition: Partition, from: number, to: number, line: number): readonly number[];
  /** The highest of those below `offset`; -1: none. */
  lastStanding(partition: Partition, offset: number, line: number): number;
};

export type Trims = {
  add(operation: Operation<'trim'>): void;
  below(partition: Partition, line: number): number;
};

export function makeTrims(): Trims {
  const trims = new Map<Partition, Steps>();
  return {
    add: ({ call, invoked, outcome }) => {
      if (outcome.kind === 'fail') return;
      for (const { partition, offset } of call.offsets) {
        const steps = trims.get(partition) ?? makeSteps();
        trims.set(partition, steps);
        steps.add(invoked, offset);
      }
    },
    below: (partition, line) => Math.max(0, trims.get(partition)?.before(line) ?? 0),
  };
}

/** By offset: the line at which the first newer event of the same key was sent. */
function supersededIn(partition: Partition, log: VersionLog, units: Units): Map<number, number> {
  const superseded = new Map<number, number>();
  const newer = new Map<string, number>();
  for (const offset of [...log.offsets(partition)].reverse()) {
    const unit = units.writerOf(log.idAt(partition, offset) ?? '');
    if (unit?.key === undefined) continue;
    const since = newer.get(unit.key);
    if (since !== undefined) superseded.set(offset, since);
    newer.set(unit.key, Math.min(since ?? Infinity, unit.firstInvoked));
  }
  return superseded;
}

export function makeDeletions(log: VersionLog, units: Units, trims: Trims, compacted: ReadonlySet<string>): Deletions {
  const superseded = new Map(
    log.partitions
      .filter((partition) => compacted.has(partition.slice(0, partition.lastIndexOf('/'))))
      .map((partition) => [partition, supersededIn(partition, log, units)]),
  );
  const stands = (partition: Partition, offset: number, line: number) =>
    (superseded.get(partition)?.get(offset) ?? Infinity) >= line;

  return {
    trimmedBelow: trims.below,
    isCompacted: (topic) => compacted.has(topic),
    standing: (partition, from, to, line) => {
      const there = log.between(partition, Math.max(from, trims.below(partition, line)), to);
      return superseded.has(partition) ? there.filter((offset) => stands(partition, offset, line)) : there;
    },
    lastStanding: (partition, offset, line) => {
      const lowest = trims.below(partition, line);
      let last = log.lastBefore(partition, offset);
      while (last >= lowest && !stands(partition, last, line)) last = log.lastBefore(partition, last);
      return last < lowest ? -1 : last;
    },
  };
}
