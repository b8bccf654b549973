// DELETE /v1/subscriptions/{name}/replays/{id}: the rest of the replay is not sent.

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { replayIdField } from '../shapes/seek.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField, id: replayIdField });

export const cancelReplayRoute = (subscriptions: Pick<Subscriptions, 'cancelReplay'>): Route => ({
  method: 'DELETE',
  url: '/v1/subscriptions/:name/replays/:id',
  scope: 'admin',
  schema: {
    operationId: 'cancelReplay',
    summary: 'Cancel a replay',
    description:
      'The rest of it is not sent, nor what waits for its next attempt. Requests that run end by themselves; their answers ' +
      'count for nothing. The live flow goes on as it was.',
    tags: ['subscriptions'],
    params,
    response: {
      204: Type.Null({ description: 'It is cancelled' }),
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'SUBSCRIPTION_NOT_FOUND',
        'REPLAY_NOT_FOUND',
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
    await subscriptions.cancelReplay(name, id);
    return reply.code(204).send();
  },
});
