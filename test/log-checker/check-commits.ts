// Committed offsets: what was committed stands, over restarts too, until something else was; nothing else does.

import { groupBy } from '../crash/group-by.js';
import type { Anomaly, Report } from './anomaly.js';
import type { CommitFacts } from './check-polls.js';
import {
  type CommitRead,
  type CommitRegister,
  type CommitWrite,
  explains,
  makeCommitRegister,
} from './commit-register.js';
import type { Operation } from './operations.js';
import type { Survey } from './survey.js';
import { happenedBy, hasHappened, type Unit } from './units.js';

export type CommitCheck = CommitFacts & {
  operation(operation: Operation): void;
  finish(): void;
};

const registerName = ({ group, partition }: { readonly group: string; readonly partition: string }) =>
  `${group} ${partition}`;

/** A transaction commits where its events show: then and only then. */
function writesOf(unit: Unit, { log }: Survey): CommitWrite[] {
  const { commit, name, firstInvoked: invoked } = unit;
  if (commit === undefined) return [];
  const happened = hasHappened(unit, log);
  return commit.offsets.map((position) => ({
    group: commit.group,
    ...position,
    ...{ fate: happened ? 'certain' : 'never', invoked, settled: happenedBy(unit, log), name, transactional: true },
  }));
}

/** What is wrong with a read; undefined: nothing. */
function judge(read: CommitRead, register: CommitRegister): Anomaly | undefined {
  const { candidates, latestCertain } = register.standingAt(read);
  const startStands = latestCertain === undefined && !read.ownWrite && read.lowest === 0;
  if (startStands || candidates.some((write) => explains(write, read))) return undefined;
  const { group, partition, lowest, highest, name } = read;
  const range = lowest === highest ? `${highest}` : `${lowest} to ${highest}`;
  const seen = `${name} found ${partition} of ${group} committed at ${range}`;
  const [refused] = register.refused(read);
  if (refused !== undefined) {
    const kind = refused.transactional === true ? 'torn-transaction' : 'fenced-effect';
    return { kind, detail: `${seen}, as ${refused.name} said, which was not to be` };
  }
  const last = read.ownWrite ? candidates[0] : (latestCertain ?? candidates[0]);
  if (last === undefined || last.offset < lowest) {
    return { kind: 'foreign-commit', detail: `${seen}: nobody committed that` };
  }
  const detail = `${seen}, though ${last.name} had committed ${last.offset}`;
  return { kind: last.transactional === true ? 'torn-transaction' : 'lost-commit', detail };
}

export function makeCommitCheck(survey: Survey, report: Report): CommitCheck {
  const writes: CommitWrite[] = [];
  const reads: CommitRead[] = [];
  /** Their committed offset runs as far as events are handed out: check-leases.ts. */
  const shared = new Set<string>();

  const described = (operation: Operation<'describe'>) => {
    if (operation.outcome.kind !== 'ok') return;
    const { call, op, invoked, completed, outcome } = operation;
    for (const { partition, offset } of outcome.result.committed) {
      // A trim moves what lies below it.
      if (offset <= survey.trimmedBelow(partition, completed) && offset > 0) continue;
      const value = { group: call.group, partition, lowest: offset, highest: offset };
      reads.push({ ...value, invoked, completed, ownWrite: false, name: `describe ${op}` });
    }
  };

  const committed = (operation: Operation<'commit'>) => {
    const { call, op, invoked, outcome } = operation;
    const fate = { ok: 'certain', info: 'possible', fail: 'never' } as const;
    for (const position of call.offsets) {
      const times = { invoked, settled: survey.settledAt(operation), name: `commit ${op}` };
      writes.push({ group: call.group, ...position, fate: fate[outcome.kind], ...times });
    }
  };

  return {
    write: (write) => writes.push(write),
    read: (read) => reads.push(read),
    operation: (operation) => {
      if (operation.kind === 'describe') described(operation);
      if (operation.kind === 'lease') shared.add(operation.call.group);
      if (operation.kind === 'commit') committed(operation);
    },
    finish: () => {
      for (const unit of survey.units.all) writes.push(...writesOf(unit, survey));
      const byRegister = groupBy(writes, registerName);
      const exclusive = reads.filter(({ group }) => !shared.has(group));
      for (const [name, own] of groupBy(exclusive, registerName)) {
        const register = makeCommitRegister(byRegister.get(name) ?? []);
        for (const read of own) {
          const anomaly = judge(read, register);
          if (anomaly !== undefined) report(anomaly.kind, anomaly.detail);
        }
      }
    },
  };
}
