// GET /v1/groups/{group}: one group, its members, and how far it has come.
import type { Groups } from '../../consume/groups/groups.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { groupNameField, groupShape } from '../shapes/group.js';
import { problems } from '../shapes/problem.js';

const params = Type.Object({ group: groupNameField });

export const getGroupRoute = (groups: Pick<Groups, 'describe'>): Route => ({
  method: 'GET',
  url: '/v1/groups/:group',
  scope: 'consume',
  schema: {
    operationId: 'getGroup',
    summary: 'Describe a group',
    tags: ['groups'],
    params,
    response: { 200: groupShape, ...problems('INVALID_GROUP_ID', 'GROUP_ID_NOT_FOUND') },
  },
  handler: (request) => groups.describe((request.params as Static<typeof params>).group),
});
