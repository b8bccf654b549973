// POST /v1/subscriptions/{name}/redrive: dead letters are sent again, to this subscription alone.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { redriveBegunShape, redriveBody } from '../shapes/redrive.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });
const query = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Boolean({ default: false, description: 'Only count: nothing is begun', examples: [true] }),
    ),
  },
  { additionalProperties: false },
);

export const redriveSubscriptionRoute = (subscriptions: Pick<Subscriptions, 'redrive'>): Route => ({
  method: 'POST',
  url: '/v1/subscriptions/:name/redrive',
  scope: 'admin',
  schema: {
    operationId: 'redriveSubscription',
    summary: 'Send dead letters of a subscription again',
    description:
      'All that the body names must hold; {} takes all of them but those that an earlier redrive has delivered. They are sent ' +
      'beside what is live, in the order in which their events were produced, with the ordering, retries, health and limits of ' +
      'the subscription, in the format that it has now. A delivery has the `webhook-id`, topic, partition, offset, key and ' +
      'headers that it had when it failed, no `posthorn-previous-offset` and no `dead-letter-...` header, and ' +
      '`posthorn-redrive` with the id; a batch is sent as the batch that failed, if all of it is taken. Dead letters that a ' +
      'version before this call wrote have a `webhook-id` of their own, the same in every redrive. What is exhausted again ' +
      'is marked as failed and brings forth no second dead letter. A redrive outlives restarts, stands still while the ' +
      'subscription is paused, and ends with it. The filter sees the dead letter as it stands in its topic.',
    tags: ['subscriptions'],
    params,
    querystring: query,
    response: {
      200: redriveBegunShape,
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'INVALID_FILTER',
        'SUBSCRIPTION_NOT_FOUND',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  openapiBody: {
    'application/json': { schema: redriveBody, example: { since: 1_767_225_600_000, ratePerSecond: 50 } },
  },
  handler: (request) =>
    subscriptions.redrive(
      (request.params as Static<typeof params>).name,
      request.body,
      request.query as Static<typeof query>,
    ),
});
