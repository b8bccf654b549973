// In which form a subscription gets its events, and with which headers.
import { BUS_HEADERS, FORMATS } from '../../push/format/format-config.js';
import { Type } from '../json-schema.js';

export const formatFields = {
  format: Type.Optional(
    Type.Union(
      FORMATS.map((format) => Type.Literal(format)),
      {
        default: 'raw',
        description:
          '`raw`: the value alone, as it was produced; of a batch, a value a line. `ndjson`: a value a line, also of one event. ' +
          '`json-array`: the values in an array. In these three a tombstone, and a value that is not JSON, comes in a ' +
          'request of its own, as in `raw`. `cloudevents-binary`, `cloudevents-structured`: one event a request, with ' +
          '`batch.maxEvents` 1. `cloudevents-batch`: an array of structured CloudEvents. Each JSON value is in them as the very ' +
          'bytes that were produced; other bytes are `data_base64`, or a string where they are text in UTF-8; a tombstone is ' +
          '`"data": null`. A CloudEvent keeps its attributes; any other event gets an `id` of its place in the log, the `source` ' +
          '`/v1/topics/{topic}`, the topic as `type`, its `time`, and its key as `partitionkey`',
        examples: ['cloudevents-structured'],
      },
    ),
  ),
  eventHeaders: Type.Optional(
    Type.Object(
      {
        include: Type.Optional(
          Type.Union([Type.Literal('all'), Type.Literal('none'), Type.Array(Type.String())], { default: 'all' }),
        ),
        prefix: Type.Optional(Type.String({ description: 'Put before the name of each' })),
      },
      {
        description:
          "Which of an event's own headers are sent with it, and under what names. `traceparent` always is. A batch has none",
        examples: [{ include: ['region'], prefix: 'x-shop-' }],
      },
    ),
  ),
  busHeaders: Type.Optional(
    Type.Union(
      [
        Type.Literal('all'),
        Type.Literal('none'),
        Type.Array(Type.Union(BUS_HEADERS.map((name) => Type.Literal(name)))),
      ],
      {
        default: 'all',
        description:
          "Which of the bus's own headers are sent, beside `webhook-id`, `webhook-timestamp`, `webhook-signature` and " +
          '`traceparent`, which always are',
        examples: ['all'],
      },
    ),
  ),
};
