// How much the push thread does at once, all subscriptions together. Who finds it full is called when there is room. Nobody may
// hold more than is still free: n that take all they can get leave one part in n + 1 to the others, so that endpoints that
// hang never use up what the rest needs (dynamic thresholds, Choudhury and Hahne 1998).

export type Gate = {
  readonly running: number;
  /**
   * @param own how many requests of this subscription run
   * @returns false: it has its share, and looks again when one of its own ends; or, where it has none, all is full: then `retry` is
   *   called once when that changes
   */
  hasRoom(own: number, retry: () => void): boolean;
  enter(): void;
  leave(): void;
  /** The same for parked deliveries that are kept in memory; `own`: of this lane. */
  mayPark(lane: object, own: number, retry: () => void): boolean;
  /** Parked deliveries kept in memory, by difference. */
  addParked(difference: number): void;
  /** The same for bytes of the log that are held in memory; `own`: of this reader. */
  mayRead(reader: object, own: number, retry: () => void): boolean;
  /** Bytes of the log held in memory, by difference. */
  addHeld(difference: number): void;
};

type GateLimits = { readonly running: number; readonly parked: number; readonly heldBytes: number };

export function makeGate(limits: GateLimits): Gate {
  const waiting = new Set<() => void>();
  let running = 0;
  let parked = 0;
  let held = 0;
  const parkers = makeWaiters(() => limits.parked - parked);
  const readers = makeWaiters(() => limits.heldBytes - held);
  return {
    get running() {
      return running;
    },
    hasRoom: (own, retry) => {
      const free = limits.running - running;
      if (own < free) return true;
      if (own === 0) waiting.add(retry);
      return false;
    },
    enter: () => {
      running += 1;
    },
    leave: () => {
      running -= 1;
      // Not only the first: it may no longer have anything to send.
      for (const next of waiting) {
        if (running >= limits.running) return;
        waiting.delete(next);
        next();
      }
    },
    mayPark: parkers.admit,
    addParked: (difference) => {
      parked += difference;
      parkers.changed();
    },
    mayRead: readers.admit,
    addHeld: (difference) => {
      held += difference;
      readers.changed();
    },
  };
}

type Waiters = {
  /** False: no room; where `own` is 0, `retry` is called once when there is. */
  readonly admit: (who: object, own: number, retry: () => void) => boolean;
  /** There may be room now. */
  readonly changed: () => void;
};

function makeWaiters(free: () => number): Waiters {
  const waiting = new Map<object, () => void>();
  let waking = false;
  const wake = (): void => {
    waking = false;
    for (const [who, retry] of waiting) {
      if (free() <= 0) return;
      waiting.delete(who);
      retry();
    }
  };
  return {
    admit: (who, own, retry) => {
      if (own < free()) return true;
      if (own <= 0) waiting.set(who, retry);
      return false;
    },
    changed: () => {
      if (waking || waiting.size === 0 || free() <= 0) return;
      waking = true;
      // Not at once: whoever made room is in the middle of something.
      queueMicrotask(wake);
    },
  };
}
