// At least once: in the end a group was handed out every event of its topics, in an answer that arrived.
import type { Report } from './anomaly.js';
import type { Drained, Partition } from './history.js';
import type { Operation } from './operations.js';
import type { Survey } from './survey.js';

export type UnseenCheck = {
  operation(operation: Operation): void;
  finish(drained: readonly Drained[]): void;
};

export function makeUnseenCheck(survey: Survey, report: Report): UnseenCheck {
  const handedOut = new Map<string, Set<number>>();
  const offsetsOf = (group: string, partition: Partition): Set<number> => {
    const name = `${group} ${partition}`;
    const offsets = handedOut.get(name) ?? new Set();
    handedOut.set(name, offsets);
    return offsets;
  };
  return {
    operation: (operation) => {
      if (operation.kind === 'lease' && operation.outcome.kind === 'ok') {
        for (const { partition, offset } of operation.outcome.result.leased) {
          offsetsOf(operation.call.group, partition).add(offset);
        }
      }
      if (operation.kind !== 'poll' || operation.outcome.kind !== 'ok') return;
      for (const { partition, events } of operation.outcome.result.handed) {
        const offsets = offsetsOf(operation.call.group, partition);
        for (const [offset] of events) offsets.add(offset);
      }
    },
    finish: (drained) => {
      for (const { group, topics } of drained) {
        for (const partition of survey.log.partitions) {
          if (!topics.some((topic) => partition.startsWith(`${topic}/`))) continue;
          const seen = offsetsOf(group, partition);
          for (const offset of survey.standing(partition, 0, Infinity, Infinity)) {
            if (!seen.has(offset)) report('unseen', `${group} was never handed out ${partition}/${offset}`);
          }
        }
      }
    },
  };
}
