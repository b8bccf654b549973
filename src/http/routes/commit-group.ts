// POST /v1/groups/{group}/offsets: what a member has processed, apart from its fetches.
import type { Groups } from '../../consume/groups/groups.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { groupCommitBody, groupCommitShape, groupNameField } from '../shapes/group.js';
import { BODY_CODES, problems } from '../shapes/problem.js';

const params = Type.Object({ group: groupNameField });

export const commitGroupRoute = (groups: Pick<Groups, 'commit'>): Route => ({
  method: 'POST',
  url: '/v1/groups/:group/offsets',
  scope: 'consume',
  schema: {
    operationId: 'commitGroup',
    summary: 'Commit offsets as a member of a group',
    description:
      'All or nothing: each partition has to be the member’s since the generation given, or an earlier one. It moves ' +
      'the committed offsets alone: the next fetch goes on behind what was handed out.',
    tags: ['groups'],
    params,
    response: {
      200: groupCommitShape,
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'GROUP_ID_NOT_FOUND',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'ILLEGAL_GENERATION',
        'FENCED_INSTANCE_ID',
        'INCONSISTENT_GROUP_PROTOCOL',
        'OFFSET_OUT_OF_RANGE',
        'VERSION_CONFLICT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  openapiBody: {
    'application/json': {
      schema: groupCommitBody,
      example: {
        memberId: 'member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10',
        generation: 3,
        offsets: [{ topic: 'orders', partition: 0, offset: 1042 }],
      },
    },
  },
  handler: (request) => groups.commit((request.params as Static<typeof params>).group, request.body),
});
