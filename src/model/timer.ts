// Waiting for a time to pass: everything in this thread that waits takes a Timer, so tests can turn it.

/** Calls `ring` once, after `ms` milliseconds. Returns what stops it. */
export type Timer = (ring: () => void, ms: number) => () => void;

export const systemTimer: Timer = (ring, ms) => {
  const timer = setTimeout(ring, ms);
  return () => clearTimeout(timer);
};
