// Where a group begins to read a partition that it has not come to yet.
import type { Offset, PartitionIndex, TopicName } from '../model/names.js';
import type { StartAt } from '../model/start-at.js';
import type { EventLog, LogBounds } from './engine.js';

/** Where `start` lies in one partition; what it names beyond the log's bounds is drawn to them. */
export function startOffset(
  log: Pick<EventLog, 'offsetForTimestamp'>,
  topic: TopicName,
  partition: PartitionIndex,
  bounds: LogBounds,
  start: StartAt,
): Offset {
  switch (start.kind) {
    case 'latest':
      return bounds.highWatermark;
    case 'earliest':
      return bounds.logStartOffset;
    case 'timestamp':
      return log.offsetForTimestamp(topic, partition, start.timestamp);
    case 'offsets': {
      const asked = start.offsets[topic]?.[String(partition)];
      if (asked === undefined) return bounds.highWatermark;
      return Math.min(Math.max(asked, bounds.logStartOffset), bounds.highWatermark) as Offset;
    }
    default:
      return start satisfies never;
  }
}
