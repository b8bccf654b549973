// DELETE /v1/subscriptions/{name}/secrets/{id}: a former secret that leaked signs no more.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { secretIdField } from '../shapes/secret.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField, id: secretIdField });

export const deleteSecretRoute = (subscriptions: Pick<Subscriptions, 'deleteSecret'>): Route => ({
  method: 'DELETE',
  url: '/v1/subscriptions/:name/secrets/:id',
  scope: 'admin',
  schema: {
    operationId: 'deleteSecret',
    summary: 'End a former signing secret at once',
    description: 'Its grace time ends now. The newest one stays: give the subscription another one first.',
    tags: ['subscriptions'],
    params,
    response: {
      204: Type.Null({ description: 'It signs no more' }),
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'SUBSCRIPTION_NOT_FOUND',
        'SECRET_NOT_FOUND',
        'SECRET_IN_USE',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  handler: async (request, reply) => {
    const { name, id } = request.params as Static<typeof params>;
    await subscriptions.deleteSecret(name, id);
    return reply.code(204).send();
  },
});
