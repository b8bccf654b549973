// GET /v1/subscriptions/{name}/listen: a subscription's deliveries as a stream, in the place of its endpoint.
import type { ListenerSessions } from '../../push/listener/listener-sessions.js';
import type { Subscriptions } from '../../push/subscriptions.js';
import { whenOver } from '../answer-sender.js';
import { openEventStream, refuseOtherThanEventStream } from '../event-stream.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { listenResponse } from '../shapes/listener.js';
import { problems } from '../shapes/problem.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });
const query = Type.Object(
  {
    takeover: Type.Optional(
      Type.Boolean({ default: false, description: 'End the listener that is attached', examples: [true] }),
    ),
  },
  { additionalProperties: false },
);

const INSTEAD = 'see how far it has come with GET /v1/subscriptions/{name}';

export const listenToSubscriptionRoute = (
  subscriptions: Pick<Subscriptions, 'describe'>,
  listeners: Pick<ListenerSessions, 'open'>,
): Route => ({
  method: 'GET',
  url: '/v1/subscriptions/:name/listen',
  scope: 'admin',
  schema: {
    operationId: 'listenToSubscription',
    summary: "Take a subscription's deliveries yourself, as server-sent events",
    description:
      'For development: `posthorn listen` hands them to a URL that only your machine reaches. While the stream is open, ' +
      'deliveries come here and not to the URL of the endpoint: the same headers, signature and bytes, in the same order, ' +
      'at most `maxInFlight` at once. Each is to be answered; what the answer says is what the endpoint would have said. ' +
      'Where no answer comes in time the attempt has failed. When the stream ends, what is unanswered is given back and ' +
      'sent again under its `webhook-id`, with no attempt used up, and deliveries go to the URL again. Requests that run ' +
      'when the stream begins end first. One listener a subscription.',
    tags: ['subscriptions'],
    params,
    querystring: query,
    response: {
      200: listenResponse,
      ...problems(
        'INVALID_GROUP_ID',
        'SUBSCRIPTION_NOT_FOUND',
        'NOT_ACCEPTABLE',
        'LISTENER_ATTACHED',
        'THROTTLING_QUOTA_EXCEEDED',
      ),
    },
  },
  handler: async (request, reply) => {
    refuseOtherThanEventStream(request.headers.accept, INSTEAD);
    const { name } = await subscriptions.describe((request.params as Static<typeof params>).name);
    const { takeover = false } = request.query as Static<typeof query>;
    if (request.method === 'HEAD') return openEventStream(reply).end();
    const listener = await listeners.open(name, { takeover }, () => openEventStream(reply));
    reply.raw.on('drain', listener.drained);
    whenOver(reply, listener.leave);
  },
});
