// Before a paused subscription is pulled: push may still have deliveries of it under way, and until these have ended and are
// written down, nothing of the group is touched.
import { WORK_QUEUE_REST_RETRY_MS } from '../../../model/group-limits.js';
import type { GroupName } from '../../../model/names.js';
import type { Timer } from '../../../model/timer.js';
import type { Standing } from './standing.js';

export type RestDeps = {
  /** Whether nothing of the paused subscription runs any more; may take as long as its endpoint does. */
  readonly rested: (group: GroupName) => Promise<boolean>;
  readonly timer: Timer;
};

export type Rest = {
  /** Whether push has followed this pause. If not it is asked, and `wake` is called when it is time to look again. */
  has(standing: Standing): boolean;
  /** It takes so long that whoever does not wait for events should not wait for it either. */
  isLate(): boolean;
};

export function makeRest({ rested, timer }: RestDeps, group: GroupName, wake: () => void): Rest {
  /** The version of the subscription whose pause push has followed. */
  let restedAt: number | undefined;
  let asks = false;
  let isLate = false;

  const ask = (version: number): void => {
    asks = true;
    const late = (): void => {
      isLate = true;
      wake();
    };
    const again = (): void => {
      asks = false;
      wake();
    };
    const disarm = timer(late, WORK_QUEUE_REST_RETRY_MS);
    const answered = (isResting: boolean): void => {
      disarm();
      isLate = !isResting;
      if (isResting) {
        restedAt = version;
        again();
      } else {
        timer(again, WORK_QUEUE_REST_RETRY_MS);
        wake();
      }
    };
    rested(group).then(answered, () => answered(false));
  };

  return {
    isLate: () => isLate,
    has: ({ subscription }) => {
      if (subscription === undefined || subscription.version === restedAt) return true;
      if (!asks) ask(subscription.version);
      return false;
    },
  };
}
