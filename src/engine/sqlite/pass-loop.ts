// Runs passes of retention or of compaction at an interval, one step at a time, so that commits go between the steps.

export type PassLoop = { readonly stop: () => void };

/** @param pauseMs between two steps; 0: a turn of the loop */
export function startPassLoop(makePass: () => Generator<void>, intervalMs: number, pauseMs: number): PassLoop {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const after = (delayMs: number, task: () => void) => {
    timer = setTimeout(task, delayMs);
    timer.unref();
  };
  const schedule = () => after(intervalMs, () => step(makePass()));
  const step = (pass: Generator<void>) => {
    if (stopped) return;
    let ended = true;
    try {
      ended = pass.next().done === true;
    } catch {
      // A full or read-only disk: commits report it to their callers; the next pass tries again.
    }
    if (ended) schedule();
    else if (pauseMs > 0) after(pauseMs, () => step(pass));
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
