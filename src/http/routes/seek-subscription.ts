// POST /v1/subscriptions/{name}/seek: go on from another place of the log, or have a part of it sent once more.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { seekBody, seekShape } from '../shapes/seek.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });
const query = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Boolean({ default: false, description: 'Only count: nothing is changed', examples: [true] }),
    ),
  },
  { additionalProperties: false },
);

export const seekSubscriptionRoute = (subscriptions: Pick<Subscriptions, 'seek'>): Route => ({
  method: 'POST',
  url: '/v1/subscriptions/:name/seek',
  scope: 'admin',
  schema: {
    operationId: 'seekSubscription',
    summary: 'Move a subscription to another place of the log, or replay a part of it',
    description:
      'Active or paused. Where it moves, everything that was under way or waited for an attempt is forgotten, above ' +
      'the new offset too: the log is delivered from there as if for the first time, attempts from 1, under the ' +
      '`webhook-id` that each event had (a batch may be cut otherwise, and then has another). Requests that run ' +
      'end before the first event from there is sent; their answers change nothing there. ' +
      '`posthorn-previous-offset` is -1 with the first one. With `range` nothing moves: that part of the log is sent once ' +
      'more, in the order of its offsets, beside what is live. Ordering, retries, dead letters and limits are those of the ' +
      'subscription, and the two take turns. Such deliveries carry `posthorn-replay`, a `webhook-id` of their own (a ' +
      'receiver that dedupes by it takes them as new), and `posthorn-previous-offset` is -1 with the first one of a ' +
      'partition. A replay outlives restarts and seeks, stands still while the subscription is paused, follows every other ' +
      'change of it, and ends with it.',
    tags: ['subscriptions'],
    params,
    querystring: query,
    response: {
      200: seekShape,
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'SUBSCRIPTION_NOT_FOUND',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'OFFSET_OUT_OF_RANGE',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  openapiBody: { 'application/json': { schema: seekBody, example: { to: 'earliest' } } },
  handler: (request) =>
    subscriptions.seek(
      (request.params as Static<typeof params>).name,
      request.body,
      request.query as Static<typeof query>,
    ),
});
