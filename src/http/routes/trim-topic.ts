// POST /v1/topics/{topic}/trim: delete the events below an offset.

import { MAX_PARTITIONS } from '../../model/limits.js';
import type { Topics } from '../../topics/topics.js';
import { HIGH_WATERMARK } from '../../topics/trim-topic.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { topicNameField } from '../shapes/topic.js';

const params = Type.Object({ topic: topicNameField });

const partitionField = Type.Integer({ minimum: 0, maximum: MAX_PARTITIONS - 1, examples: [0] });

const body = Type.Object(
  {
    offsets: Type.Array(
      Type.Object(
        {
          partition: partitionField,
          offset: Type.Integer({
            minimum: HIGH_WATERMARK,
            maximum: Number.MAX_SAFE_INTEGER,
            description: 'The first event to keep; -1: the high watermark, which deletes all that is there',
            examples: [1000],
          }),
        },
        { additionalProperties: false },
      ),
      {
        minItems: 1,
        maxItems: MAX_PARTITIONS,
        description: 'A partition at most once; those not named stay as they are',
      },
    ),
  },
  { additionalProperties: false },
);

const answer = Type.Object(
  {
    topic: topicNameField,
    partitions: Type.Array(
      Type.Object({
        partition: partitionField,
        logStartOffset: Type.Integer({ description: 'Oldest readable offset', examples: [1000] }),
        highWatermark: Type.Integer({ description: 'First offset not yet readable', examples: [1042] }),
        deleted: Type.Integer({ description: 'Events that this call has deleted', examples: [1000] }),
      }),
    ),
  },
  { description: 'Where the partitions start now, in the order of the request' },
);

export const trimTopicRoute = (topics: Pick<Topics, 'trim'>): Route => ({
  method: 'POST',
  url: '/v1/topics/:topic/trim',
  scope: 'admin',
  schema: {
    operationId: 'trimTopic',
    summary: 'Delete the events below an offset',
    description:
      'The offset becomes the log start offset, at once and exactly; no offset ever changes. An offset below the log start ' +
      'changes nothing, so repeating is harmless. All partitions that are named are trimmed, or none. Subscriptions that had ' +
      'yet to get deleted events count them as `lost`.',
    tags: ['topics'],
    params,
    body,
    response: {
      200: answer,
      ...problems(
        ...BODY_CODES,
        'INVALID_TOPIC_EXCEPTION',
        'TOPIC_AUTHORIZATION_FAILED',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'OFFSET_OUT_OF_RANGE',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  handler: (request) =>
    topics.trim((request.params as Static<typeof params>).topic, request.body as Static<typeof body>),
});
