// POST /v1/groups/{group}/fetch: joins, keeps the session alive, commits what the last call handed out, and fetches: in one call.
import type { Groups } from '../../consume/groups/groups.js';
import { sendAnswer, whenSentOrOver } from '../answer-sender.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { groupFetchBody, groupFetchShape, groupNameField } from '../shapes/group.js';
import { BODY_CODES, problems } from '../shapes/problem.js';

const params = Type.Object({ group: groupNameField });

export const fetchGroupRoute = (groups: Pick<Groups, 'fetch'>): Route => ({
  method: 'POST',
  url: '/v1/groups/:group/fetch',
  scope: 'consume',
  schema: {
    operationId: 'fetchGroup',
    summary: 'Fetch as a member of a group',
    description:
      'Without `memberId` it joins, and waits for its partitions; the answer names the `memberId` for the next call. ' +
      'With `memberId` and `commit: true` a call says that all of the former answers is processed; a call that joins, or ' +
      'comes back by its `instanceId`, commits nothing. A client that is not sure whether ' +
      'an answer reached it sends the list of what it has processed instead, and gets everything beyond it again. One ' +
      'call of a member at a time: a newer one ends the older. A list counts for what was handed out and is not committed ' +
      'yet; other entries are left out. A partition that moves to another member goes on there from the committed ' +
      'offset. ' +
      'In `shared` mode nobody owns a partition: events are handed out one by one, held for `leaseMs`, and finished by ' +
      '`ack`, here or by POST …/acknowledge, or by `commit: true` for all that the `memberId` holds. What is returned, or ' +
      'whose lease ends, comes before what is new. A paused subscription can be fetched from in this mode, by its name.',
    tags: ['groups'],
    params,
    response: {
      200: Type.Unsafe({
        description: 'The events, none where none came in time',
        content: { 'application/json': { schema: groupFetchShape } },
      }),
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'ILLEGAL_GENERATION',
        'FENCED_INSTANCE_ID',
        'INCONSISTENT_GROUP_PROTOCOL',
        'OFFSET_OUT_OF_RANGE',
        'VERSION_CONFLICT',
        'INVALID_RECORD_STATE',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  openapiBody: {
    'application/json': {
      schema: groupFetchBody,
      example: { topics: ['orders'], start: 'earliest', waitMs: 5_000 },
    },
  },
  handler: (request, reply) => {
    const { group } = request.params as Static<typeof params>;
    const { answer, over } = groups.fetch(group, request.body);
    whenSentOrOver(reply, over);
    answer
      .then((made) => sendAnswer(reply.header('content-type', 'application/json'), made))
      .catch((error: unknown) => reply.send(error));
    // Not the reply: the framework would listen to the end of each that waits.
    return undefined;
  },
});
