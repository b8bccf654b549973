// A group as the API shows it, what its members fetch and commit.
import {
  GROUP_DEFAULT_SESSION_TIMEOUT_MS,
  GROUP_DEFAULT_WAIT_MS,
  GROUP_MAX_SESSION_TIMEOUT_MS,
  GROUP_MIN_SESSION_TIMEOUT_MS,
  LEASE_DEFAULT_MS,
  LEASE_MAX_MS,
  LEASE_MIN_MS,
  WORK_QUEUE_DEFAULT_ATTEMPTS,
  WORK_QUEUE_MAX_ATTEMPTS,
} from '../../model/group-limits.js';
import {
  FETCH_DEFAULT_MAX_BYTES,
  FETCH_DEFAULT_MAX_EVENTS,
  FETCH_MAX_BYTES,
  FETCH_MAX_EVENTS,
  FETCH_MAX_WAIT_MS,
} from '../../model/limits.js';
import { NAME_PATTERN } from '../../model/names.js';
import { Type } from '../json-schema.js';
import { settlementFields } from './acknowledge.js';
import { eventFields } from './event.js';

export const groupNameField = Type.String({
  description: `Group name: ${NAME_PATTERN}; a leading "_" is the bus's own`,
  examples: ['billing'],
});

const place = {
  topic: Type.String({ examples: ['orders'] }),
  partition: Type.Integer({ examples: [0] }),
};
const generation = Type.Integer({
  description: 'Goes up with each change of the members, or of what each of them is to have',
  examples: [3],
});
const memberId = Type.String({
  description: 'To be sent with the next fetch',
  examples: ['member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10'],
});
const topics = Type.Array(Type.String(), {
  description: 'Topic names, or prefixes written with a "*" at the end',
  examples: [['orders', 'returns.*']],
});
const sessionTimeoutMs = Type.Integer({
  minimum: GROUP_MIN_SESSION_TIMEOUT_MS,
  maximum: GROUP_MAX_SESSION_TIMEOUT_MS,
  default: GROUP_DEFAULT_SESSION_TIMEOUT_MS,
  description:
    'A member that makes no call for so long has left, ms. It runs from the end of a call: waiting counts as alive',
  examples: [30_000],
});
const offsetAt = Type.Object(
  { ...place, offset: Type.Integer({ description: 'The next offset that is needed', examples: [1042] }) },
  { additionalProperties: false },
);
const assignment = Type.Array(Type.Object(place), { description: "The member's partitions" });
const mode = Type.Union([Type.Literal('exclusive'), Type.Literal('shared')], {
  default: 'exclusive',
  description:
    'exclusive: each partition has one member at a time; shared: a work queue, each event goes to one worker at a time ' +
    'until one of them acknowledges it',
  examples: ['exclusive'],
});

