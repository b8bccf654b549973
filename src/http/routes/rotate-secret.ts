// POST /v1/subscriptions/{name}/secrets: deliveries are signed with another secret, and for a while with the former ones.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { rotationBody, rotationShape } from '../shapes/secret.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });

export const rotateSecretRoute = (subscriptions: Pick<Subscriptions, 'rotateSecret'>): Route => ({
  method: 'POST',
  url: '/v1/subscriptions/:name/secrets',
  scope: 'admin',
  schema: {
    operationId: 'rotateSecret',
    summary: 'Give a subscription another signing secret',
    description:
      'A new secret is made, or the given one taken. It signs every attempt that begins from then on, as the first of the ' +
      'signatures in `webhook-signature`. The former ones go on signing beside it for `graceMs`, so that receivers have time ' +
      'to change. `algorithm` is that of the newest secret where it is left out. A secret that is given again is not another ' +
      'one: it comes to the front where it was a former one, and the call can be repeated.',
    tags: ['subscriptions'],
    params,
    response: {
      200: rotationShape,
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'SUBSCRIPTION_NOT_FOUND',
        'INVALID_CONFIG',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  openapiBody: { 'application/json': { schema: rotationBody, example: { algorithm: 'ed25519', graceMs: 86_400_000 } } },
  handler: (request) => subscriptions.rotateSecret((request.params as Static<typeof params>).name, request.body),
});
