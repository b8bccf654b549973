// What nobody took does not count as handed out: the member's positions go back to where its answer began, so that its next
// call, one that commits all it was handed out too, gets these events.
import type { CommitUnit } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import { GROUP_COMMIT_ATTEMPTS } from '../../model/group-limits.js';
import type { GroupName } from '../../model/names.js';
import type { HandedOut } from './deliver.js';
import { type DraftDeps, makeDraft } from './draft.js';
import { type GroupDocuments, recordOf } from './group-documents.js';
import { placeKey } from './group-record.js';

export type PutBackDeps = DraftDeps & {
  readonly engine: DraftDeps['engine'] & { commit(unit: CommitUnit): Promise<unknown> };
  readonly documents: Pick<GroupDocuments, 'get'>;
};

/** Only where the member still owns the partition and nothing was handed out there since. Never rejects. */
export async function putBack(
  deps: PutBackDeps,
  group: GroupName,
  memberId: string,
  handedOut: readonly HandedOut[],
): Promise<void> {
  for (let attempt = 1; attempt <= GROUP_COMMIT_ATTEMPTS; attempt += 1) {
    const stored = deps.documents.get(group);
    const member = stored && recordOf(stored).members.find(({ id }) => id === memberId);
    if (member === undefined) return;
    const draft = makeDraft(deps, group, stored);
    const owned = new Set(member.owned.map(placeKey));
    for (const place of handedOut) {
      const now = owned.has(placeKey(place)) ? draft.reached(place) : undefined;
      if (now?.position !== place.to) continue;
      draft.reach(place, { ...now, position: Math.max(place.from, now.committedOffset) });
    }
    const unit = draft.unit();
    if (unit === undefined) return;
    try {
      await deps.engine.commit(unit);
      return;
    } catch (error) {
      // The storage fails, or stops: then the list form of commit goes on from what is committed.
      if (!(error instanceof PosthornError) || error.code !== 'VERSION_CONFLICT') return;
    }
  }
}
