// PUT /v1/subscriptions/{name}: create a subscription, or change it.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';
import { subscriptionBody, subscriptionNameField, subscriptionShape } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });

export const putSubscriptionRoute = (subscriptions: Pick<Subscriptions, 'put'>): Route => ({
  method: 'PUT',
  url: '/v1/subscriptions/:name',
  scope: 'admin',
  schema: {
    operationId: 'putSubscription',
    summary: 'Create or change a subscription',
    description:
      'The body is the whole configuration. The answer that creates it, or that gives it another secret, carries ' +
      'the secret that deliveries are signed with, this once. `endpoint.secret` replaces all secrets at once; ' +
      'POST /v1/subscriptions/{name}/secrets gives receivers time to change. `start` holds for topics that it does not yet receive; the others go on where they are.',
    tags: ['subscriptions'],
    params,
    response: {
      200: subscriptionShape,
      ...problems(
        'INVALID_GROUP_ID',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'VERSION_CONFLICT',
        'MESSAGE_TOO_LARGE',
        'UNSUPPORTED_MEDIA_TYPE',
        'INVALID_JSON',
        'INVALID_UTF8',
        'INVALID_CONFIG',
        'INVALID_ENDPOINT',
        'INVALID_FILTER',
        'ENDPOINT_ADDRESS_FORBIDDEN',
        'THROTTLING_QUOTA_EXCEEDED',
        'UNSUPPORTED_FEATURE',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  openapiBody: {
    'application/json': {
      schema: subscriptionBody,
      example: { topics: ['orders'], endpoint: { url: 'https://example.com/hook' } },
    },
  },
  handler: (request) => subscriptions.put((request.params as Static<typeof params>).name, request.body),
});
