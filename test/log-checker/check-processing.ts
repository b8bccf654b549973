// Exactly once: transactions that commit what they read take each event once, and in the end every one.
import type { Report } from './anomaly.js';
import type { Drained, Partition } from './history.js';
import type { Survey } from './survey.js';
import { hasHappened } from './units.js';

/** By group and partition: which transaction took which offset. */
type Taken = Map<string, Map<number, string>>;

const nameOf = (group: string, partition: Partition) => `${group} ${partition}`;

function take(survey: Survey, report: Report): Taken {
  const taken: Taken = new Map();
  for (const { commit, inputs, name, ...unit } of survey.units.all) {
    if (commit === undefined || !hasHappened({ commit, inputs, name, ...unit }, survey.log)) continue;
    for (const { partition, events } of inputs) {
      const own = taken.get(nameOf(commit.group, partition)) ?? new Map<number, string>();
      taken.set(nameOf(commit.group, partition), own);
      for (const [offset] of events) {
        const before = own.get(offset);
        if (before !== undefined) {
          report('double-processing', `${before} and ${name} both took ${partition}/${offset} as ${commit.group}`);
        }
        own.set(offset, name);
      }
    }
  }
  return taken;
}

export function checkProcessing(survey: Survey, drained: readonly Drained[], report: Report): void {
  const taken = take(survey, report);
  for (const { group, topics, exactlyOnce } of drained) {
    if (!exactlyOnce) continue;
    for (const partition of survey.log.partitions) {
      if (!topics.some((topic) => partition.startsWith(`${topic}/`))) continue;
      const own = taken.get(nameOf(group, partition));
      for (const offset of survey.standing(partition, 0, Infinity, Infinity)) {
        if (own?.has(offset) !== true) report('unprocessed', `${group} never took ${partition}/${offset}`);
      }
    }
  }
}
