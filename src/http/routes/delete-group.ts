// DELETE /v1/groups/{group}: a group that nobody is in, with its offsets.
import type { Groups } from '../../consume/groups/groups.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { groupNameField } from '../shapes/group.js';
import { BODY_CODES, problems } from '../shapes/problem.js';

const params = Type.Object({ group: groupNameField });

export const deleteGroupRoute = (groups: Pick<Groups, 'delete'>): Route => ({
  method: 'DELETE',
  url: '/v1/groups/:group',
  scope: 'admin',
  schema: {
    operationId: 'deleteGroup',
    summary: 'Delete a group',
    description: 'Its offsets go with it: who fetches under its name from then on begins anew.',
    tags: ['groups'],
    params,
    response: {
      204: Type.Null({ description: 'It is gone' }),
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'GROUP_ID_NOT_FOUND',
        'NON_EMPTY_GROUP',
        'INCONSISTENT_GROUP_PROTOCOL',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  handler: async (request, reply) => {
    await groups.delete((request.params as Static<typeof params>).group);
    return reply.code(204).send();
  },
});
