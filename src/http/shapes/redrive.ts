// Dead letters as the API shows them, and what sends them again.

import { SUBSCRIPTION_MAX_REPLAYS } from '../../model/limits.js';
import { REDRIVE_MAX_EVENTS, REDRIVE_MAX_OFFSETS, REDRIVE_MAX_RATE } from '../../model/redrive-limits.js';
import { LETTER_STATES } from '../../push/redrive/letter-list.js';
import { Type } from '../json-schema.js';
import { filterField } from './filter.js';

export const redriveIdField = Type.String({
  description: 'The id of a redrive, as the call that began it answered it',
  examples: ['0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11'],
});

const time = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, description, examples: [1_767_225_600_000] }));

const rateField = Type.Optional(
  Type.Number({
    exclusiveMinimum: 0,
    maximum: REDRIVE_MAX_RATE,
    description: 'Dead letters that it takes a second, at most; default: as fast as the endpoint and the limits allow',
    examples: [50],
  }),
);

/** Judged in full by push/redrive/redrive-body.ts: here only for the documentation. */
export const redriveBody = Type.Object(
  {
    all: Type.Optional(Type.Boolean({ description: 'true: the same as naming nothing', examples: [true] })),
    offsets: Type.Optional(
      Type.Array(Type.Integer({ minimum: 0 }), {
        maxItems: REDRIVE_MAX_OFFSETS,
        description: 'These alone: offsets of the dead letter topic',
        examples: [[4, 7]],
      }),
    ),
    since: time('Became dead letters at this time or later, milliseconds since the epoch'),
    until: time('Became dead letters at this time or earlier'),
    filter: Type.Optional(filterField),
    again: Type.Optional(
      Type.Boolean({ default: false, description: 'Those that a redrive has delivered, too', examples: [true] }),
    ),
    ratePerSecond: rateField,
  },
  { additionalProperties: false },
);

const events = Type.Integer({ description: 'Dead letters', examples: [12] });

export const redriveBegunShape = Type.Object({
  dryRun: Type.Boolean({ description: 'Nothing was begun', examples: [false] }),
  redrive: Type.Optional({
    ...redriveIdField,
    description: 'The id of the redrive that was begun; absent after a dry run, and where there is nothing to send',
  }),
  events: Type.Integer({
    description: `Dead letters that it takes, counted one by one; one redrive takes at most ${REDRIVE_MAX_EVENTS}`,
    examples: [12],
  }),
  skipped: Type.Object(
    {
      delivered: Type.Integer({ description: 'An earlier redrive has delivered them', examples: [3] }),
      running: Type.Integer({ description: 'Another one is not through with them', examples: [0] }),
    },
    { description: 'Of those that were asked for, but are left out' },
  ),
});

export const redrivesField = Type.Array(
  Type.Object({
    id: redriveIdField,
    at: Type.Integer({ description: 'When it was begun, milliseconds since the epoch', examples: [1_767_225_600_000] }),
    events,
    remaining: Type.Integer({ description: 'Of them, those that it has not come to', examples: [8] }),
    parked: Type.Integer({
      description: 'Unfinished deliveries among the others: under way, or waiting for their next attempt',
      examples: [1],
    }),
    ratePerSecond: rateField,
  }),
  { description: `The redrives that run, oldest first; with the replays ${SUBSCRIPTION_MAX_REPLAYS} at most` },
);

const at = Type.Integer({ description: 'Milliseconds since the epoch', examples: [1_767_225_600_000] });

export const deadLetterShape = Type.Object({
  offset: Type.Integer({ description: 'In the dead letter topic', examples: [4] }),
  at: Type.Integer({ description: 'When it became one, milliseconds since the epoch', examples: [1_767_225_600_000] }),
  key: Type.Optional(Type.String({ examples: ['A-17'] })),
  origin: Type.Object({
    topic: Type.String({ examples: ['orders'] }),
    partition: Type.Integer({ examples: [0] }),
    offset: Type.Integer({ examples: [1041] }),
    timestamp: at,
  }),
  attempts: Type.Integer({ description: 'That failed', examples: [10] }),
  status: Type.Optional(Type.Integer({ description: 'Of the last answer', examples: [503] })),
  reason: Type.String({ examples: ['failed 10 times (retry.scheduleMs is used up)'] }),
  error: Type.Optional(
    Type.String({ description: 'How the last answer began, or what failed', examples: ['try later'] }),
  ),
  replay: Type.Optional(Type.String({ description: 'The replay that it was part of' })),
  webhookId: Type.Optional(Type.String({ description: 'Of the delivery that failed', examples: ['msg_2b5e9a_1041'] })),
  redriven: Type.Optional(
    Type.Object(
      {
        state: Type.Union(
          ['running', 'delivered', 'failed'].map((one) => Type.Literal(one)),
          { examples: ['delivered'] },
        ),
        at,
        redrive: redriveIdField,
      },
      { description: 'What became of it when it was sent again; absent: it was not' },
    ),
  ),
});

export const letterStateField = Type.Optional(
  Type.Union(
    LETTER_STATES.map((one) => Type.Literal(one)),
    { description: 'What became of it; new: it was not sent again', examples: ['failed'] },
  ),
);
