// Which attempts of a group are looked for, and a page of them.
import type { AttemptOutcome, AttemptPhase, StoredAttempt } from './engine.js';

/** All that is named must hold; bounds are inclusive. */
export type AttemptSearch = {
  readonly outcome?: AttemptOutcome;
  readonly phase?: AttemptPhase;
  readonly status?: number;
  readonly key?: string;
  readonly topic?: string;
  readonly partition?: number;
  /** Of a batch, any event of it. */
  readonly fromOffset?: number;
  readonly toOffset?: number;
  /** When it began, ms since the epoch. */
  readonly since?: number;
  readonly until?: number;
};

export type AttemptPage = {
  readonly items: readonly StoredAttempt[];
  /** Goes on below this id; absent at the end. A page may hold fewer than were asked for, even none, and have one. */
  readonly next?: number;
};
