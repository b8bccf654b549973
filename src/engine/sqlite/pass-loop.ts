// Runs passes of retention or of compaction at an interval, one step at a time, so that commits go between the steps.

export type PassLoopDeps = {
  readonly makePass: () => Generator<void>;
  readonly intervalMs: number;
  /** Between two steps; 0: a turn of the loop. */
  readonly pauseMs: number;
  /** A pass ended early; the next one begins anew. */
  readonly trouble: (error: unknown) => void;
};

export type PassLoop = { readonly stop: () => void };

export function startPassLoop({ makePass, intervalMs, pauseMs, trouble }: PassLoopDeps): PassLoop {
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
    } catch (error) {
      trouble(error);
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
