// GET /v1/topics/{topic}: its configuration, and how far each partition reaches.

import type { Topics } from '../../topics/topics.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';
import { topicNameField, topicShape } from '../shapes/topic.js';

const params = Type.Object({ topic: topicNameField });

export const getTopicRoute = (topics: Pick<Topics, 'describe'>): Route => ({
  method: 'GET',
  url: '/v1/topics/:topic',
  scope: 'consume',
  schema: {
    operationId: 'getTopic',
    summary: 'Describe a topic',
    tags: ['topics'],
    params,
    response: { 200: topicShape, ...problems('INVALID_TOPIC_EXCEPTION', 'UNKNOWN_TOPIC_OR_PARTITION') },
  },
  handler: (request) => topics.describe((request.params as Static<typeof params>).topic),
});
