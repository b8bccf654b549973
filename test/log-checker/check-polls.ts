// Hand-outs of groups: within one assignment they go on where they ended, and after a rewind at the committed offset.
// What the calls commit, and what committed offset they began at, goes to check-commits.ts.
import type { Report } from './anomaly.js';
import { checkStretch } from './check-fetch.js';
import type { CommitRead, CommitWrite } from './commit-register.js';
import type { Partition, Stretch } from './history.js';
import { commitAll, commitTo, handOut, keepOnly, loseAnswer, type Member, makeMember, rewind } from './member.js';
import type { Operation } from './operations.js';
import type { Survey } from './survey.js';

export type CommitFacts = { write(write: CommitWrite): void; read(read: CommitRead): void };
export type PollCheck = { operation(operation: Operation): void };

type Poll = Operation<'poll'>;
/** `next`: where the member goes on; undefined: at the committed offset. `anew`: it may as well begin there. */
type Expected = {
  readonly next: number | undefined;
  readonly sure: boolean;
  readonly anew: boolean;
  /** This very call has committed the partition. */
  readonly ownWrite: boolean;
};

export function makePollCheck(survey: Survey, report: Report, facts: CommitFacts): PollCheck {
  const members = new Map<string, Member>();
  const instances = new Map<string, Member>();
  const nameOf = ({ op, call }: Poll) => `poll ${op} of ${call.group}`;

  const known = ({ call }: Poll): Member | undefined => {
    const { group, memberId, instanceId } = call;
    if (memberId !== undefined) return members.get(`${group} ${memberId}`);
    return instanceId === undefined ? undefined : instances.get(`${group} ${instanceId}`);
  };

  /** `true` in the call: everything that was handed out to the member is committed. @returns what is so for certain */
  const writeHandedOut = (poll: Poll, member: Member, certain: boolean): Set<Partition> => {
    const written = new Set<Partition>();
    const times = { invoked: poll.invoked, settled: survey.settledAt(poll), name: nameOf(poll) };
    const { group } = poll.call;
    for (const [partition, { next, open, sure }] of member.holdings) {
      if (next === undefined || open === 'no') continue;
      const exact = sure && !member.unsure && poll.invoked >= member.rewindsUntil;
      const fate = certain && exact && open === 'yes' ? 'certain' : 'possible';
      facts.write({ group, partition, offset: next, fate, ...times });
      if (fate === 'certain') written.add(partition);
      if (!exact) facts.write({ group, partition, offset: next, orMore: true, fate: 'possible', ...times });
    }
    if (!member.unsure) return written;
    for (const partition of survey.log.partitions) {
      facts.write({ group, partition, offset: 0, orMore: true, fate: 'possible', ...times });
    }
    return written;
  };

  /** @returns the partitions that the call has committed for certain */
  const writeCommit = (poll: Poll, member: Member | undefined, fate: CommitWrite['fate']): Set<Partition> => {
    const { group, memberId, commit } = poll.call;
    // `true` of a call that joins, or comes back by its instance, commits nothing.
    if (commit === false || (commit === true && memberId === undefined)) return new Set();
    if (commit === true) {
      if (member === undefined || fate === 'never') return new Set();
      return writeHandedOut(poll, member, fate === 'certain');
    }
    const times = { invoked: poll.invoked, settled: survey.settledAt(poll), name: nameOf(poll) };
    for (const position of commit) facts.write({ group, ...position, fate, ...times });
    return new Set(commit.map(({ partition }) => partition));
  };

  const readCommitted = (poll: Poll, partition: Partition, first: number, ownWrite: boolean) => {
    const { invoked, completed, call } = poll;
    const { group } = call;
    const lowest = survey.lastStanding(partition, first, completed) + 1;
    facts.read({ group, partition, lowest, highest: first, invoked, completed, ownWrite, name: nameOf(poll) });
  };

  const checkStart = (poll: Poll, { partition, events }: Stretch, { next, sure, anew, ownWrite }: Expected) => {
    const first = events[0]?.[0];
    if (first === undefined) return;
    if (next === undefined) return readCommitted(poll, partition, first, ownWrite);
    const [skipped] = survey.standing(partition, next, first, poll.completed);
    if (first >= next && (skipped === undefined || !sure)) return;
    if (anew) return readCommitted(poll, partition, first, ownWrite);
    if (first < next) report('nonmonotonic-poll', `${nameOf(poll)} went back in ${partition} from ${next} to ${first}`);
    else report('poll-skip', `${nameOf(poll)} left out ${partition}/${skipped}, between ${next} and ${first}`);
  };

  const answered = (poll: Poll) => {
    if (poll.outcome.kind !== 'ok') return;
    const { call, completed, outcome } = poll;
    const { memberId, generation, assignment, handed, positions } = outcome.result;
    const former = known(poll);
    const moved = former === undefined || former.generation !== generation;
    const written = writeCommit(poll, former, 'certain');
    const same = former !== undefined && former.id === memberId;
    const member = same ? former : makeMember(call.group, memberId, call.instanceId, generation);
    if (!same || Array.isArray(call.commit)) rewind(member);
    else if (call.commit === true) commitAll(member);
    keepOnly(member, assignment);
    for (const stretch of handed) {
      const { partition, events } = stretch;
      const holding = member.holdings.get(partition);
      const anew = moved || poll.invoked < member.rewindsUntil;
      const expected = { next: holding?.next, sure: holding?.sure ?? false, anew };
      checkStart(poll, stretch, { ...expected, ownWrite: written.has(partition) });
      const from = events[0]?.[0] ?? 0;
      const to = positions.find((position) => position.partition === partition)?.offset ?? from;
      checkStretch(survey, report, { partition, from, to, events, line: completed, name: nameOf(poll) });
    }
    handOut(member, positions);
    member.generation = generation;
    members.set(`${call.group} ${memberId}`, member);
    const instanceId = call.instanceId ?? member.instanceId;
    if (instanceId !== undefined) instances.set(`${call.group} ${instanceId}`, member);
  };

  const polled = (poll: Poll) => {
    const { outcome } = poll;
    if (outcome.kind === 'ok') return answered(poll);
    const member = known(poll);
    writeCommit(poll, member, outcome.kind === 'fail' ? 'never' : 'possible');
    if (outcome.kind !== 'info' || member === undefined) return;
    loseAnswer(member);
    if (Array.isArray(poll.call.commit)) member.rewindsUntil = Math.max(member.rewindsUntil, survey.settledAt(poll));
  };

  const committed = ({ outcome, ...operation }: Operation<'commit'> | Operation<'transact'>) => {
    const call = operation.kind === 'commit' ? operation.call : operation.call.commit;
    const member = call === undefined ? undefined : members.get(`${call.group} ${call.memberId}`);
    if (call === undefined || member === undefined || outcome.kind === 'fail') return;
    commitTo(member, call.offsets, outcome.kind === 'ok');
  };

  return {
    operation: (operation) => {
      if (operation.kind === 'poll') polled(operation);
      if (operation.kind === 'commit' || operation.kind === 'transact') committed(operation);
    },
  };
}
