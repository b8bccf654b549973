// DELETE /v1/groups/{group}/members/{memberId}: a member that stops, or that somebody else stops.
import type { Groups } from '../../consume/groups/groups.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { groupNameField } from '../shapes/group.js';
import { BODY_CODES, problems } from '../shapes/problem.js';

const params = Type.Object({
  group: groupNameField,
  memberId: Type.String({
    description: 'As its fetch answered it',
    examples: ['member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10'],
  }),
});

export const deleteGroupMemberRoute = (groups: Pick<Groups, 'removeMember'>): Route => ({
  method: 'DELETE',
  url: '/v1/groups/:group/members/:memberId',
  scope: 'consume',
  schema: {
    operationId: 'deleteGroupMember',
    summary: 'Remove a member from its group',
    description:
      'Its partitions go to the others at once, from their committed offsets on; a call of it that waits, and every ' +
      'later one, is refused with ILLEGAL_GENERATION.',
    tags: ['groups'],
    params,
    response: {
      204: Type.Null({ description: 'It is no member any more' }),
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'GROUP_ID_NOT_FOUND',
        'ILLEGAL_GENERATION',
        'FENCED_INSTANCE_ID',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  handler: async (request, reply) => {
    const { group, memberId } = request.params as Static<typeof params>;
    await groups.removeMember(group, memberId);
    return reply.code(204).send();
  },
});
