// What a tail may be narrowed by, beside a key: a part of the program that this one does not know compiles it.
import type { LogSlice } from '../engine/engine.js';

export type EventFilter = {
  /** Does the event `index` of the slice's batch pass? */
  matches(slice: LogSlice, index: number): boolean;
  /** Bytes looked at and steps taken, for all events so far. */
  spent(): number;
};

/** @throws INVALID_FILTER */
export type CompileFilter = (text: string) => EventFilter;

/** Which events a reader wants. */
export type Wanted = {
  readonly key: string | undefined;
  readonly filter: EventFilter | undefined;
};
