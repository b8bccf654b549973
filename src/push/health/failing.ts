// Since when every request to an endpoint has failed, whatever the status: what a subscription is paused for in the end. Pure.

export type Failing = {
  /** Of the first failure since the last success, ms since the epoch; null: there was none. */
  since: number | null;
  /** Failures since then. */
  failures: number;
};

export function failedNow(failing: Failing, now: number): void {
  failing.since ??= now;
  failing.failures += 1;
}

export function succeededNow(failing: Failing): void {
  failing.since = null;
  failing.failures = 0;
}

/**
 * Asked when a request has just failed: an endpoint that nothing is sent to is not failing.
 * @param afterMs null: never
 * @param minFailures a few failures far from each other are no outage
 */
export function hasFailedFor(failing: Failing, now: number, afterMs: number | null, minFailures: number): boolean {
  if (afterMs === null || failing.since === null) return false;
  return failing.failures >= minFailures && now - failing.since >= afterMs;
}
