// POST /v1/subscriptions/{name}/attempts/{id}/resend: the same request once more, by hand.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { attemptIdField } from '../shapes/attempt.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField, id: attemptIdField });

const resentShape = Type.Object({
  attempt: attemptIdField,
  topic: Type.String({ examples: ['orders'] }),
  partition: Type.Integer({ examples: [0] }),
  offset: Type.Integer({ examples: [1041] }),
  lastOffset: Type.Integer({ examples: [1041] }),
  events: Type.Integer({ description: 'That it carries', examples: [1] }),
});

export const resendAttemptRoute = (subscriptions: Pick<Subscriptions, 'resend'>): Route => ({
  method: 'POST',
  url: '/v1/subscriptions/:name/attempts/:id/resend',
  scope: 'admin',
  schema: {
    operationId: 'resendAttempt',
    summary: 'Send what an attempt carried once more',
    description:
      'The same events under the same `webhook-id`, with `posthorn-resend`, beside what is live and whatever became of them. ' +
      'It is sent once: if it fails it is neither tried again nor a dead letter. Its own attempt shows `resend` with this ' +
      'id. While the subscription is paused it waits.',
    tags: ['subscriptions'],
    params,
    response: {
      200: resentShape,
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'SUBSCRIPTION_NOT_FOUND',
        'ATTEMPT_NOT_FOUND',
        'OFFSET_OUT_OF_RANGE',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  handler: (request) => {
    const { name, id } = request.params as Static<typeof params>;
    return subscriptions.resend(name, id);
  },
});
