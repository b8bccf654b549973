// The lanes of a subscription that have work. Those of the live flow and those of replays take turns, so that however many
// replays there are, half of what is sent is live as long as there is anything live to send.
import type { Lane } from './lane.js';

export type LaneQueue = {
  readonly empty: boolean;
  /** Behind those of its kind; a lane that stands there already stays where it is. */
  add(lane: Lane): void;
  /** Undefined: none has work. */
  next(): Lane | undefined;
  remove(lane: Lane): void;
  clear(): void;
};

export function makeLaneQueue(): LaneQueue {
  let live: Lane[] = [];
  let replayed: Lane[] = [];
  let liveWasLast = false;

  const take = (): Lane | undefined => {
    const fromReplays = replayed.length > 0 && (liveWasLast || live.length === 0);
    liveWasLast = !fromReplays;
    return (fromReplays ? replayed : live).shift();
  };

  return {
    get empty() {
      return live.length + replayed.length === 0;
    },
    add: (lane) => {
      if (lane.queued || lane.dropped) return;
      lane.queued = true;
      (lane.course.replay === null ? live : replayed).push(lane);
    },
    next: () => {
      for (let lane = take(); lane !== undefined; lane = take()) {
        lane.queued = false;
        if (!lane.dropped) return lane;
      }
      return undefined;
    },
    remove: (lane) => {
      live = live.filter((one) => one !== lane);
      replayed = replayed.filter((one) => one !== lane);
      lane.queued = false;
    },
    clear: () => {
      live = [];
      replayed = [];
    },
  };
}
