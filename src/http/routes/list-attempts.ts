// GET /v1/subscriptions/{name}/attempts: what the endpoint answered, newest first.

import { ATTEMPTS_DEFAULT_LIMIT, ATTEMPTS_MAX_LIMIT } from '../../model/limits.js';
import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { pageOf } from '../shapes/page.js';
import { problems } from '../shapes/problem.js';
import { attemptShape, subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });

const query = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: ATTEMPTS_MAX_LIMIT,
        description: `Items at most; default ${ATTEMPTS_DEFAULT_LIMIT}`,
        examples: [20],
      }),
    ),
    after: Type.Optional(Type.String({ description: 'Only attempts older than this one', examples: ['812'] })),
  },
  { additionalProperties: false },
);

export const listAttemptsRoute = (subscriptions: Pick<Subscriptions, 'attempts'>): Route => ({
  method: 'GET',
  url: '/v1/subscriptions/:name/attempts',
  scope: 'consume',
  schema: {
    operationId: 'listAttempts',
    summary: "List a subscription's attempts, newest first",
    tags: ['subscriptions'],
    params,
    querystring: query,
    response: {
      200: pageOf(attemptShape, '812', 'A page of attempts'),
      ...problems('INVALID_GROUP_ID', 'SUBSCRIPTION_NOT_FOUND'),
    },
  },
  handler: (request) =>
    subscriptions.attempts((request.params as Static<typeof params>).name, request.query as Static<typeof query>),
});
