// PUT /v1/topics/{topic}: create a topic, or change its configuration.

import type { Topics } from '../../topics/topics.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';
import { topicConfigBody, topicNameField, topicShape } from '../shapes/topic.js';

const params = Type.Object({ topic: topicNameField });

export const putTopicRoute = (topics: Pick<Topics, 'put'>): Route => ({
  method: 'PUT',
  url: '/v1/topics/:topic',
  scope: 'admin',
  schema: {
    operationId: 'putTopic',
    summary: 'Create or change a topic',
    description: 'The body is the whole configuration; without one, everything has its default. Repeating is harmless.',
    tags: ['topics'],
    params,
    response: {
      200: topicShape,
      ...problems(
        'INVALID_TOPIC_EXCEPTION',
        'TOPIC_AUTHORIZATION_FAILED',
        'VERSION_CONFLICT',
        'MESSAGE_TOO_LARGE',
        'UNSUPPORTED_MEDIA_TYPE',
        'INVALID_JSON',
        'INVALID_UTF8',
        'INVALID_PARTITIONS',
        'INVALID_CONFIG',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  openapiBody: { 'application/json': { schema: topicConfigBody, example: { partitions: 4, keyPath: '/orderId' } } },
  handler: (request) =>
    topics.put((request.params as Static<typeof params>).topic, request.body === undefined ? {} : request.body),
});
