// For what has no signal to wait on: asks again until the answer stands.
import { setTimeout as pause } from 'node:timers/promises';

const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 50;

/**
 * Calls `attempt` until it neither throws nor returns `false`; gives back what it returned.
 * @throws the last error, once `timeoutMs` (default 10 s) have passed.
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  options: { readonly timeoutMs?: number } = {},
): Promise<Exclude<T, false>> {
  const deadline = performance.now() + (options.timeoutMs ?? 10_000);
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    let failure: unknown = new Error('The condition stayed false.');
    try {
      const answer = await attempt();
      if (answer !== false) return answer as Exclude<T, false>;
    } catch (error) {
      failure = error;
    }
    if (performance.now() >= deadline) throw failure;
    await pause(pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
