// A commit of offsets as it goes into a unit, alone or with other writes (a transaction): by a member, judged by its
// generation, or without one, on a group that nobody is in.
import type { CommitUnit, Engine } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import { commitOffsets, refuseBeyond } from './commit.js';
import { type Draft, type DraftDeps, makeDraft } from './draft.js';
import type { GroupDocuments } from './group-documents.js';
import { callerOf } from './membership.js';
import type { OffsetAt } from './offset-list.js';
import { hasMembers, parseOwnGroup, refuseOtherUse } from './refusals.js';
import type { Sessions } from './sessions.js';

export type GroupCommit = {
  readonly group: string;
  readonly memberId?: string;
  /** Goes with `memberId`: the generation that its offsets were handed out in. */
  readonly generation?: number;
  readonly offsets: readonly OffsetAt[];
  /** Where the offsets stand in the body; default: `/offsets`. */
  readonly path?: string;
};

/** To be part of one unit: each list is added to the unit's own. Where a member goes on is left as it is. */
export type PlannedCommit = {
  readonly expect: NonNullable<CommitUnit['expect']>;
  readonly documents: NonNullable<CommitUnit['documents']>;
  readonly offsets: NonNullable<CommitUnit['offsets']>;
};

/**
 * Decided on what is stored now; a unit with it is refused with VERSION_CONFLICT where that was changed meanwhile: plan again.
 * @throws INVALID_GROUP_ID INVALID_REQUEST ILLEGAL_GENERATION FENCED_INSTANCE_ID NON_EMPTY_GROUP INCONSISTENT_GROUP_PROTOCOL
 *   OFFSET_OUT_OF_RANGE UNKNOWN_TOPIC_OR_PARTITION
 */
export type PlanCommit = (commit: GroupCommit) => PlannedCommit;

export type PlanCommitDeps = DraftDeps & {
  readonly engine: DraftDeps['engine'] & Pick<Engine, 'log'>;
  readonly documents: Pick<GroupDocuments, 'get'>;
  readonly sessions: Pick<Sessions, 'touch'>;
};

export function makePlanCommit(deps: PlanCommitDeps): PlanCommit {
  return (commit) => {
    const group = parseOwnGroup(commit.group);
    const stored = deps.documents.get(group);
    refuseOtherUse(deps.engine.registry, group, stored, 'exclusive');
    const draft = makeDraft(deps, group, stored);
    if (commit.memberId === undefined) commitIdle(deps, draft, commit);
    else {
      commitMember(deps, draft, commit, commit.memberId);
      deps.sessions.touch(group, commit.memberId);
    }
    const unit = draft.unit();
    // What is there already is expected to stay as well.
    const expect = unit?.expect ?? [{ kind: 'version', collection: 'groups', name: group, version: draft.version }];
    const { documents = [], offsets = [] } = unit ?? {};
    return { expect, documents, offsets };
  };
}

function commitMember(
  { engine }: PlanCommitDeps,
  draft: Draft,
  { generation, offsets, path = '/offsets' }: GroupCommit,
  memberId: string,
): void {
  const member = callerOf(draft.group, draft.record, { memberId });
  if (generation === undefined || member === undefined) {
    throw new PosthornError(
      'INVALID_REQUEST',
      `A commit of member '${memberId}' names no generation. Send the generation of the fetch that handed its events out.`,
    );
  }
  commitOffsets(draft, engine.log, { member, generation, offsets, path });
}

function commitIdle({ engine }: PlanCommitDeps, draft: Draft, { offsets, path = '/offsets' }: GroupCommit): void {
  const { members } = draft.record;
  if (members.length > 0)
    throw hasMembers(draft.group, members, 'Commit as one of them, with memberId and generation,');
  refuseBeyond(engine.log, offsets, path);
  for (const { topic, partition, offset } of offsets) {
    draft.reach({ topic, partition }, { committedOffset: offset, position: offset });
  }
}
