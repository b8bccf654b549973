// DELETE /v1/topics/{topic}: the topic with its events, its schemas and every group's progress in it.

import type { Topics } from '../../topics/topics.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { topicNameField } from '../shapes/topic.js';

const params = Type.Object({ topic: topicNameField });

export const deleteTopicRoute = (topics: Pick<Topics, 'delete'>): Route => ({
  method: 'DELETE',
  url: '/v1/topics/:topic',
  scope: 'admin',
  schema: {
    operationId: 'deleteTopic',
    summary: 'Delete a topic',
    description: "Deletes its events, schemas and every group's progress in it. There is no way back.",
    tags: ['topics'],
    params,
    response: {
      204: Type.Null({ description: 'It is gone' }),
      ...problems(
        ...BODY_CODES,
        'INVALID_TOPIC_EXCEPTION',
        'TOPIC_AUTHORIZATION_FAILED',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  handler: async (request, reply) => {
    await topics.delete((request.params as Static<typeof params>).topic);
    return reply.code(204).send();
  },
});
