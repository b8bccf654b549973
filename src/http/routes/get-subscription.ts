// GET /v1/subscriptions/{name}: one subscription and how far it has come.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';
import { subscriptionNameField, subscriptionShape } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });

export const getSubscriptionRoute = (subscriptions: Pick<Subscriptions, 'describe'>): Route => ({
  method: 'GET',
  url: '/v1/subscriptions/:name',
  scope: 'consume',
  schema: {
    operationId: 'getSubscription',
    summary: 'Describe a subscription',
    tags: ['subscriptions'],
    params,
    response: { 200: subscriptionShape, ...problems('INVALID_GROUP_ID', 'SUBSCRIPTION_NOT_FOUND') },
  },
  handler: (request) => subscriptions.describe((request.params as Static<typeof params>).name),
});
