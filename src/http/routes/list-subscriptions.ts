// GET /v1/subscriptions: all subscriptions, in order of name.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { limitField, pageOf } from '../shapes/page.js';
import { problems } from '../shapes/problem.js';
import { subscriptionShape } from '../shapes/subscription.js';

const query = Type.Object(
  {
    limit: limitField,
    after: Type.Optional(Type.String({ description: 'Only names after this one', examples: ['billing'] })),
  },
  { additionalProperties: false },
);

export const listSubscriptionsRoute = (subscriptions: Pick<Subscriptions, 'list'>): Route => ({
  method: 'GET',
  url: '/v1/subscriptions',
  scope: 'consume',
  schema: {
    operationId: 'listSubscriptions',
    summary: 'List the subscriptions',
    tags: ['subscriptions'],
    querystring: query,
    response: { 200: pageOf(subscriptionShape, 'billing', 'A page of subscriptions'), ...problems() },
  },
  handler: (request) => subscriptions.list(request.query as Static<typeof query>),
});
