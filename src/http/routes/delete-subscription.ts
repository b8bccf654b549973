// DELETE /v1/subscriptions/{name}: the subscription with its progress, parked deliveries and attempts.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });

export const deleteSubscriptionRoute = (subscriptions: Pick<Subscriptions, 'delete'>): Route => ({
  method: 'DELETE',
  url: '/v1/subscriptions/:name',
  scope: 'admin',
  schema: {
    operationId: 'deleteSubscription',
    summary: 'Delete a subscription',
    description: 'Its progress, parked deliveries, replays and attempts go with it; its dead letter topic stays.',
    tags: ['subscriptions'],
    params,
    response: {
      204: Type.Null({ description: 'It is gone' }),
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'SUBSCRIPTION_NOT_FOUND',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  handler: async (request, reply) => {
    await subscriptions.delete((request.params as Static<typeof params>).name);
    return reply.code(204).send();
  },
});
