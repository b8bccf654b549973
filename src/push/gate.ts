// How much the push thread does at once, all subscriptions together. Who finds it full is called when there is room.

export type Gate = {
  readonly running: number;
  /** False: full; `retry` is called once when that changes. */
  hasRoom(retry: () => void): boolean;
  enter(): void;
  leave(): void;
  /** False: too many deliveries are parked; `retry` is called once when that changes. */
  mayPark(lane: object, retry: () => void): boolean;
  /** Parked deliveries kept in memory, by difference. */
  addParked(difference: number): void;
  /** False: too much is held in memory; `retry` is called once when that changes. */
  mayRead(reader: object, retry: () => void): boolean;
  /** Bytes of the log held in memory, by difference. */
  addHeld(difference: number): void;
};

type GateLimits = { readonly running: number; readonly parked: number; readonly heldBytes: number };

export function makeGate(limits: GateLimits): Gate {
  const waiting = new Set<() => void>();
  let running = 0;
  let parked = 0;
  let held = 0;
  const parkers = makeWaiters(() => parked < limits.parked);
  const readers = makeWaiters(() => held < limits.heldBytes);
  return {
    get running() {
      return running;
    },
    hasRoom: (retry) => {
      if (running < limits.running) return true;
      waiting.add(retry);
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
  /** False: no room; `retry` is called once when there is. */
  readonly admit: (who: object, retry: () => void) => boolean;
  /** There may be room now. */
  readonly changed: () => void;
};

function makeWaiters(hasRoom: () => boolean): Waiters {
  const waiting = new Map<object, () => void>();
  let waking = false;
  const wake = (): void => {
    waking = false;
    for (const [who, retry] of waiting) {
      if (!hasRoom()) return;
      waiting.delete(who);
      retry();
    }
  };
  return {
    admit: (who, retry) => {
      if (hasRoom()) return true;
      waiting.set(who, retry);
      return false;
    },
    changed: () => {
      if (waking || waiting.size === 0 || !hasRoom()) return;
      waking = true;
      // Not at once: whoever made room is in the middle of something.
      queueMicrotask(wake);
    },
  };
}
