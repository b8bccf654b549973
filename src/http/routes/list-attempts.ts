// GET /v1/subscriptions/{name}/attempts: what the endpoint answered, newest first.

import { ATTEMPTS_DEFAULT_LIMIT, ATTEMPTS_MAX_LIMIT, ATTEMPTS_SEARCH_MAX_ROWS } from '../../model/attempt-limits.js';
import { ATTEMPTS_PER_COMMIT } from '../../model/limits.js';
import type { Subscriptions } from '../../push/subscriptions.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { attemptShape, OUTCOMES, PHASES } from '../shapes/attempt.js';
import { pageOf } from '../shapes/page.js';
import { problems } from '../shapes/problem.js';
import { subscriptionNameField } from '../shapes/subscription.js';

const params = Type.Object({ name: subscriptionNameField });

const integer = (description: string, example: number, maximum = Number.MAX_SAFE_INTEGER) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum, description, examples: [example] }));

const query = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: ATTEMPTS_MAX_LIMIT,
        description: `Items at most; default ${ATTEMPTS_DEFAULT_LIMIT}`,
        examples: [20],
      }),
    ),
    after: Type.Optional(Type.String({ description: 'Only attempts older than this one', examples: ['812'] })),
    outcome: Type.Optional(
      Type.Union(
        OUTCOMES.map((one) => Type.Literal(one)),
        { examples: ['retry'] },
      ),
    ),
    phase: Type.Optional(
      Type.Union(
        PHASES.map((one) => Type.Literal(one)),
        { examples: ['timeout'] },
      ),
    ),
    status: integer('What the endpoint answered', 503, 999),
    key: Type.Optional(Type.String({ description: 'Of the event; a batch has none', examples: ['A-17'] })),
    topic: Type.Optional(Type.String({ examples: ['orders'] })),
    partition: integer('Of the topic', 0),
    fromOffset: integer('Deliveries with this event or a later one', 1000),
    toOffset: integer('Deliveries with this event or an earlier one', 1999),
    since: integer('Begun at this time or later, milliseconds since the epoch', 1_767_225_600_000),
    until: integer('Begun at this time or earlier', 1_767_229_200_000),
  },
  { additionalProperties: false },
);

export const listAttemptsRoute = (subscriptions: Pick<Subscriptions, 'attempts'>): Route => ({
  method: 'GET',
  url: '/v1/subscriptions/:name/attempts',
  scope: 'consume',
  schema: {
    operationId: 'listAttempts',
    summary: "Search a subscription's attempts, newest first",
    description:
      `All that the query names must hold. One call looks at ${ATTEMPTS_SEARCH_MAX_ROWS} attempts at most: a page may hold ` +
      'fewer than `limit`, even none, and have a `next` that goes on. Kept are all attempts but, of deliveries ' +
      `that succeed at once, those beyond ${ATTEMPTS_PER_COMMIT} of a subscription in one commit (at 5 ms and more), as long ` +
      'and as many as POSTHORN_ATTEMPTS_RETENTION_MS, ' +
      'POSTHORN_ATTEMPTS_MAX and POSTHORN_ATTEMPTS_MAX_BYTES allow.',
    tags: ['subscriptions'],
    params,
    querystring: query,
    response: {
      200: pageOf(attemptShape, '812', 'A page of attempts'),
      ...problems('INVALID_GROUP_ID', 'SUBSCRIPTION_NOT_FOUND'),
    },
  },
  handler: (request) =>
    subscriptions.attempts((request.params as Static<typeof params>).name, request.query as Static<typeof query>),
});
