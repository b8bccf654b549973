// POST /v1/topics/{topic}/schema/check: what PUT of the same body would come to, and nothing changed.

import { SCHEMA_BODY_MAX_BYTES } from '../../model/limits.js';
import type { Schemas } from '../../schemas/schemas.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';
import { EXAMPLE_SCHEMA, schemaBody, schemaTrialShape } from '../shapes/schema-version.js';
import { topicNameField } from '../shapes/topic.js';

const params = Type.Object({ topic: topicNameField });

export const checkSchemaRoute = (schemas: Pick<Schemas, 'check'>): Route => ({
  method: 'POST',
  url: '/v1/topics/:topic/schema/check',
  scope: 'admin',
  bodyLimit: SCHEMA_BODY_MAX_BYTES,
  schema: {
    operationId: 'checkSchema',
    summary: 'Try a schema of a topic without registering it',
    description: 'Answers 200 also where the schema is not compatible; what is no schema is refused as by the PUT.',
    tags: ['schemas'],
    params,
    response: {
      200: schemaTrialShape,
      ...problems(
        'INVALID_TOPIC_EXCEPTION',
        'TOPIC_AUTHORIZATION_FAILED',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'MESSAGE_TOO_LARGE',
        'UNSUPPORTED_MEDIA_TYPE',
        'INVALID_JSON',
        'INVALID_UTF8',
        'INVALID_SCHEMA',
        'THROTTLING_QUOTA_EXCEEDED',
      ),
    },
  },
  openapiBody: { 'application/json': { schema: schemaBody, example: { schema: EXAMPLE_SCHEMA } } },
  handler: (request) => schemas.check((request.params as Static<typeof params>).topic, request.body),
});
