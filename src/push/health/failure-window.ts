// How many of an endpoint's latest requests failed: counts of a sliding window, in parts that are forgotten one by one. Pure.
import { ENDPOINT_WINDOW_MS, ENDPOINT_WINDOW_PARTS } from '../../model/limits.js';

const PART_MS = ENDPOINT_WINDOW_MS / ENDPOINT_WINDOW_PARTS;

export type FailureWindow = {
  /** Number of the part that counts now: the time divided by its length. */
  part: number;
  requests: number;
  failures: number;
  readonly requestsIn: number[];
  readonly failuresIn: number[];
};

export function newFailureWindow(): FailureWindow {
  const none = () => Array.from({ length: ENDPOINT_WINDOW_PARTS }, () => 0);
  return { part: 0, requests: 0, failures: 0, requestsIn: none(), failuresIn: none() };
}

/** @param now ms since the epoch; where it goes back, what is counted counts with the part of the latest time */
export function count(window: FailureWindow, now: number, failed: boolean): void {
  forget(window, now);
  const at = window.part % ENDPOINT_WINDOW_PARTS;
  window.requests += 1;
  window.requestsIn[at] = (window.requestsIn[at] as number) + 1;
  if (!failed) return;
  window.failures += 1;
  window.failuresIn[at] = (window.failuresIn[at] as number) + 1;
}

/** Lets go of what is older than the window. */
export function forget(window: FailureWindow, now: number): void {
  const part = Math.floor(now / PART_MS);
  if (part <= window.part) return;
  const passed = Math.min(part - window.part, ENDPOINT_WINDOW_PARTS);
  for (let step = 1; step <= passed; step += 1) {
    const at = (window.part + step) % ENDPOINT_WINDOW_PARTS;
    window.requests -= window.requestsIn[at] as number;
    window.failures -= window.failuresIn[at] as number;
    window.requestsIn[at] = 0;
    window.failuresIn[at] = 0;
  }
  window.part = part;
}

/** Share of failures, 0 to 1; 0 where there were no requests. */
export function failureRate({ requests, failures }: FailureWindow): number {
  return requests === 0 ? 0 : failures / requests;
}

export function clear(window: FailureWindow): void {
  window.requests = 0;
  window.failures = 0;
  window.requestsIn.fill(0);
  window.failuresIn.fill(0);
}
