// Events that were deleted, by a trim or by retention, before their subscription got them: counted for the lane's next commit
// and for the metrics page, and told in the log, one line a loss.
import type { Lane } from './lane.js';
import type { PushLog } from './push-log.js';
import type { PushCounters } from './push-stats.js';

/** The lane has lost the offsets `from..to - 1`. */
export type NoteLoss = (lane: Lane, from: number, to: number) => void;

export type LossDeps = { readonly counters: Pick<PushCounters, 'lost'>; readonly log: Pick<PushLog, 'warn'> };

export type LossPlace = {
  readonly subscription: string;
  readonly topic: string;
  readonly partition: number;
  /** Lost by a replay: the live flow may have had them. */
  readonly replay?: string;
};

export function makeNoteLoss(subscription: string, deps: LossDeps): NoteLoss {
  return (lane, from, to) => {
    lane.lost += to - from;
    const replay = lane.course.replay === null ? {} : { replay: lane.course.replay.record.id };
    tellLoss(deps, { subscription, topic: lane.topic, partition: lane.partition, ...replay }, from, to);
  };
}

export function tellLoss({ counters, log }: LossDeps, place: LossPlace, from: number, to: number): void {
  const events = to - from;
  if (place.replay === undefined) counters.lost(place.subscription, events);
  log.warn({ ...place, from, to, events }, 'events were deleted before they were delivered');
}
