// A change of a group that is no fetch: decided on the record as it is, and again where another change came between.
import type { CommitUnit } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import { GROUP_COMMIT_ATTEMPTS } from '../../model/group-limits.js';
import type { GroupName } from '../../model/names.js';
import type { GroupDocuments } from './group-documents.js';

export type ChangeDeps = {
  readonly engine: { commit(unit: CommitUnit): Promise<unknown> };
  readonly documents: Pick<GroupDocuments, 'alone'>;
};

/** `decide`: undefined where there is nothing to do. Resolves once it is on disk. */
export function changeGroup(
  { engine, documents }: ChangeDeps,
  group: GroupName,
  decide: () => CommitUnit | undefined,
): Promise<void> {
  return documents.alone(group, async () => {
    for (let attempt = 1; ; attempt += 1) {
      const unit = decide();
      if (unit === undefined) return;
      try {
        await engine.commit(unit);
        return;
      } catch (error) {
        const isConflict = error instanceof PosthornError && error.code === 'VERSION_CONFLICT';
        if (!isConflict || attempt >= GROUP_COMMIT_ATTEMPTS) throw error;
      }
    }
  });
}
