// PUT /v1/topics/{topic}/schema: from now on the topic's events must follow this schema.

import { SCHEMA_BODY_MAX_BYTES } from '../../model/limits.js';
import type { Schemas } from '../../schemas/schemas.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';
import { EXAMPLE_SCHEMA, schemaBody, schemaVersionShape } from '../shapes/schema-version.js';
import { topicNameField } from '../shapes/topic.js';

const params = Type.Object({ topic: topicNameField });

const DESCRIPTION =
  'Events already stored are not checked again. The latest schema once more makes no version. A `$ref` may name the ' +
  'absolute `$id` of a schema registered with any topic: its newest version is copied into `$defs`.';

export const putSchemaRoute = (schemas: Pick<Schemas, 'register'>): Route => ({
  method: 'PUT',
  url: '/v1/topics/:topic/schema',
  scope: 'admin',
  bodyLimit: SCHEMA_BODY_MAX_BYTES,
  schema: {
    operationId: 'putSchema',
    summary: 'Register the next version of the schema of a topic',
    description: DESCRIPTION,
    tags: ['schemas'],
    params,
    response: {
      200: schemaVersionShape,
      ...problems(
        'INVALID_TOPIC_EXCEPTION',
        'TOPIC_AUTHORIZATION_FAILED',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'INCOMPATIBLE_SCHEMA',
        'VERSION_CONFLICT',
        'MESSAGE_TOO_LARGE',
        'UNSUPPORTED_MEDIA_TYPE',
        'INVALID_JSON',
        'INVALID_UTF8',
        'INVALID_SCHEMA',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  openapiBody: { 'application/json': { schema: schemaBody, example: { schema: EXAMPLE_SCHEMA } } },
  handler: (request) => schemas.register((request.params as Static<typeof params>).topic, request.body),
});
