// How many requests to one endpoint run at once: additive increase, multiplicative decrease (AIMD), as TCP finds the share of
// a link (RFC 5681). Up while answers come as fast as ever; halved when the endpoint says that it is too much (429, 503, no answer in
// time), or when even the fastest answer of a whole window took twice as long as the endpoint can: then a queue stands in front
// of it (after CoDel's standing queue, RFC 8289, 3.1). Pure.
import { IN_FLIGHT_FIRST, IN_FLIGHT_SLOW_MS, IN_FLIGHT_WINDOW_MIN } from '../../model/limits.js';

export type InFlightLimit = {
  /** From 1 to `max`. */
  limit: number;
  readonly max: number;
  /** Below it the limit doubles from window to window, as long as nothing is known of the endpoint. */
  threshold: number;
  /** The fastest that an answer was, ms; it is learned anew where one request at a time is slower. */
  floorMs: number;
  /** Number of the next request; those before `from` were begun under a limit that was too high, and say nothing more. */
  next: number;
  from: number;
  /** Of this window: good answers, the fastest of them, and whether the limit was reached. */
  answers: number;
  fastestMs: number;
  full: boolean;
};

export function newInFlightLimit(max: number): InFlightLimit {
  return {
    limit: Math.min(max, IN_FLIGHT_FIRST),
    max,
    threshold: max,
    floorMs: Number.POSITIVE_INFINITY,
    next: 0,
    from: 0,
    answers: 0,
    fastestMs: Number.POSITIVE_INFINITY,
    full: false,
  };
}

/** @param running how many run besides. @returns what to give back when it ends */
export function begun(state: InFlightLimit, running: number): number {
  if (running + 1 >= state.limit) state.full = true;
  const number = state.next;
  state.next += 1;
  return number;
}

/** @param number what `begun` gave */
export function answered(state: InFlightLimit, number: number, durationMs: number): void {
  if (number < state.from) return;
  state.answers += 1;
  if (durationMs < state.fastestMs) state.fastestMs = durationMs;
  if (state.answers < Math.max(state.limit, IN_FLIGHT_WINDOW_MIN)) return;
  const { fastestMs, full } = state;
  nextWindow(state);
  if (fastestMs >= IN_FLIGHT_SLOW_MS && fastestMs >= 2 * state.floorMs) {
    if (state.limit > 1) {
      halve(state);
      return;
    }
    // No queue of ours: the endpoint itself has become slower, and what was known of it is out of date.
    state.floorMs = fastestMs;
    state.threshold = state.max;
  }
  state.floorMs = Math.min(state.floorMs, fastestMs);
  if (!full) return;
  const more = state.limit < state.threshold ? Math.min(2 * state.limit, state.threshold) : state.limit + 1;
  state.limit = Math.min(more, state.max);
}

/** The endpoint had too much to do. */
export function overloaded(state: InFlightLimit, number: number): void {
  if (number < state.from) return;
  nextWindow(state);
  halve(state);
}

/** The endpoint has come back from an outage: as many as have been proved, then quickly up to half of what was too much. */
export function beginAgain(state: InFlightLimit, proved: number): void {
  state.threshold = Math.max(1, state.threshold === state.max ? state.limit >> 1 : state.threshold);
  state.limit = Math.min(state.max, proved);
  nextWindow(state);
  state.from = state.next;
}

function halve(state: InFlightLimit): void {
  state.limit = Math.max(1, state.limit >> 1);
  state.threshold = state.limit;
  state.from = state.next;
}

function nextWindow(state: InFlightLimit): void {
  state.answers = 0;
  state.fastestMs = Number.POSITIVE_INFINITY;
  state.full = false;
}
