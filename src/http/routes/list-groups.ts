// GET /v1/groups: all groups, subscriptions among them, in order of name.
import type { Groups } from '../../consume/groups/groups.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { groupSummaryShape } from '../shapes/group.js';
import { limitField, pageOf } from '../shapes/page.js';
import { problems } from '../shapes/problem.js';

const query = Type.Object(
  {
    limit: limitField,
    after: Type.Optional(Type.String({ description: 'Only names after this one', examples: ['billing'] })),
  },
  { additionalProperties: false },
);

export const listGroupsRoute = (groups: Pick<Groups, 'list'>): Route => ({
  method: 'GET',
  url: '/v1/groups',
  scope: 'consume',
  schema: {
    operationId: 'listGroups',
    summary: 'List the groups',
    description: 'A subscription is a group as well: of the state `push` while it is active.',
    tags: ['groups'],
    querystring: query,
    response: { 200: pageOf(groupSummaryShape, 'billing', 'A page of groups'), ...problems() },
  },
  handler: (request) => groups.list(request.query as Static<typeof query>),
});
