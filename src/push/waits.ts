// What one subscription waits for with no request under way: later attempts, batches that are not full yet, lanes that could
// not be read. Whatever its time has come for stands in the queue of lanes again.
import type { Clock } from '../model/clock.js';
import type { Alarm } from './alarm.js';
import type { Entry } from './entry.js';
import type { Lane } from './lane.js';
import type { LaneQueue } from './lane-queue.js';

export type Waits = {
  lookAgainAt(lane: Lane, at: number): void;
  /** The delivery waits for `entry.nextAttemptAt`. */
  retryLater(lane: Lane, entry: Entry): void;
  /** They no longer wait behind anything. */
  freed(lane: Lane, entries: readonly Entry[]): void;
};

export type WaitsDeps = {
  readonly alarm: Pick<Alarm, 'at'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Whoever forgets it with the alarm waits for nothing any more. */
  readonly owner: object;
  readonly queue: LaneQueue;
  /** Something stands in the queue. */
  readonly pump: () => void;
};

export function makeWaits({ alarm, clock, owner, queue, pump }: WaitsDeps): Waits {
  const makeReady = (lane: Lane, entry: Entry): void => {
    if (lane.dropped || (entry.state !== 'timed' && entry.state !== 'blocked')) return;
    entry.state = 'ready';
    lane.ready.push(entry);
    queue.add(lane);
  };

  const retryLater = (lane: Lane, entry: Entry): void => {
    entry.state = 'timed';
    alarm.at(entry.nextAttemptAt, owner, () => {
      makeReady(lane, entry);
      pump();
    });
  };

  return {
    retryLater,
    lookAgainAt: (lane, at) =>
      alarm.at(at, owner, () => {
        queue.add(lane);
        pump();
      }),
    freed: (lane, entries) => {
      for (const entry of entries) {
        if (entry.nextAttemptAt > clock.now()) retryLater(lane, entry);
        else makeReady(lane, entry);
      }
    },
  };
}
