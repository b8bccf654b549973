// A lane that could not go on: told in the log, and tried again a little later, unless that can't help.
import { PosthornError } from '../errors/posthorn-error.js';
import type { Lane } from './lane.js';
import type { PushLog } from './push-log.js';

/** @returns why its subscription is paused, where another try would fail as well */
export function laneFailure(
  log: Pick<PushLog, 'error'>,
  subscription: string,
  { topic, partition }: Pick<Lane, 'topic' | 'partition'>,
  error: unknown,
): string | undefined {
  log.error({ subscription, topic, partition, error: String(error) }, 'lane failed');
  return error instanceof PosthornError && error.code === 'SECRET_UNREADABLE' ? error.message : undefined;
}
