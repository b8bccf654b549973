// POST /v1/subscriptions/{name}/verify: the endpoint is asked once more whether it agrees to what it is sent.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { subscriptionNameField, subscriptionShape } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });

export const verifySubscriptionRoute = (subscriptions: Pick<Subscriptions, 'verify'>): Route => ({
  method: 'POST',
  url: '/v1/subscriptions/:name/verify',
  scope: 'admin',
  schema: {
    operationId: 'verifySubscription',
    summary: 'Ask the endpoint once more whether it agrees',
    description:
      'Waits for its answer for some seconds; `verification` says what came of it. Until then nothing is sent.',
    tags: ['subscriptions'],
    params,
    response: {
      200: subscriptionShape,
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'SUBSCRIPTION_NOT_FOUND',
        'VERSION_CONFLICT',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  handler: (request) => subscriptions.verify((request.params as Static<typeof params>).name),
});
