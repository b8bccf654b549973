// The logs of all topics as the port shows them: those that are stored, and the one that is a view.
import { ATTEMPTS_TOPIC } from '../../model/internal-topics.js';
import type { EventLog } from '../engine.js';
import type { AttemptView } from './attempt-view.js';

type Logs = Omit<EventLog, 'onAppend'>;

export function withAttemptView(stored: Logs, attempts: AttemptView): Logs {
  return {
    // Whether the topic was made is known of the stored ones.
    bounds: (topic, partition) => {
      const bounds = stored.bounds(topic, partition);
      return topic === ATTEMPTS_TOPIC && bounds !== undefined ? attempts.bounds() : bounds;
    },
    read: (topic, partition, offset, limits) =>
      topic === ATTEMPTS_TOPIC ? attempts.read(offset, limits) : stored.read(topic, partition, offset, limits),
    offsetForTimestamp: (topic, partition, timestamp) =>
      topic === ATTEMPTS_TOPIC
        ? attempts.offsetForTimestamp(timestamp)
        : stored.offsetForTimestamp(topic, partition, timestamp),
    count: (topic, partition, from, to) =>
      topic === ATTEMPTS_TOPIC ? attempts.count(from, to) : stored.count(topic, partition, from, to),
  };
}
