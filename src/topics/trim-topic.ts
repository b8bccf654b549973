// One trim: where each log is to start ▸ within its bounds? ▸ one unit for all partitions. The writer judges the bounds again.
import { changeEvents } from '../engine/changes.js';
import type { Document, Engine } from '../engine/engine.js';
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import { type PartitionIndex, parseOffset, parsePartition, type TopicName } from '../model/names.js';

/** Asked for as an offset: the high watermark, as in Kafka's DeleteRecords. */
export const HIGH_WATERMARK = -1;

export type TrimRequest = {
  /** A partition at most once. `offset`: the first to keep; HIGH_WATERMARK: keep none. */
  readonly offsets: readonly { readonly partition: number; readonly offset: number }[];
};

export type TrimAnswer = {
  readonly topic: TopicName;
  /** In the order of the request. */
  readonly partitions: readonly {
    readonly partition: number;
    readonly logStartOffset: number;
    readonly highWatermark: number;
    /** How many events this trim has deleted. */
    readonly deleted: number;
  }[];
};

/** @throws INVALID_REQUEST UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE; VERSION_CONFLICT: it is another topic by now */
export async function trimTopic(
  engine: Pick<Engine, 'commit' | 'log'>,
  { collection, name, incarnation }: Document,
  { offsets }: TrimRequest,
  at: number,
): Promise<TrimAnswer> {
  const topic = name as TopicName;
  const partitions = offsets.map(({ partition }) => parsePartition(partition));
  refuseRepeats(partitions);
  refuseUnknown(engine, topic, partitions);
  refuseOutOfRange(engine, topic, offsets);
  const { trims = [] } = await engine.commit({
    expect: [{ kind: 'incarnation', collection, name, incarnation }],
    logs: offsets.map(({ partition, offset }) => ({
      kind: 'trim',
      topic,
      partition: parsePartition(partition),
      offset: offset === HIGH_WATERMARK ? null : parseOffset(offset),
    })),
    appends: [changeEvents(at, [{ kind: 'topic.trimmed', name, offsets }])],
  });
  return { topic, partitions: trims };
}

function refuseRepeats(partitions: readonly PartitionIndex[]): void {
  const errors = partitions.flatMap((partition, index): ErrorPlace[] =>
    partitions.indexOf(partition) === index
      ? []
      : [{ path: `/offsets/${index}/partition`, message: `names partition ${partition} again` }],
  );
  if (errors.length === 0) return;
  throw new PosthornError('INVALID_REQUEST', 'Each partition may be named once. Leave the others out.', { errors });
}

function refuseUnknown(engine: Pick<Engine, 'log'>, topic: TopicName, partitions: readonly PartitionIndex[]): void {
  const errors = partitions.flatMap((partition, index): ErrorPlace[] =>
    engine.log.bounds(topic, partition) === undefined
      ? [{ path: `/offsets/${index}/partition`, message: `there is no partition ${partition}` }]
      : [],
  );
  if (errors.length === 0) return;
  const detail = `Topic '${topic}' lacks a partition that is named: nothing was trimmed. GET /v1/topics/${topic} lists them.`;
  throw new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', detail, { errors });
}

function refuseOutOfRange(engine: Pick<Engine, 'log'>, topic: TopicName, offsets: TrimRequest['offsets']): void {
  const beyond = offsets.flatMap(({ partition, offset }, index) => {
    const bounds = engine.log.bounds(topic, parsePartition(partition));
    return bounds === undefined || offset <= bounds.highWatermark ? [] : [{ partition, offset, index, bounds }];
  });
  const [first] = beyond;
  if (first === undefined) return;
  const { logStartOffset, highWatermark } = first.bounds;
  throw new PosthornError(
    'OFFSET_OUT_OF_RANGE',
    `Offset ${first.offset} is above the high watermark ${highWatermark} of partition ${first.partition}: nothing was trimmed. ` +
      `Send an offset of at most ${highWatermark}, or ${HIGH_WATERMARK} for all that is there.`,
    {
      errors: beyond.map(({ index, bounds }) => ({
        path: `/offsets/${index}/offset`,
        message: `is above the high watermark ${bounds.highWatermark}`,
      })),
      members: { logStartOffset, highWatermark },
    },
  );
}
