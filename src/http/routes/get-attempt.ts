// GET /v1/subscriptions/{name}/attempts/{id}: all that is known of one request to the endpoint.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { attemptIdField, wholeAttemptShape } from '../shapes/attempt.js';
import { problems } from '../shapes/problem.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField, id: attemptIdField });

export const getAttemptRoute = (subscriptions: Pick<Subscriptions, 'attempt'>): Route => ({
  method: 'GET',
  url: '/v1/subscriptions/:name/attempts/:id',
  scope: 'consume',
  schema: {
    operationId: 'getAttempt',
    summary: 'Look at one attempt',
    description: 'With the headers of the request and of the answer, where they were kept.',
    tags: ['subscriptions'],
    params,
    response: {
      200: wholeAttemptShape,
      ...problems('INVALID_GROUP_ID', 'SUBSCRIPTION_NOT_FOUND', 'ATTEMPT_NOT_FOUND'),
    },
  },
  handler: (request) => {
    const { name, id } = request.params as Static<typeof params>;
    return subscriptions.attempt(name, id);
  },
});
