// retention and compaction ▸ what they could not do: counted each time, told once an hour for each log, so that a log that fails
// at every pass, or a full disk under thousands of logs, does not fill the program's log.
import type { Clock } from '../../model/clock.js';
import { TROUBLE_TELL_INTERVAL_MS, TROUBLES_TOLD_MAX } from '../../model/limits.js';
import type { LogPlace, Trouble } from '../trouble.js';
import { storageError } from './storage-error.js';

export type Troubles = {
  readonly count: number;
  readonly add: (task: Trouble['task'], error: unknown, place?: LogPlace) => void;
};

export function makeTroubles(clock: Pick<Clock, 'now'>, tell: (trouble: Trouble) => void): Troubles {
  const toldAt = new Map<string, number>();
  let count = 0;
  return {
    get count() {
      return count;
    },
    add: (task, error, place) => {
      count += 1;
      const now = clock.now();
      for (const [what, at] of toldAt) if (now - at >= TROUBLE_TELL_INTERVAL_MS) toldAt.delete(what);
      const what = `${task} ${causeInCommon(error) ?? `${place?.partition} ${place?.topic}`}`;
      if (toldAt.has(what) || toldAt.size >= TROUBLES_TOLD_MAX) return;
      toldAt.set(what, now);
      tell({ task, ...place, reason: String(error) });
    },
  };
}

/** A full or read-only disk is the same trouble at every log. */
function causeInCommon(error: unknown): string | undefined {
  const { code } = storageError(error);
  return code === 'STORAGE_FULL' || code === 'STORAGE_READ_ONLY' ? code : undefined;
}