/** Judged in full by consume/groups/fetch-body.ts, so that its messages reach the caller: here only for the documentation. */
export const groupFetchBody = Type.Object(
  {
    topics: Type.Optional(topics),
    memberId: Type.Optional(memberId),
    instanceId: Type.Optional(
      Type.String({
        description: 'Names this process: it comes back to its partitions without memberId, and fences its former self',
        examples: ['worker-1'],
      }),
    ),
    mode: Type.Optional(mode),
    start: Type.Optional(
      Type.Union(
        [
          Type.Literal('latest'),
          Type.Literal('earliest'),
          Type.Object({ timestamp: Type.Integer({ description: 'Milliseconds since the epoch' }) }),
        ],
        {
          default: 'latest',
          description:
            'Where the group begins in topics that it has no offset of yet; what appears later is read whole',
          examples: ['earliest'],
        },
      ),
    ),
    maxEvents: Type.Optional(
      Type.Integer({ minimum: 1, maximum: FETCH_MAX_EVENTS, default: FETCH_DEFAULT_MAX_EVENTS, examples: [500] }),
    ),
    maxBytes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: FETCH_MAX_BYTES,
        default: FETCH_DEFAULT_MAX_BYTES,
        description: 'Bytes of values at most, though one event is always given',
        examples: [1_048_576],
      }),
    ),
    waitMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: FETCH_MAX_WAIT_MS,
        default: GROUP_DEFAULT_WAIT_MS,
        description: 'Where there is nothing, wait so long for something, ms',
        examples: [30_000],
      }),
    ),
    sessionTimeoutMs: Type.Optional(sessionTimeoutMs),
    commit: Type.Optional(
      Type.Union([Type.Boolean(), Type.Array(offsetAt)], {
        default: false,
        description:
          'true: all that was handed out to this `memberId` so far is done. A list (the `positions` of an answer): exactly ' +
          'these are, and whatever was handed out beyond what is committed is handed out again; []: nothing more is done',
        examples: [true],
      }),
    ),
    leaseMs: Type.Optional(
      Type.Integer({
        minimum: LEASE_MIN_MS,
        maximum: LEASE_MAX_MS,
        default: LEASE_DEFAULT_MS,
        description: 'Shared: an event that is not acknowledged by then is due again, ms',
        examples: [30_000],
      }),
    ),
    maxAttempts: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: WORK_QUEUE_MAX_ATTEMPTS,
        default: WORK_QUEUE_DEFAULT_ATTEMPTS,
        description: "Shared: then the event goes to the topic <group>.dlt. The group's, as it was given last",
        examples: [10],
      }),
    ),
    ...settlementFields,
  },
  { additionalProperties: false },
);

export const groupFetchShape = Type.Object({
  memberId,
  generation,
  assignment,
  positions: Type.Array(offsetAt, {
    description: 'The offset behind the events of each partition in this answer: what a commit of them names',
  }),
  events: Type.Array(
    Type.Object({
      ...place,
      attempt: Type.Optional(
        Type.Integer({ description: 'Shared: how often it was handed out, this time included', examples: [1] }),
      ),
      ...eventFields,
    }),
  ),
});

export const groupSummaryShape = Type.Object({
  group: groupNameField,
  mode,
  state: Type.Union(
    [Type.Literal('empty'), Type.Literal('stable'), Type.Literal('rebalancing'), Type.Literal('push')],
    {
      description:
        'rebalancing: some partition has to be let go of by one member for another; push: an active subscription',
      examples: ['stable'],
    },
  ),
  generation,
  memberCount: Type.Integer({ examples: [2] }),
});

export const groupShape = Type.Object({
  group: groupNameField,
  mode,
  state: Type.String({ description: 'empty, stable, rebalancing or push', examples: ['stable'] }),
  generation,
  members: Type.Array(
    Type.Object({
      memberId,
      instanceId: Type.Optional(Type.String({ examples: ['worker-1'] })),
      topics,
      sessionTimeoutMs,
      assignment,
    }),
  ),
  offsets: Type.Array(
    Type.Object({
      ...place,
      committedOffset: Type.Integer({ description: 'The next offset that the group needs', examples: [1040] }),
      highWatermark: Type.Integer({ examples: [1042] }),
      lag: Type.Integer({ description: 'Events', examples: [2] }),
      lagMs: Type.Integer({ description: 'Age of the oldest of them', examples: [180] }),
      parked: Type.Optional(
        Type.Integer({
          description: 'Shared: unfinished below the committed offset: handed out, or due for another attempt',
          examples: [3],
        }),
      ),
      lost: Type.Integer({
        description: 'Events that a trim or retention deleted before they were handed out, in all',
        examples: [0],
      }),
    }),
  ),
});

/** Judged in full by consume/groups/commit-body.ts. */
export const groupCommitBody = Type.Object(
  { memberId, generation, offsets: Type.Array(offsetAt) },
  { additionalProperties: false },
);

export const groupCommitShape = Type.Object({
  offsets: Type.Array(offsetAt, { description: 'What is committed now' }),
});
