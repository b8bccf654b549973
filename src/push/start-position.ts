// Where a subscription begins in each partition, resolved once, in the unit that creates it.
import type { Engine, Progress } from '../engine/engine.js';
import { startOffset } from '../engine/start-position.js';
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import type { GroupName, PartitionIndex, TopicName } from '../model/names.js';
import type { StartAt } from '../model/start-at.js';

export type Starts = { readonly offsets: readonly number[]; readonly progress: readonly Progress[] };

/** Of every partition that `topic` has now. Those that come later begin at 0. */
export function resolveStarts(log: Engine['log'], group: GroupName, topic: TopicName, start: StartAt): Starts {
  const progress: Progress[] = [];
  for (let at = 0; ; at += 1) {
    const partition = at as PartitionIndex;
    const bounds = log.bounds(topic, partition);
    if (bounds === undefined) break;
    const committedOffset = startOffset(log, topic, partition, bounds, start);
    progress.push({ group, topic, partition, committedOffset, inFlight: [] });
  }
  return { offsets: progress.map(({ committedOffset }) => committedOffset), progress };
}

/** @throws UNKNOWN_TOPIC_OR_PARTITION naming every place in `start.offsets` that does not exist */
export function requireStarts({ log, registry }: Pick<Engine, 'log' | 'registry'>, start: StartAt): void {
  if (start.kind !== 'offsets') return;
  const errors: ErrorPlace[] = [];
  for (const [topic, partitions] of Object.entries(start.offsets)) {
    const path = `/start/offsets/${topic}`;
    if (registry.get('topics', topic) === undefined) {
      errors.push({ path, message: `'${topic}' does not exist` });
      continue;
    }
    for (const partition of Object.keys(partitions)) {
      if (log.bounds(topic as TopicName, Number(partition) as PartitionIndex) !== undefined) continue;
      errors.push({ path: `${path}/${partition}`, message: `'${topic}' has no partition ${partition}` });
    }
  }
  const [first] = errors;
  if (first === undefined) return;
  const detail = `${first.path?.slice(1).replaceAll('/', '.')}: ${first.message}. GET /v1/topics lists what there is.`;
  throw new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', detail, { errors });
}
