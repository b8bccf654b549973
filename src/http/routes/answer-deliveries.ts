// POST /v1/subscriptions/{name}/listen/{session}/answers: what came of the deliveries that a listener was given.
import { LISTENER_ANSWERS_BODY_MAX_BYTES } from '../../model/listen-limits.js';
import type { ListenerSessions } from '../../push/listener/listener-sessions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { answersBody, answersShape } from '../shapes/listener.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({
  name: subscriptionNameField,
  session: Type.String({
    description: 'As `open` of the stream named it',
    examples: ['0f8c5a52-7c1d-4d0e-9f65-1f5ad9c7b1f3'],
  }),
});

export const answerDeliveriesRoute = (listeners: Pick<ListenerSessions, 'answer'>): Route => ({
  method: 'POST',
  url: '/v1/subscriptions/:name/listen/:session/answers',
  scope: 'admin',
  bodyLimit: LISTENER_ANSWERS_BODY_MAX_BYTES,
  schema: {
    operationId: 'answerDeliveries',
    summary: 'Answer deliveries that a listener was given',
    description: 'As many as have come together; all of them count, or, where one is wrong, none.',
    tags: ['subscriptions'],
    params,
    response: {
      200: answersShape,
      ...problems(...BODY_CODES, 'INVALID_GROUP_ID', 'LISTENER_NOT_FOUND', 'THROTTLING_QUOTA_EXCEEDED'),
    },
  },
  openapiBody: {
    'application/json': { schema: answersBody, example: { answers: [{ id: 1, status: 200, body: 'thank you' }] } },
  },
  handler: (request) => {
    const { name, session } = request.params as Static<typeof params>;
    return listeners.answer(name, session, request.body);
  },
});
