// How a change of a definition is written: decided on the documents as they are, and decided again when another change came
// between.
import type { CommitUnit, Engine } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import { DEFINITION_COMMIT_ATTEMPTS } from '../model/limits.js';

/** @param decide undefined: there is nothing to change */
export async function commitChange(
  { commit }: Pick<Engine, 'commit'>,
  decide: () => CommitUnit | undefined,
  maxAttempts = DEFINITION_COMMIT_ATTEMPTS,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const unit = decide();
    if (unit === undefined) return;
    try {
      await commit(unit);
      return;
    } catch (error) {
      const conflict = error instanceof PosthornError && error.code === 'VERSION_CONFLICT';
      if (!conflict || attempt >= maxAttempts) throw error;
    }
  }
}
