// The first step of a member's fetch: who calls, what it commits, what it lets go of, and where it goes on.
import type { Engine } from '../../engine/engine.js';
import { commitHandedOut } from './commit.js';
import type { Draft, GroupTopics } from './draft.js';
import type { GroupFetchRequest } from './fetch-body.js';
import type { TopicPartition } from './group-record.js';
import { adjust, callerOf, comeBack, join, memberIdOf } from './membership.js';
import { requireTopics } from './refusals.js';

export type EnterDeps = {
  readonly engine: Pick<Engine, 'log'>;
  readonly topics: GroupTopics;
};

export type Entered = { readonly id: string; readonly isJoin: boolean };

/**
 * @param uuid of a member id, where one is to be made
 * @throws ILLEGAL_GENERATION FENCED_INSTANCE_ID OFFSET_OUT_OF_RANGE UNKNOWN_TOPIC_OR_PARTITION THROTTLING_QUOTA_EXCEEDED
 */
export function enter({ engine, topics }: EnterDeps, draft: Draft, request: GroupFetchRequest, uuid: string): Entered {
  const found = callerOf(draft.group, draft.record, request);
  const named = request.topics ?? [];
  if (found === undefined) {
    requireTopics(topics, named);
    const id = memberIdOf(request.instanceId, uuid);
    join(draft, id, request);
    return { id, isJoin: true };
  }
  if (named.some((topic) => !found.topics.includes(topic))) requireTopics(topics, named);
  const returns = request.memberId === undefined;
  // Whoever comes back may have died over what its former self was handed: that is not done, and comes again.
  const commit = returns ? false : request.commit;
  if (commit === true) commitAll(draft, found.owned);
  else if (commit !== false) commitHandedOut(draft, engine.log, { member: found, offsets: commit, path: '/commit' });
  if (commit !== true && (commit !== false || returns)) rewind(draft, found.owned);
  const id = returns ? memberIdOf(request.instanceId, uuid) : found.id;
  if (returns) comeBack(draft, found, id);
  adjust(draft, id, request);
  draft.releaseAll(id);
  return { id, isJoin: false };
}

function commitAll(draft: Draft, owned: readonly TopicPartition[]): void {
  for (const place of owned) {
    const now = draft.reached(place);
    if (now === undefined || now.position === now.committedOffset) continue;
    // What it commits by another call at the same time is not to be taken back.
    draft.expectUnchanged(place);
    draft.reach(place, { ...now, committedOffset: now.position });
  }
}

function rewind(draft: Draft, owned: readonly TopicPartition[]): void {
  for (const place of owned) {
    // What it commits by another call at the same time is not to be handed out again.
    draft.expectUnchanged(place);
    const now = draft.reached(place);
    if (now !== undefined) draft.reach(place, { ...now, position: now.committedOffset });
  }
}
