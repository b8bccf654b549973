// GET /openapi.json: the contract, made from these routes; with ?topics= the topics' own schemas in it.
import { PosthornError } from '../../errors/posthorn-error.js';
import { LIST_MAX_LIMIT, OPENAPI_MAX_TOPICS } from '../../model/limits.js';
import type { Schemas } from '../../schemas/schemas.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';
import { type Contract, typedContract } from '../typed-contract.js';

const query = Type.Object(
  {
    topics: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'Names of topics, with commas between them: adds an operation that produces to each, a webhook that receives ' +
          'from it, and its schemas',
        examples: ['orders,users'],
      }),
    ),
  },
  { additionalProperties: false },
);

function topicNames(text: string): readonly string[] {
  const names = [...new Set(text.split(','))];
  if (names.length <= OPENAPI_MAX_TOPICS) return names;
  const message = `has ${names.length} names; at most ${OPENAPI_MAX_TOPICS} are taken`;
  throw new PosthornError('INVALID_REQUEST', `The query field 'topics' ${message}. Ask for fewer at once.`, {
    errors: [{ path: '/topics', message }],
  });
}

export const openapiJsonRoute = (schemas: Pick<Schemas, 'list'>): Route => {
  // Without topics the document never changes while the server runs.
  let contract: Contract | undefined;
  let text: string | undefined;
  return {
    method: 'GET',
    url: '/openapi.json',
    scope: 'public',
    schema: {
      operationId: 'getOpenapi',
      summary: 'This document, also with topics of your own in it',
      tags: ['operations'],
      querystring: query,
      response: {
        200: Type.Object(
          {},
          {
            additionalProperties: true,
            description: 'OpenAPI 3.1',
            examples: [{ openapi: '3.1.0', info: { title: 'Posthorn', version: '0.1.0' }, paths: {} }],
          },
        ),
        ...problems('INVALID_TOPIC_EXCEPTION', 'UNKNOWN_TOPIC_OR_PARTITION'),
      },
    },
    handler: (request, reply) => {
      const { topics } = request.query as Static<typeof query>;
      contract ??= request.server.swagger() as unknown as Contract;
      text ??= JSON.stringify(contract);
      if (topics === undefined) return reply.type('application/json').send(text);
      const typed = topicNames(topics).map((topic) => ({
        topic,
        versions: schemas.list(topic, { limit: LIST_MAX_LIMIT }).items,
      }));
      return reply.type('application/json').send(JSON.stringify(typedContract(contract, typed)));
    },
  };
};
