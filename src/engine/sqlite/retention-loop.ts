// Runs retention passes at an interval, one step a turn of the loop, so that commits go between the steps.
import type { Clock } from '../../model/clock.js';
import type { Retention } from './retention.js';

export type RetentionLoop = { readonly stop: () => void };

export function startRetentionLoop(retention: Retention, clock: Clock, intervalMs: number): RetentionLoop {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const schedule = () => {
    timer = setTimeout(() => step(retention.pass(clock.now())), intervalMs);
    timer.unref();
  };
  const step = (pass: Generator<void>) => {
    if (stopped) return;
    let ended = true;
    try {
      ended = pass.next().done === true;
    } catch {
      // A full or read-only disk: commits report it to their callers; the next pass tries again.
    }
    if (ended) schedule();
    else setImmediate(step, pass);
  };
  schedule();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
