// DELETE /v1/subscriptions/{name}/redrives/{id}: the rest of the redrive is not sent.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { redriveIdField } from '../shapes/redrive.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField, id: redriveIdField });

export const cancelRedriveRoute = (subscriptions: Pick<Subscriptions, 'cancelRedrive'>): Route => ({
  method: 'DELETE',
  url: '/v1/subscriptions/:name/redrives/:id',
  scope: 'admin',
  schema: {
    operationId: 'cancelRedrive',
    summary: 'Cancel a redrive',
    description:
      'The rest of it is not sent, nor what waits for its next attempt; those dead letters are marked as they were before. ' +
      'Requests that run end by themselves; their answers count for nothing.',
    tags: ['subscriptions'],
    params,
    response: {
      204: Type.Null({ description: 'It is cancelled' }),
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'SUBSCRIPTION_NOT_FOUND',
        'REDRIVE_NOT_FOUND',
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
    await subscriptions.cancelRedrive(name, id);
    return reply.code(204).send();
  },
});
