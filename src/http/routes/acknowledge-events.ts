// POST /v1/groups/{group}/acknowledge: a worker of a shared group says what became of the events that it holds.

import { parseAcknowledge } from '../../consume/groups/shared/settlement-body.js';
import type { SharedGroups } from '../../consume/groups/shared/shared-groups.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { acknowledgeBody, acknowledgeShape } from '../shapes/acknowledge.js';
import { groupNameField } from '../shapes/group.js';
import { BODY_CODES, problems } from '../shapes/problem.js';

const params = Type.Object({ group: groupNameField });

export const acknowledgeEventsRoute = (groups: Pick<SharedGroups, 'acknowledge'>): Route => ({
  method: 'POST',
  url: '/v1/groups/:group/acknowledge',
  scope: 'consume',
  schema: {
    operationId: 'acknowledgeEvents',
    summary: 'Finish, return or hold on to events of a shared group',
    description:
      'All or nothing. An event is named with the `attempt` that the fetch gave: once its lease has ended and it was ' +
      'handed out anew, or it is done, the old attempt is refused, and every such place is named.',
    tags: ['groups'],
    params,
    response: {
      200: acknowledgeShape,
      ...problems(
        ...BODY_CODES,
        'INVALID_GROUP_ID',
        'GROUP_ID_NOT_FOUND',
        'INVALID_RECORD_STATE',
        'INCONSISTENT_GROUP_PROTOCOL',
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
      schema: acknowledgeBody,
      example: { ack: [{ topic: 'images', partition: 0, offset: 41, attempt: 1 }] },
    },
  },
  handler: async (request) => {
    const { group } = request.params as Static<typeof params>;
    const settlement = parseAcknowledge(request.body);
    await groups.acknowledge(group, settlement);
    const { ack, nack, extend } = settlement;
    return { group, ack: ack.length, nack: nack.length, extend: extend.length };
  },
});
