// GET /v1/topics/{topic}/schemas/{version}: one version.

import type { Schemas } from '../../schemas/schemas.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';
import { schemaVersionShape } from '../shapes/schema-version.js';
import { topicNameField } from '../shapes/topic.js';

const params = Type.Object({
  topic: topicNameField,
  version: Type.Integer({ minimum: 1, description: 'From 1', examples: [1] }),
});

export const getSchemaRoute = (schemas: Pick<Schemas, 'get'>): Route => ({
  method: 'GET',
  url: '/v1/topics/:topic/schemas/:version',
  scope: 'consume',
  schema: {
    operationId: 'getSchema',
    summary: 'Get one version of the schema of a topic',
    tags: ['schemas'],
    params,
    response: {
      200: schemaVersionShape,
      ...problems('INVALID_TOPIC_EXCEPTION', 'UNKNOWN_TOPIC_OR_PARTITION', 'SCHEMA_NOT_FOUND'),
    },
  },
  handler: (request) => {
    const { topic, version } = request.params as Static<typeof params>;
    return schemas.get(topic, version);
  },
});
