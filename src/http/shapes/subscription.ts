// A subscription as the API shows it, and as it is put.

import { BATCH_DEFAULT_MAX_BYTES, DEFAULT_MAX_IN_FLIGHT, MAX_MAX_IN_FLIGHT } from '../../model/limits.js';
import { NAME_PATTERN } from '../../model/names.js';
import { DEFAULT_RETRY } from '../../push/subscription-body.js';
import { Type } from '../json-schema.js';
import { formatFields } from './delivery-format.js';
import { certificateExpiresAtField, endpointFields, endpointShown } from './endpoint.js';
import { subscriptionFilterField } from './filter.js';
import { healthField, healthFields } from './health.js';
import { listenerField } from './listener.js';
import { redrivesField } from './redrive.js';
import { repliesField } from './replies.js';
import { secretField, secretsField, shownSecretField } from './secret.js';
import { replaysField } from './seek.js';
import { verificationField, verifyField } from './verification.js';

export const subscriptionNameField = Type.String({
  description: `Subscription name: ${NAME_PATTERN}, at most 245 characters`,
  examples: ['billing'],
});

const askedSecretFields = {
  secret: Type.Optional(secretField),
  signing: Type.Optional(
    Type.Union([Type.Literal('hmac'), Type.Literal('ed25519')], {
      default: 'hmac',
      description: 'How a new subscription signs, where it gives no secret; later it is changed with its secrets',
      examples: ['ed25519'],
    }),
  ),
};

const fields = {
  topics: Type.Array(Type.String(), {
    description: 'Topic names, or prefixes written with a "*" at the end',
    examples: [['orders', 'returns.*']],
  }),
  start: Type.Optional(
    Type.Union(
      [
        Type.Literal('latest'),
        Type.Literal('earliest'),
        Type.Object({ timestamp: Type.Integer({ description: 'Milliseconds since the epoch' }) }),
        Type.Object({ offsets: Type.Record(Type.String(), Type.Record(Type.String(), Type.Integer())) }),
      ],
      {
        default: 'latest',
        description: 'Where it begins in topics that it does not yet receive',
        examples: ['earliest'],
      },
    ),
  ),
  ordering: Type.Optional(
    Type.Union([Type.Literal('key'), Type.Literal('partition'), Type.Literal('none')], {
      default: 'key',
      description: 'What stays in order whatever fails',
      examples: ['key'],
    }),
  ),
  batch: Type.Optional(
    Type.Object(
      {
        maxEvents: Type.Optional(Type.Integer({ default: 1 })),
        maxBytes: Type.Optional(Type.Integer({ default: BATCH_DEFAULT_MAX_BYTES })),
        lingerMs: Type.Optional(Type.Integer({ default: 0 })),
      },
      {
        description:
          'More than one event a request, in one body. `maxBytes` counts that body; one event is sent whatever its size. ' +
          'The headers `posthorn-offset`, `posthorn-last-offset` and `posthorn-count` say what it holds, and where a filter left out ' +
          'events in between, `posthorn-offsets` lists the runs (`10-14,20`). An answer with `posthorn-acked-through: <offset>` ' +
          'acknowledges the events up to that offset, whatever its status but 410; the rest is sent again as a batch of its own, ' +
          'with the retry schedule from its beginning. Nothing is acknowledged by an offset that was not sent',
        examples: [{ maxEvents: 100, lingerMs: 20 }],
      },
    ),
  ),
  retry: Type.Optional(
    Type.Object(
      {
        scheduleMs: Type.Optional(Type.Array(Type.Integer(), { default: DEFAULT_RETRY.scheduleMs })),
        jitter: Type.Optional(Type.Number({ default: DEFAULT_RETRY.jitter })),
        maxAgeMs: Type.Optional(Type.Integer()),
        clientErrorAttempts: Type.Optional(Type.Integer({ default: DEFAULT_RETRY.clientErrorAttempts })),
      },
      { description: 'When a failed delivery is tried again', examples: [{ scheduleMs: [5_000, 300_000] }] },
    ),
  ),
  verify: verifyField,
  maxInFlight: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_MAX_IN_FLIGHT,
      default: DEFAULT_MAX_IN_FLIGHT,
      description:
        'Requests that run at once, at most: fewer while the endpoint answers 429, 503 or not in time, or plainly has a queue',
      examples: [32],
    }),
  ),
  filter: Type.Optional(subscriptionFilterField),
  ...formatFields,
  ...healthFields,
  replies: Type.Optional(repliesField),
};

/** Judged in full by push/subscription-body.ts, so that its codes reach the caller: here only for the documentation. */
export const subscriptionBody = Type.Object(
  { ...fields, endpoint: Type.Object({ ...endpointFields, ...askedSecretFields }) },
  { additionalProperties: false },
);

const offsetShape = Type.Object({
  topic: Type.String({ examples: ['orders'] }),
  partition: Type.Integer({ examples: [0] }),
  committedOffset: Type.Integer({ description: 'Everything below is delivered or parked', examples: [1040] }),
  highWatermark: Type.Integer({ examples: [1042] }),
  lag: Type.Integer({ description: 'Events', examples: [2] }),
  lagMs: Type.Integer({ description: 'Age of the oldest of them', examples: [180] }),
  parked: Type.Integer({
    description: 'Unfinished deliveries below the committed offset: under way, or waiting for their next attempt',
    examples: [0],
  }),
  lost: Type.Integer({
    description: 'Events that a trim or retention deleted before they were delivered, in all',
    examples: [0],
  }),
});

export const subscriptionShape = Type.Object({
  name: subscriptionNameField,
  ...fields,
  endpoint: Type.Object(endpointShown),
  certificateExpiresAt: certificateExpiresAtField,
  verification: verificationField,
  state: Type.Union([Type.Literal('active'), Type.Literal('paused')], { examples: ['active'] }),
  reason: Type.Optional(Type.String({ description: 'Why it is paused, or rests', examples: ['paused by a call'] })),
  listener: listenerField,
  offsets: Type.Array(offsetShape),
  replays: replaysField,
  redrives: redrivesField,
  health: healthField,
  secrets: secretsField,
  secret: Type.Optional(shownSecretField),
});
