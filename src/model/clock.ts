// The only source of time and randomness: everything else takes a Clock, so tests can turn it.
import { randomBytes, randomUUID } from 'node:crypto';

export type Clock = {
  /** Wall clock, milliseconds since the epoch. */
  readonly now: () => number;
  /** Uniform in [0, 1): jitter only, never secrets. */
  readonly random: () => number;
  /** A random UUID, version 4. */
  readonly uuid: () => string;
  /** Cryptographically strong bytes. */
  readonly bytes: (count: number) => Buffer;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  uuid: () => randomUUID(),
  bytes: (count) => randomBytes(count),
};
