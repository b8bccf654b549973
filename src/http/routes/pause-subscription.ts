// POST /v1/subscriptions/{name}/pause: nothing more is sent until it is resumed.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { subscriptionNameField, subscriptionShape } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });

export const pauseSubscriptionRoute = (subscriptions: Pick<Subscriptions, 'pause'>): Route => ({
  method: 'POST',
  url: '/v1/subscriptions/:name/pause',
  scope: 'admin',
  schema: {
    operationId: 'pauseSubscription',
    summary: 'Pause a subscription',
    description: 'Deliveries that run are finished and recorded; lag grows until it is resumed.',
    tags: ['subscriptions'],
    params,
    response: {
      200: subscriptionShape,
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
  handler: (request) => subscriptions.pause((request.params as Static<typeof params>).name),
});
