// The events of an envelope, and what a produce call answers, in its three forms.
import { Type } from '../json-schema.js';

const topic = Type.String({ examples: ['orders'] });
const partition = Type.Integer({ minimum: 0, examples: [0] });
const offset = Type.Integer({ minimum: 0, examples: [41] });
const duplicate = Type.Boolean({
  description: 'The event was there already (same dedupe key inside the window); the offset is the first one’s',
  examples: [false],
});

export const envelopeEventShape = Type.Object(
  {
    value: Type.Optional(
      Type.Unknown({ description: 'Any JSON, kept as the bytes sent; null with a key is a tombstone' }),
    ),
    valueBase64: Type.Optional(Type.String({ description: 'Bytes, instead of value' })),
    key: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
    dedupeKey: Type.Optional(
      Type.Union([Type.String({ minLength: 1 }), Type.Null()], {
        description: 'Makes a repeat inside the window one event',
      }),
    ),
    partition: Type.Optional(Type.Integer({ minimum: 0 })),
    timestamp: Type.Optional(Type.Integer({ minimum: 0, description: 'ms since the epoch; default: the append' })),
    contentType: Type.Optional(
      Type.String({ description: 'Default: application/json, for valueBase64 application/octet-stream' }),
    ),
  },
  { additionalProperties: false },
);

/** Of one event of an envelope. */
export const eventResultShape = Type.Object({ partition, offset, duplicate });

export const eventAnswerShape = Type.Object(
  {
    topic,
    partition,
    offset,
    timestamp: Type.Integer({ description: 'Time of the append, ms since the epoch', examples: [1_767_225_600_000] }),
    duplicate,
  },
  {
    description: 'One event was sent',
    examples: [{ topic: 'orders', partition: 0, offset: 41, timestamp: 1_767_225_600_000, duplicate: false }],
  },
);

export const rangesAnswerShape = Type.Object(
  {
    topic,
    accepted: Type.Integer({ description: 'Events that this request appended', examples: [3] }),
    duplicates: Type.Integer({ description: 'Events that were there already', examples: [0] }),
    ranges: Type.Array(
      Type.Object({
        partition,
        baseOffset: Type.Integer({ description: 'Offset of the first one', examples: [42] }),
        count: Type.Integer({ examples: [3] }),
      }),
      { description: 'Where they stand, in request order within each partition' },
    ),
  },
  {
    description: 'NDJSON was sent',
    examples: [{ topic: 'orders', accepted: 3, duplicates: 0, ranges: [{ partition: 0, baseOffset: 42, count: 3 }] }],
  },
);

export const resultsAnswerShape = Type.Object(
  {
    topic,
    results: Type.Array(eventResultShape, {
      description: 'One an event, in request order',
    }),
  },
  {
    description: 'A batch was sent',
    examples: [{ topic: 'orders', results: [{ partition: 0, offset: 45, duplicate: false }] }],
  },
);
