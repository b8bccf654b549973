// How much the push thread does at once, all subscriptions together. Who finds it full is called when there is room.

export type Gate = {
  readonly running: number;
  readonly parkedFull: boolean;
  /** False: full; `retry` is called once when that changes. */
  hasRoom(retry: () => void): boolean;
  enter(): void;
  leave(): void;
  /** Parked deliveries kept in memory, by difference. */
  addParked(difference: number): void;
};

export function makeGate(maxRunning: number, maxParked: number): Gate {
  const waiting = new Set<() => void>();
  let running = 0;
  let parked = 0;
  return {
    get running() {
      return running;
    },
    get parkedFull() {
      return parked >= maxParked;
    },
    hasRoom: (retry) => {
      if (running < maxRunning) return true;
      waiting.add(retry);
      return false;
    },
    enter: () => {
      running += 1;
    },
    leave: () => {
      running -= 1;
      const [next] = waiting;
      if (next === undefined) return;
      waiting.delete(next);
      next();
    },
    addParked: (difference) => {
      parked += difference;
    },
  };
}
