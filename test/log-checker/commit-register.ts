// The committed offset of a group in one partition, as a register: what was written, and what was read of it. A read must
// find a value whose write may stand at that moment: begun before the read's end, and not overwritten for certain before
// the read began.
import type { Partition } from './history.js';
import { indexFrom } from './sorted.js';

export type CommitWrite = {
  readonly group: string;
  readonly partition: Partition;
  readonly offset: number;
  /** Any offset from `offset` on: what exactly was handed out nobody knows. */
  readonly orMore?: boolean;
  /** `never`: it was refused, or its transaction was not written. */
  readonly fate: 'certain' | 'possible' | 'never';
  readonly invoked: number;
  /** The line by which it has taken effect, or never will. */
  readonly settled: number;
  readonly name: string;
  readonly transactional?: boolean;
};

export type CommitRead = {
  readonly group: string;
  readonly partition: Partition;
  /** The committed offset is one of `lowest..highest`: events are handed out from the first one that exists. */
  readonly lowest: number;
  readonly highest: number;
  readonly invoked: number;
  readonly completed: number;
  /** The call wrote the register itself before it read. */
  readonly ownWrite: boolean;
  readonly name: string;
};

export type Register = {
  /** What may stand when the read is made, the group's start not among it. */
  readonly candidates: readonly CommitWrite[];
  /** The latest write that certainly stands, or has been overwritten since; undefined: none, the start may stand. */
  readonly latestCertain: CommitWrite | undefined;
};

/** Whether the read can have seen what this write wrote. */
export const explains = (write: CommitWrite, { lowest, highest }: CommitRead): boolean =>
  write.orMore === true ? write.offset <= highest : write.offset >= lowest && write.offset <= highest;

export type CommitRegister = {
  readonly writes: readonly CommitWrite[];
  standingAt(read: CommitRead): Register;
  /** Writes that never were, with the value that was read. */
  refused(read: CommitRead): readonly CommitWrite[];
};

/** `writes`: all of one group and partition. */
export function makeCommitRegister(all: readonly CommitWrite[]): CommitRegister {
  const writes = all.filter(({ fate }) => fate !== 'never').sort((left, right) => left.invoked - right.invoked);
  const begins = writes.map(({ invoked }) => invoked);
  /** The latest end of any of the first n writes. */
  const latestEnds: number[] = [];
  for (const { settled } of writes) latestEnds.push(Math.max(settled, latestEnds.at(-1) ?? 0));
  const certain = writes.filter(({ fate }) => fate === 'certain');
  const byEnd = [...certain].sort((left, right) => left.settled - right.settled);
  const ends = byEnd.map(({ settled }) => settled);
  /** Among the first n certain writes by their end, the one that began last. */
  const lastBegun: CommitWrite[] = [];
  for (const write of byEnd) {
    const before = lastBegun.at(-1);
    lastBegun.push(before !== undefined && before.invoked > write.invoked ? before : write);
  }

  const standingAt = (read: CommitRead): Register => {
    const latestCertain = lastBegun[indexFrom(ends, read.invoked) - 1];
    const overwrittenBefore = Math.max(latestCertain?.invoked ?? 0, read.ownWrite ? read.invoked : 0);
    const candidates: CommitWrite[] = [];
    for (let index = indexFrom(begins, read.completed) - 1; index >= 0; index -= 1) {
      if ((latestEnds[index] ?? 0) < overwrittenBefore) break;
      const write = writes[index];
      if (write !== undefined && write.settled >= overwrittenBefore) candidates.push(write);
    }
    return { candidates, latestCertain };
  };

  return {
    writes,
    standingAt,
    refused: (read) =>
      all.filter((write) => write.fate === 'never' && write.invoked < read.completed && explains(write, read)),
  };
}
