// A seek that only says what it would do: how many of the events that it replays the subscription's filter lets pass.
import type { Document, EventLog } from '../../engine/engine.js';
import { FILTER_COUNT_MAX_EVENTS, FILTER_COUNT_MAX_STEPS } from '../../model/delivery-limits.js';
import { LANE_READ_MAX_BYTES } from '../../model/limits.js';
import type { Offset, PartitionIndex, TopicName } from '../../model/names.js';
import type { SubscriptionRecord } from '../subscription-config.js';
import type { CompileFilter } from './event-filter.js';

/** The events `from..to - 1` of one partition. */
type Stretch = {
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly from: Offset;
  readonly to: Offset;
};

/** As the seek was answered. */
type Answered =
  | { readonly ranges: readonly Stretch[] }
  | { readonly offsets: readonly (Omit<Stretch, 'from' | 'to'> & Record<'newOffset' | 'committedOffset', Offset>)[] };

function stretchesOf(answer: Answered): readonly Stretch[] {
  if ('ranges' in answer) return answer.ranges;
  return answer.offsets.map(({ topic, partition, newOffset: from, committedOffset: to }) => {
    return { topic, partition, from, to };
  });
}

/** Nothing where there is no filter, or more to look at than one call may take. */
export function matchingOf(
  log: Pick<EventLog, 'read' | 'count'>,
  { body }: Document,
  answer: Answered,
  compile: CompileFilter,
): { readonly matching?: number } {
  const { filter: definition } = body as SubscriptionRecord;
  if (definition === undefined) return {};
  const stretches = stretchesOf(answer);
  const events = stretches.reduce((sum, one) => sum + log.count(one.topic, one.partition, one.from, one.to), 0);
  if (events > FILTER_COUNT_MAX_EVENTS) return {};
  const filter = compile(JSON.stringify(definition));
  let matching = 0;
  for (const { topic, partition, from, to } of stretches) {
    for (let next = from; next < to; ) {
      const limits = { maxEvents: FILTER_COUNT_MAX_EVENTS, maxBytes: LANE_READ_MAX_BYTES, before: to };
      const slices = log.read(topic, partition, next, limits);
      if (slices.length === 0) break;
      for (const slice of slices) {
        for (let index = slice.first; index <= slice.last; index += 1) {
          if (filter.matches(slice, index)) matching += 1;
          if (filter.spent() > FILTER_COUNT_MAX_STEPS) return {};
        }
        next = (slice.baseOffset + slice.last + 1) as Offset;
      }
    }
  }
  return { matching };
}
