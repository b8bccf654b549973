// GET /v1/topics: all topics, in order of name.

import type { Topics } from '../../topics/topics.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { limitField, pageOf } from '../shapes/page.js';
import { problems } from '../shapes/problem.js';
import { topicShape } from '../shapes/topic.js';

const query = Type.Object(
  {
    limit: limitField,
    after: Type.Optional(Type.String({ description: 'Only names after this one', examples: ['orders'] })),
  },
  { additionalProperties: false },
);

export const listTopicsRoute = (topics: Pick<Topics, 'list'>): Route => ({
  method: 'GET',
  url: '/v1/topics',
  scope: 'consume',
  schema: {
    operationId: 'listTopics',
    summary: 'List the topics',
    tags: ['topics'],
    querystring: query,
    response: { 200: pageOf(topicShape, 'orders', 'A page of topics'), ...problems() },
  },
  handler: (request) => topics.list(request.query as Static<typeof query>),
});
