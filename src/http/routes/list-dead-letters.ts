// GET /v1/subscriptions/{name}/dead-letters: what could not be delivered, newest first.

import { LETTERS_DEFAULT_LIMIT, LETTERS_MAX_LIMIT, LETTERS_SEARCH_MAX_EVENTS } from '../../model/redrive-limits.js';
import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { pageOf } from '../shapes/page.js';
import { problems } from '../shapes/problem.js';
import { deadLetterShape, letterStateField } from '../shapes/redrive.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });

const query = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: LETTERS_MAX_LIMIT,
        description: `Items at most; default ${LETTERS_DEFAULT_LIMIT}`,
        examples: [20],
      }),
    ),
    after: Type.Optional(Type.String({ description: 'Only dead letters older than this one', examples: ['4'] })),
    state: letterStateField,
  },
  { additionalProperties: false },
);

export const listDeadLettersRoute = (subscriptions: Pick<Subscriptions, 'deadLetters'>): Route => ({
  method: 'GET',
  url: '/v1/subscriptions/:name/dead-letters',
  scope: 'consume',
  schema: {
    operationId: 'listDeadLetters',
    summary: "List a subscription's dead letters, newest first",
    description:
      'Where they come from, why they are there, and what became of those that a redrive sent again. Their values stand in ' +
      `the topic <name>.dlt. One call looks at ${LETTERS_SEARCH_MAX_EVENTS} of them at most: a page may hold fewer than ` +
      '`limit`, even none, and have a `next` that goes on.',
    tags: ['subscriptions'],
    params,
    querystring: query,
    response: {
      200: pageOf(deadLetterShape, '4', 'A page of dead letters'),
      ...problems('INVALID_GROUP_ID', 'SUBSCRIPTION_NOT_FOUND'),
    },
  },
  handler: (request) =>
    subscriptions.deadLetters((request.params as Static<typeof params>).name, request.query as Static<typeof query>),
});
