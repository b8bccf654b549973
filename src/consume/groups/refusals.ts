// Why a call on a group is refused, each with the call that goes on from there.
import type { Document, Registry } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import { GROUP_MAX_MEMBERS } from '../../model/group-limits.js';
import { type GroupName, isInternalName, parseGroupName } from '../../model/names.js';
import { isPrefix } from '../../model/topic-match.js';
import type { GroupTopics } from './draft.js';
import type { GroupMode, GroupRecord, Member } from './group-record.js';

/** A name that users may give to a group of theirs. @throws INVALID_GROUP_ID */
export function parseOwnGroup(name: string): GroupName {
  const group = parseGroupName(name);
  if (!isInternalName(group)) return group;
  throw new PosthornError('INVALID_GROUP_ID', `'${group}' begins with '_': such names are the bus's own. Use another.`);
}

/** @throws INCONSISTENT_GROUP_PROTOCOL where the group is read in the other mode, or is a subscription */
export function refuseOtherUse(
  registry: Pick<Registry, 'get'>,
  group: GroupName,
  stored: Document | undefined,
  mode: GroupMode,
): void {
  if (stored !== undefined) {
    const { mode: has } = stored.body as GroupRecord;
    if (has !== mode) throw otherMode(group, has);
    return;
  }
  const subscription = registry.get('subscriptions', group);
  if (subscription === undefined) return;
  throw servedByPush(group, (subscription.body as { readonly state?: unknown }).state === 'active');
}

export function groupNotFound(group: string): PosthornError {
  return new PosthornError(
    'GROUP_ID_NOT_FOUND',
    `Group '${group}' does not exist. Its first fetch makes it: POST /v1/groups/${group}/fetch with a body such as ` +
      '{"topics": ["orders"]}.',
  );
}

export function unknownMember(group: string, memberId: string): PosthornError {
  return new PosthornError(
    'ILLEGAL_GENERATION',
    `'${memberId.slice(0, 80)}' is no member of group '${group}': its session ended, or it was removed. Nothing was ` +
      `changed: join anew with POST /v1/groups/${group}/fetch without memberId; what was not committed is handed out again.`,
  );
}

export function fencedInstance(group: string, instanceId: string): PosthornError {
  return new PosthornError(
    'FENCED_INSTANCE_ID',
    `Another process fetches as instance '${instanceId}' of group '${group}' since, under another memberId. Nothing was ` +
      `changed: give each process an instanceId of its own, or take this one back with POST /v1/groups/${group}/fetch ` +
      'without memberId.',
  );
}

export function groupFull(group: string): PosthornError {
  return new PosthornError(
    'THROTTLING_QUOTA_EXCEEDED',
    `Group '${group}' has ${GROUP_MAX_MEMBERS} members, and takes no more. Remove one with DELETE ` +
      `/v1/groups/${group}/members/{memberId}, or use another group.`,
  );
}

function otherMode(group: string, has: GroupMode): PosthornError {
  const acknowledges = has === 'shared' ? ` and acknowledge its events with POST /v1/groups/${group}/acknowledge` : '';
  return new PosthornError(
    'INCONSISTENT_GROUP_PROTOCOL',
    `Group '${group}' is read in mode "${has}". Fetch with "mode": "${has}"${acknowledges}, use another group, or delete ` +
      `this one with DELETE /v1/groups/${group} once nobody is in it.`,
  );
}

/** `isActive` false: it is paused. */
export function servedByPush(group: string, isActive: boolean): PosthornError {
  return new PosthornError(
    'INCONSISTENT_GROUP_PROTOCOL',
    isActive
      ? `Group '${group}' is the subscription of that name, served by push: POST /v1/subscriptions/${group}/pause first, ` +
          'then fetch with "mode": "shared"; or use another group.'
      : `Group '${group}' is the paused subscription of that name: fetch with "mode": "shared", move it with POST ` +
          `/v1/subscriptions/${group}/seek, or use another group.`,
  );
}

export function hasMembers(group: string, members: readonly Member[], instead: string): PosthornError {
  return new PosthornError(
    'NON_EMPTY_GROUP',
    `Group '${group}' has ${members.length} member${members.length === 1 ? '' : 's'}. ${instead} or remove them: ` +
      `DELETE /v1/groups/${group}/members/${members[0]?.id}.`,
  );
}

/** Of a shared group. */
export function atWork(group: string): PosthornError {
  return new PosthornError(
    'NON_EMPTY_GROUP',
    `Group '${group}' is at work: a fetch of it waits, or a member holds events. Stop its workers, end what they hold with POST ` +
      `/v1/groups/${group}/acknowledge or wait until its leases have ended, then delete it.`,
  );
}

export function movedBySubscription(group: string): PosthornError {
  return new PosthornError(
    'INCONSISTENT_GROUP_PROTOCOL',
    `Group '${group}' is the subscription of that name: POST /v1/subscriptions/${group}/seek moves it.`,
  );
}

export function ofSubscription(group: string): PosthornError {
  return new PosthornError(
    'INCONSISTENT_GROUP_PROTOCOL',
    `Group '${group}' is the subscription of that name: DELETE /v1/subscriptions/${group} deletes both.`,
  );
}

/** @throws UNKNOWN_TOPIC_OR_PARTITION naming each topic that is named in full and does not exist */
export function requireTopics(topics: GroupTopics, named: readonly string[]): void {
  const missing = named.flatMap((topic, index) =>
    isPrefix(topic) || topics.find(topic) !== undefined ? [] : [{ topic, index }],
  );
  const [first] = missing;
  if (first === undefined) return;
  throw new PosthornError(
    'UNKNOWN_TOPIC_OR_PARTITION',
    `Topic '${first.topic}' does not exist. Create it with PUT /v1/topics/${first.topic} and the body {}, or name the ` +
      `prefix '${first.topic}*'.`,
    { errors: missing.map(({ topic, index }) => ({ path: `/topics/${index}`, message: `'${topic}' does not exist` })) },
  );
}
