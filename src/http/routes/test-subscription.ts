// POST /v1/subscriptions/{name}/test: sends a sample to the endpoint now, and says what came of it.

import { CONTROL_BODY_MAX_BYTES } from '../../model/limits.js';
import type { TestDeliveries } from '../../push/test-delivery/test-deliveries.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { subscriptionNameField } from '../shapes/subscription.js';
import { testBody, testShape } from '../shapes/test-delivery.js';

const params = Type.Object({ name: subscriptionNameField });

export const testSubscriptionRoute = (tests: TestDeliveries): Route => ({
  method: 'POST',
  url: '/v1/subscriptions/:name/test',
  scope: 'admin',
  rawBody: true,
  bodyLimit: CONTROL_BODY_MAX_BYTES,
  schema: {
    operationId: 'testSubscription',
    summary: 'Send a test delivery now',
    description:
      'An event that is not stored, made after the newest schema of the topic or given as `value`, is sent to the endpoint ' +
      '(or to the listener that is attached), signed and formatted as every other. It carries `posthorn-test: true`, a ' +
      '`webhook-id` of its own, and -1 as `posthorn-offset` and `posthorn-previous-offset`. Also while the subscription is ' +
      'paused. Nothing is recorded: no offset moves, no attempt is listed, nothing is sent again, filters and replies do ' +
      'not count. A failure is told in the answer, which is 200.',
    tags: ['subscriptions'],
    params,
    response: {
      200: testShape,
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'SUBSCRIPTION_NOT_FOUND',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'LISTENER_NOT_FOUND',
        'INVALID_RECORD',
        'SECRET_UNREADABLE',
        'THROTTLING_QUOTA_EXCEEDED',
      ),
    },
  },
  openapiBody: { 'application/json': { schema: testBody, example: { topic: 'orders', value: { orderId: 'A-17' } } } },
  handler: (request) =>
    tests.send((request.params as Static<typeof params>).name, request.body as Buffer, request.headers['content-type']),
});
