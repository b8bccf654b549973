// GET /openapi.json: the contract, made from these routes.
import { Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';

export const openapiJsonRoute = (): Route => {
  // The document never changes while the server runs.
  let text: string | undefined;
  return {
    method: 'GET',
    url: '/openapi.json',
    scope: 'public',
    schema: {
      operationId: 'getOpenapi',
      summary: 'This document',
      tags: ['operations'],
      response: {
        200: Type.Object(
          {},
          {
            additionalProperties: true,
            description: 'OpenAPI 3.1',
            examples: [{ openapi: '3.1.0', info: { title: 'Posthorn', version: '0.1.0' }, paths: {} }],
          },
        ),
        ...problems(),
      },
    },
    handler: (request, reply) => {
      text ??= JSON.stringify(request.server.swagger());
      return reply.type('application/json').send(text);
    },
  };
};
