// How long each step of opening a connection took: told once, to the first request that uses it.
import type { Socket } from 'node:net';
import type { AttemptDurations } from '../../engine/attempt-detail.js';
import { roundMs } from './round-ms.js';

export type Laps = {
  /** A step has ended: it began when the one before it did, or with the laps. */
  ended(step: 'dnsMs' | 'connectMs' | 'tlsMs'): void;
  /** They are those of this connection. */
  of<S extends Socket>(socket: S): S;
};

const told = new WeakMap<Socket, AttemptDurations>();

export function startLaps(): Laps {
  const laps: { -readonly [K in keyof AttemptDurations]: AttemptDurations[K] } = {};
  let since = performance.now();
  return {
    ended: (step) => {
      const now = performance.now();
      laps[step] = roundMs(now - since);
      since = now;
    },
    of: (socket) => {
      told.set(socket, laps);
      return socket;
    },
  };
}

/** Undefined: they were asked for before. */
export function takeLaps(socket: Socket): AttemptDurations | undefined {
  const laps = told.get(socket);
  told.delete(socket);
  return laps;
}
