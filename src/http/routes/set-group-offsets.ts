// POST /v1/groups/{group}/offsets: what a member has processed, apart from its fetches; or where a group that nobody is in goes on.
import type { Groups } from '../../consume/groups/groups.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { groupCommitBody, groupCommitShape, groupNameField } from '../shapes/group.js';
import { BODY_CODES, problems } from '../shapes/problem.js';
import { groupSeekBody, movedShape } from '../shapes/seek.js';

const params = Type.Object({ group: groupNameField });
const query = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Boolean({ default: false, description: 'Of a seek: only count, nothing is changed', examples: [true] }),
    ),
  },
  { additionalProperties: false },
);

export const setGroupOffsetsRoute = (groups: Pick<Groups, 'setOffsets'>): Route => ({
  method: 'POST',
  url: '/v1/groups/:group/offsets',
  scope: 'consume',
  schema: {
    operationId: 'setGroupOffsets',
    summary: 'Commit offsets, or move a group that nobody is in',
    description:
      'With `memberId` and `generation` a commit of that member: each partition has to be its own since that generation, ' +
      'or an earlier one. It moves the committed offsets alone: the next fetch goes on behind what was handed out. ' +
      'Without them a seek, as for a subscription, of a group without members: `to`, `timestamp` or `offsets`; it makes ' +
      'the group where it names topics. All or nothing.',
    tags: ['groups'],
    params,
    querystring: query,
    response: {
      200: Type.Union([groupCommitShape, movedShape], {
        description: 'What is committed now, or what the seek came to',
      }),
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'GROUP_ID_NOT_FOUND',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'ILLEGAL_GENERATION',
        'FENCED_INSTANCE_ID',
        'NON_EMPTY_GROUP',
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
      schema: Type.Union([groupCommitBody, groupSeekBody]),
      example: {
        memberId: 'member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10',
        generation: 3,
        offsets: [{ topic: 'orders', partition: 0, offset: 1042 }],
      },
    },
  },
  handler: (request) =>
    groups.setOffsets(
      (request.params as Static<typeof params>).group,
      request.body,
      request.query as Static<typeof query>,
    ),
});
