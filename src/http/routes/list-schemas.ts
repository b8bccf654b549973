// GET /v1/topics/{topic}/schemas: every version, oldest first.

import type { Schemas } from '../../schemas/schemas.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { limitField, pageOf } from '../shapes/page.js';
import { problems } from '../shapes/problem.js';
import { schemaVersionShape } from '../shapes/schema-version.js';
import { topicNameField } from '../shapes/topic.js';

const params = Type.Object({ topic: topicNameField });
const query = Type.Object(
  {
    limit: limitField,
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'Only versions after this one', examples: [1] })),
  },
  { additionalProperties: false },
);

export const listSchemasRoute = (schemas: Pick<Schemas, 'list'>): Route => ({
  method: 'GET',
  url: '/v1/topics/:topic/schemas',
  scope: 'consume',
  schema: {
    operationId: 'listSchemas',
    summary: 'List the versions of the schema of a topic',
    tags: ['schemas'],
    params,
    querystring: query,
    response: {
      200: pageOf(schemaVersionShape, '1', 'A page of versions'),
      ...problems('INVALID_TOPIC_EXCEPTION', 'UNKNOWN_TOPIC_OR_PARTITION'),
    },
  },
  handler: (request) =>
    schemas.list((request.params as Static<typeof params>).topic, request.query as Static<typeof query>),
});
