// The log as all observations together show it: acknowledgements, fetches and hand-outs, trimmed events among them.
import type { Report } from './anomaly.js';
import type { Partition } from './history.js';
import { indexFrom } from './sorted.js';

export type SeenPlace = {
  readonly partition: Partition;
  readonly offset: number;
  /** The line of the first observation. */
  readonly seenAt: number;
};

export type VersionLog = {
  readonly partitions: readonly Partition[];
  /** Ascending. */
  offsets(partition: Partition): readonly number[];
  idAt(partition: Partition, offset: number): string | undefined;
  placeOf(id: string): SeenPlace | undefined;
  /** Offsets that are there, `from <= offset < to`. */
  between(partition: Partition, from: number, to: number): readonly number[];
  /** The highest offset below `offset` that is there; -1: none. */
  lastBefore(partition: Partition, offset: number): number;
};

export type VersionLogBuilder = {
  observe(line: number, partition: Partition, offset: number, id: string): void;
  build(): VersionLog;
};

export function makeVersionLogBuilder(report: Report): VersionLogBuilder {
  const byPartition = new Map<Partition, Map<number, string>>();
  const places = new Map<string, SeenPlace>();

  const observe: VersionLogBuilder['observe'] = (line, partition, offset, id) => {
    const events = byPartition.get(partition) ?? new Map<number, string>();
    byPartition.set(partition, events);
    const known = events.get(offset);
    if (known === undefined) events.set(offset, id);
    else if (known !== id) report('inconsistent-offsets', `${partition}/${offset} showed ${known}, then ${id}`);
    const place = places.get(id);
    if (place === undefined) places.set(id, { partition, offset, seenAt: line });
    else if (place.partition !== partition || place.offset !== offset) {
      report('duplicate', `${id} is at ${place.partition}/${place.offset} and at ${partition}/${offset}`);
    }
  };

  const build = (): VersionLog => {
    const sorted = new Map([...byPartition].map(([partition, events]) => [partition, ascending(events.keys())]));
    const offsets = (partition: Partition) => sorted.get(partition) ?? [];
    return {
      partitions: [...sorted.keys()],
      offsets,
      idAt: (partition, offset) => byPartition.get(partition)?.get(offset),
      placeOf: (id) => places.get(id),
      between: (partition, from, to) => {
        const all = offsets(partition);
        const first = indexFrom(all, from);
        return (all[first] ?? Number.POSITIVE_INFINITY) < to ? all.slice(first, indexFrom(all, to)) : [];
      },
      lastBefore: (partition, offset) => {
        const all = offsets(partition);
        return all[indexFrom(all, offset) - 1] ?? -1;
      },
    };
  };
  return { observe, build };
}

function ascending(numbers: Iterable<number>): number[] {
  return [...numbers].sort((left, right) => left - right);
}
