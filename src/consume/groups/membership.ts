// A member's way into its group: joins, comes back under its instance id, or is known by its member id; and its way out.
import { PosthornError } from '../../errors/posthorn-error.js';
import { GROUP_DEFAULT_SESSION_TIMEOUT_MS, GROUP_MAX_MEMBERS } from '../../model/group-limits.js';
import type { Draft } from './draft.js';
import type { GroupFetchRequest } from './fetch-body.js';
import type { GroupRecord, Member } from './group-record.js';
import { fencedInstance, groupFull, unknownMember } from './refusals.js';

/** `- ` and a UUID. */
const ID_TAIL_CHARS = 37;

/** The member that the request comes from, as the record has it; undefined: it is to join. @throws ILLEGAL_GENERATION FENCED_INSTANCE_ID INVALID_REQUEST */
export function callerOf(
  group: string,
  record: GroupRecord | undefined,
  { memberId, instanceId }: Pick<GroupFetchRequest, 'memberId' | 'instanceId'>,
): Member | undefined {
  const members = record?.members ?? [];
  if (memberId === undefined) {
    return instanceId === undefined ? undefined : members.find((member) => member.instanceId === instanceId);
  }
  const found = members.find(({ id }) => id === memberId);
  if (found !== undefined) {
    if (instanceId === undefined || instanceId === found.instanceId) return found;
    throw new PosthornError(
      'INVALID_REQUEST',
      `Member '${memberId}' ${found.instanceId === null ? 'has no instanceId' : `is instance '${found.instanceId}'`}, not ` +
        `'${instanceId}'. Leave instanceId out, or join with it and without memberId.`,
    );
  }
  const successor = members.find(
    (member) => member.instanceId !== null && isFormer(memberId, member.instanceId, instanceId),
  );
  if (successor !== undefined) throw fencedInstance(group, successor.instanceId as string);
  throw unknownMember(group, memberId);
}

/** The id of a static member begins with its instance id: what is left of it tells who was fenced. */
function isFormer(memberId: string, ofSuccessor: string, given: string | undefined): boolean {
  return given === ofSuccessor || memberId.slice(0, -ID_TAIL_CHARS) === ofSuccessor;
}

export function memberIdOf(instanceId: string | undefined, uuid: string): string {
  return `${instanceId ?? 'member'}-${uuid}`;
}

/** @throws THROTTLING_QUOTA_EXCEEDED */
export function join(draft: Draft, id: string, request: GroupFetchRequest): void {
  const { record } = draft;
  if (record.members.length >= GROUP_MAX_MEMBERS) throw groupFull(draft.group);
  const member: Member = {
    id,
    instanceId: request.instanceId ?? null,
    topics: request.topics ?? [],
    sessionTimeoutMs: request.sessionTimeoutMs ?? GROUP_DEFAULT_SESSION_TIMEOUT_MS,
    owned: [],
  };
  draft.retarget({ ...record, members: [...record.members, member] }, request.start);
  draft.tell({ kind: 'group.joined', ...named(draft.group, member), topics: member.topics });
}

/** The same partitions under a new id: whoever has the former one is fenced. Not told: a client may do so with every call. */
export function comeBack(draft: Draft, member: Member, id: string): void {
  const { record } = draft;
  draft.replace({
    ...record,
    members: record.members.map((each) => (each === member ? { ...each, id } : each)),
    moves: record.moves.map((move) => (move.to === member.id ? { ...move, to: id } : move)),
  });
}

/** What the request says of the member itself, where that is another than before. */
export function adjust(draft: Draft, id: string, { topics, sessionTimeoutMs, start }: GroupFetchRequest): void {
  const { record } = draft;
  const member = memberOf(record, id);
  const wanted = topics !== undefined && !sameTopics(topics, member.topics) ? topics : member.topics;
  const timeoutMs = sessionTimeoutMs ?? member.sessionTimeoutMs;
  if (wanted === member.topics && timeoutMs === member.sessionTimeoutMs) return;
  const changed: Member = { ...member, topics: wanted, sessionTimeoutMs: timeoutMs };
  const next = { ...record, members: record.members.map((each) => (each === member ? changed : each)) };
  if (wanted === member.topics) draft.replace(next);
  else draft.retarget(next, start);
}

/** The member is gone: what it had moves at once. @param reason as _changes tells it */
export function leave(draft: Draft, id: string, reason: string): void {
  const { record } = draft;
  const member = memberOf(record, id);
  draft.retarget({ ...record, members: record.members.filter((each) => each !== member) });
  draft.tell({ kind: 'group.left', ...named(draft.group, member), reason });
}

function named(name: string, { id: memberId, instanceId }: Member) {
  return { name, memberId, ...(instanceId === null ? {} : { instanceId }) };
}

export function memberOf({ members }: GroupRecord, id: string): Member {
  const member = members.find((each) => each.id === id);
  if (member === undefined) throw new Error(`no member ${id}`);
  return member;
}

function sameTopics(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((topic) => b.includes(topic));
}
