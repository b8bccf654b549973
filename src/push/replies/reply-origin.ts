// `deliver()`, step reply: the headers of an event that an endpoint answered with say which delivery it came of.
import type { Append } from '../../engine/engine.js';
import type { Column } from '../../model/event-batch.js';

/** The delivery that was answered. */
export type ReplyOrigin = {
  readonly subscription: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Of a batch the last one. */
  readonly lastOffset: number;
  /** Id of the replay that it was part of; null: the live flow. */
  readonly replay: string | null;
  /** W3C trace context of the delivery. */
  readonly traceparent: string | null;
};

/** Headers that its own events may not replace, and those that they may. */
type OriginHeaders = {
  readonly fixed: Readonly<Record<string, string>>;
  readonly otherwise: Readonly<Record<string, string>>;
};

export function originHeaders(origin: ReplyOrigin): OriginHeaders {
  const { subscription, topic, partition, offset, lastOffset, replay, traceparent } = origin;
  return {
    fixed: {
      'reply-of-subscription': subscription,
      'reply-of-topic': topic,
      'reply-of-partition': String(partition),
      'reply-of-offset': String(offset),
      ...(lastOffset === offset ? {} : { 'reply-of-last-offset': String(lastOffset) }),
      ...(replay === null ? {} : { 'reply-of-replay': replay }),
    },
    otherwise: traceparent === null ? {} : { traceparent },
  };
}

export function withOrigin(append: Append, headers: OriginHeaders): Append {
  const { columns } = append.batch;
  return { ...append, batch: { ...append.batch, columns: { ...columns, headers: merged(columns.headers, headers) } } };
}

function merged(own: Column<string> | undefined, { fixed, otherwise }: OriginHeaders): Column<string> {
  const plain = JSON.stringify({ ...otherwise, ...fixed });
  const mergedOne = (json: string | null): string =>
    json === null ? plain : JSON.stringify({ ...otherwise, ...(JSON.parse(json) as Record<string, string>), ...fixed });
  if (own === undefined) return plain;
  return typeof own === 'string' ? mergedOne(own) : own.map(mergedOne);
}
