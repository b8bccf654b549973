// Whose turn it is in a lane: what waits comes before what is new, and a down endpoint gets little of either.
import type { Entry } from './entry.js';
import type { Health } from './health.js';
import type { Lane } from './lane.js';
import { nextReady, type TakeContext, takeNew } from './lane-take.js';

/** Undefined: the lane has to wait. What is found counts as running. */
export function nextDelivery(lane: Lane, context: TakeContext, health: Health): Entry | undefined {
  return health.down ? nextWhileDown(lane, context, health) : (nextReady(lane) ?? takeNew(lane, context));
}

/** Retries whose time has come, and one probe. */
function nextWhileDown(lane: Lane, context: TakeContext, health: Health): Entry | undefined {
  const retry = nextReady(lane, (entry) => entry.attempts > 0);
  if (retry !== undefined) return retry;
  if (health.probing || context.now() < health.probeAt) return undefined;
  const probe = nextReady(lane) ?? takeNew(lane, context);
  health.probing = probe !== undefined;
  return probe;
}
