// POST /v1/subscriptions/{name}/resume: a paused subscription goes on where it stopped.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { subscriptionNameField, subscriptionShape } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });

export const resumeSubscriptionRoute = (subscriptions: Pick<Subscriptions, 'resume'>): Route => ({
  method: 'POST',
  url: '/v1/subscriptions/:name/resume',
  scope: 'admin',
  schema: {
    operationId: 'resumeSubscription',
    summary: 'Resume a paused subscription',
    description: 'It goes on where it stopped: parked deliveries first.',
    tags: ['subscriptions'],
    params,
    response: {
      200: subscriptionShape,
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'SUBSCRIPTION_NOT_FOUND',
        'ENDPOINT_NOT_VERIFIED',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  handler: (request) => subscriptions.resume((request.params as Static<typeof params>).name),
});
