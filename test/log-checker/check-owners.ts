// Who owns a partition: one member at any moment, and who has lost it, or its place in the group, has no effect any more.
import type { Report } from './anomaly.js';
import type { CallOf, Partition } from './history.js';
import type { Operation } from './operations.js';
import { makeSteps, type Steps } from './sorted.js';

export type OwnerCheck = { operation(operation: Operation): void };

/** At some moment between its two lines this member, or instance, owned the partition. */
type Evidence = {
  readonly owner: string;
  readonly generation: number;
  readonly invoked: number;
  readonly completed: number;
  readonly name: string;
};

/** Calls overlap with few others: what was longer ago than so many proofs of ownership says nothing new. */
const EVIDENCE_KEPT = 1_000;

/**
 * Ownership goes from one to another and back only with a new generation. So if another one owned the partition in
 * between, what the first one does as of the generation in which it had it before is a second owner's.
 */
function checkBetween(all: readonly Evidence[], now: Evidence, report: (other: Evidence) => void): void {
  let other: Evidence | undefined;
  for (const one of all) {
    if (one.owner === now.owner || one.completed >= now.invoked) continue;
    if (other === undefined || one.invoked > other.invoked) other = one;
  }
  if (other === undefined) return;
  const between = other;
  const earlier = all.some(
    (one) => one.owner === now.owner && one.completed < between.invoked && one.generation >= now.generation,
  );
  if (earlier) report(between);
}

/** What a member was handed out by its latest call, which it can only give up by another one. */
type Held = { readonly partitions: readonly Partition[]; readonly since: number };

type Join = { readonly memberId: string; readonly invoked: number; readonly completed: number };
type Claim = { readonly group: string; readonly memberId: string; readonly partitions: readonly Partition[] };

export function makeOwnerCheck(report: Report): OwnerCheck {
  const evidence = new Map<string, Evidence[]>();
  const generations = new Map<string, Steps>();
  /** Member ids that are out, by group: from which line on. */
  const out = new Map<string, number>();
  const instanceOf = new Map<string, string>();
  /** By group and instance: its latest joins, more than one where they overlapped. */
  const latest = new Map<string, readonly Join[]>();
  const held = new Map<string, Held>();

  /** The member is still in its group: so what it held at its latest call was nobody else's until now. */
  const checkHeld = (group: string, memberId: string, { invoked, name }: Omit<Evidence, 'owner'>) => {
    const { partitions, since } = held.get(`${group} ${memberId}`) ?? { partitions: [], since: 0 };
    const owner = instanceOf.get(`${group} ${memberId}`) ?? memberId;
    for (const partition of partitions) {
      const all = evidence.get(`${group} ${partition}`) ?? [];
      const other = all.find((one) => one.owner !== owner && one.invoked > since && one.completed < invoked);
      if (other === undefined) continue;
      report('two-owners', `${name}: ${partition} of ${group} was taken by ${other.owner} (${other.name}) meanwhile`);
    }
  };

  const claim = ({ group, memberId, partitions }: Claim, times: Omit<Evidence, 'owner'>) => {
    const owner = instanceOf.get(`${group} ${memberId}`) ?? memberId;
    for (const partition of partitions) {
      const all = evidence.get(`${group} ${partition}`) ?? [];
      evidence.set(`${group} ${partition}`, all);
      const now = { owner, ...times };
      checkBetween(all, now, (other) =>
        report('two-owners', `${now.name}: ${partition} of ${group} was ${other.owner}'s by then (${other.name})`),
      );
      all.push(now);
      if (all.length > 2 * EVIDENCE_KEPT) all.splice(0, EVIDENCE_KEPT);
    }
  };

  const checkIn = (group: string, memberId: string, { invoked, name }: Omit<Evidence, 'owner'>) => {
    const since = out.get(`${group} ${memberId}`);
    if (since === undefined || since >= invoked) return;
    report('fenced-effect', `${name} was accepted from ${memberId}, who was out of ${group} before`);
  };

  const putOut = (group: string, memberId: string, line: number) => {
    const member = `${group} ${memberId}`;
    out.set(member, Math.min(out.get(member) ?? Infinity, line));
  };

  const comeBack = (group: string, instanceId: string, join: Join) => {
    const name = `${group} ${instanceId}`;
    const overlapping: Join[] = [];
    for (const former of latest.get(name) ?? []) {
      if (former.completed < join.invoked) putOut(group, former.memberId, join.completed);
      else overlapping.push(former);
    }
    latest.set(name, [...overlapping, join]);
  };

  const polled = ({ call, outcome, op, invoked, completed }: Operation<'poll'>) => {
    const { group, instanceId } = call;
    if (outcome.kind === 'info' && call.memberId !== undefined) held.delete(`${group} ${call.memberId}`);
    // A list may be refused for a partition that the member has lost, and the member stays.
    const refused = outcome.kind === 'fail' && isFencing(outcome.code);
    if (refused && call.memberId !== undefined && !isList(call.commit)) {
      putOut(group, call.memberId, completed);
    }
    if (outcome.kind !== 'ok') return;
    const { memberId, generation, assignment, positions } = outcome.result;
    const times = { generation, invoked, completed, name: `poll ${op}` };
    const steps = generations.get(group) ?? makeSteps();
    generations.set(group, steps);
    const earlier = steps.before(invoked);
    if (generation < earlier) {
      report('generation-backwards', `poll ${op} answered generation ${generation} of ${group}, after ${earlier}`);
    }
    steps.add(completed, generation);
    if (call.memberId !== undefined) {
      checkIn(group, call.memberId, times);
      checkHeld(group, call.memberId, times);
    }
    held.set(`${group} ${memberId}`, { partitions: positions.map(({ partition }) => partition), since: completed });
    if (instanceId !== undefined) {
      instanceOf.set(`${group} ${memberId}`, instanceId);
      if (call.memberId === undefined) comeBack(group, instanceId, { memberId, invoked, completed });
    }
    claim({ group, memberId, partitions: assignment }, times);
  };

  const committed = (operation: Operation<'commit'> | Operation<'transact'>) => {
    const { op, kind, invoked, completed, outcome } = operation;
    const call = operation.kind === 'commit' ? operation.call : operation.call.commit;
    if (call === undefined || outcome.kind === 'fail') return;
    held.delete(`${call.group} ${call.memberId}`);
    if (outcome.kind === 'info') return;
    // A repeat is answered whatever has become of the member.
    if (operation.kind === 'transact' && operation.outcome.kind === 'ok' && operation.outcome.result.duplicate) return;
    const { group, memberId, generation, offsets } = call;
    const times = { generation, invoked, completed, name: `${kind} ${op}` };
    checkIn(group, memberId, times);
    claim({ group, memberId, partitions: offsets.map(({ partition }) => partition) }, times);
  };

  return {
    operation: (operation) => {
      if (operation.kind === 'poll') polled(operation);
      if (operation.kind === 'commit' || operation.kind === 'transact') committed(operation);
      if (operation.kind === 'leave' && operation.outcome.kind === 'ok') {
        putOut(operation.call.group, operation.call.memberId, operation.completed);
      }
    },
  };
}

function isList(commit: CallOf<'poll'>['commit']): boolean {
  return typeof commit !== 'boolean' && commit.length > 0;
}

function isFencing(code: string): boolean {
  return code === 'ILLEGAL_GENERATION' || code === 'FENCED_INSTANCE_ID';
}
