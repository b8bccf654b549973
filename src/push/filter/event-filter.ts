// What a subscription may be narrowed by: a part of the program that this one does not know compiles it.
import type { LogSlice } from '../../engine/engine.js';

export type EventFilter = {
  /** Does the event `index` of the slice's batch pass? Never throws. */
  matches(slice: LogSlice, index: number): boolean;
  /** Bytes looked at and steps taken, for all events so far. */
  spent(): number;
};

/** @param at where the filter stands in what was sent @throws INVALID_FILTER */
export type CompileFilter = (text: string, at?: string) => EventFilter;
