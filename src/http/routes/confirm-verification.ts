// GET and POST /v1/subscriptions/{name}/verification/{token}: an endpoint, or whoever found the URL in its log, agrees to what
// it was asked by OPTIONS. https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md, 4.1.3

import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({
  name: subscriptionNameField,
  token: Type.String({ description: 'As it stood in WebHook-Request-Callback', examples: ['q83vEjRWeJCrze8SNFZ4kA'] }),
});

const answer = Type.Object({ status: Type.Literal('verified') }, { examples: [{ status: 'verified' }] });

export const confirmVerificationRoutes = (subscriptions: Pick<Subscriptions, 'confirmVerification'>): Route[] =>
  (['GET', 'POST'] as const).map((method) => ({
    method,
    url: '/v1/subscriptions/:name/verification/:token',
    scope: 'public',
    schema: {
      operationId: method === 'GET' ? 'confirmVerificationByGet' : 'confirmVerification',
      summary: 'Agree to what the endpoint was asked',
      description: 'Once, within an hour of the question. A header `WebHook-Allowed-Rate` sets the requests a minute.',
      tags: ['subscriptions'],
      params,
      response: {
        200: answer,
        ...problems(
          ...(method === 'POST' ? BODY_CODES : []),
          'VERIFICATION_NOT_FOUND',
          'VERSION_CONFLICT',
          'STORAGE_FULL',
          'STORAGE_READ_ONLY',
          'KAFKA_STORAGE_ERROR',
        ),
      },
    },
    handler: async (request) => {
      const { name, token } = request.params as Static<typeof params>;
      const rate = request.headers['webhook-allowed-rate'];
      await subscriptions.confirmVerification(name, token, typeof rate === 'string' ? rate : null);
      return { status: 'verified' };
    },
  }));
