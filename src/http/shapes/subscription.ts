// A subscription as the API shows it, and as it is put; and its attempts.

import {
  BATCH_DEFAULT_MAX_BYTES,
  DEFAULT_MAX_IN_FLIGHT,
  ENDPOINT_DEFAULT_TIMEOUT_MS,
  MAX_MAX_IN_FLIGHT,
} from '../../model/limits.js';
import { NAME_PATTERN } from '../../model/names.js';
import { DEFAULT_RETRY } from '../../push/subscription-body.js';
import { Type } from '../json-schema.js';
import { replaysField } from './seek.js';

export const subscriptionNameField = Type.String({
  description: `Subscription name: ${NAME_PATTERN}, at most 245 characters`,
  examples: ['billing'],
});

const endpointFields = {
  url: Type.String({ description: 'http or https', examples: ['https://example.com/hook'] }),
  headers: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'Sent with every request, e.g. credentials',
      examples: [{ authorization: 'Bearer 4711' }],
    }),
  ),
  timeoutMs: Type.Optional(
    Type.Integer({
      default: ENDPOINT_DEFAULT_TIMEOUT_MS,
      description: 'For one whole attempt, in milliseconds',
      examples: [15_000],
    }),
  ),
};

const secretField = Type.String({
  description: '`whsec_` and the base64 of 24 to 64 bytes',
  examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
});

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
      { description: 'More than one event a request: one value a line', examples: [{ maxEvents: 100, lingerMs: 20 }] },
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
  maxInFlight: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_MAX_IN_FLIGHT,
      default: DEFAULT_MAX_IN_FLIGHT,
      description: 'Requests that run at once',
      examples: [32],
    }),
  ),
};

/** Judged in full by push/subscription-body.ts, so that its codes reach the caller: here only for the documentation. */
export const subscriptionBody = Type.Object(
  { ...fields, endpoint: Type.Object({ ...endpointFields, secret: Type.Optional(secretField) }) },
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
  endpoint: Type.Object(endpointFields),
  state: Type.Union([Type.Literal('active'), Type.Literal('paused')], { examples: ['active'] }),
  reason: Type.Optional(Type.String({ description: 'Why it is paused', examples: ['paused by a call'] })),
  offsets: Type.Array(offsetShape),
  replays: replaysField,
  secret: Type.Optional(
    Type.String({
      description: 'Only in the answer that creates the subscription, or that gives it another secret',
      examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    }),
  ),
});

export const attemptShape = Type.Object({
  id: Type.String({ examples: ['812'] }),
  topic: Type.String({ examples: ['orders'] }),
  partition: Type.Integer({ examples: [0] }),
  offset: Type.Integer({ examples: [1041] }),
  lastOffset: Type.Optional(Type.Integer({ description: 'Of a batch', examples: [1140] })),
  key: Type.Optional(Type.String({ examples: ['A-17'] })),
  attempt: Type.Integer({ description: 'From 1', examples: [1] }),
  outcome: Type.String({
    description: 'acknowledged, retry, dead-lettered, expired or paused',
    examples: ['acknowledged'],
  }),
  phase: Type.Optional(
    Type.String({ description: 'What failed: address, dns, connect, tls, timeout or status', examples: ['status'] }),
  ),
  status: Type.Optional(Type.Integer({ examples: [200] })),
  durationMs: Type.Integer({ examples: [12] }),
  at: Type.Integer({ description: 'Milliseconds since the epoch', examples: [1_767_225_600_000] }),
  nextAttemptAt: Type.Optional(Type.Integer({ examples: [1_767_225_605_000] })),
  replay: Type.Optional(Type.String({ description: 'The replay that it was part of' })),
  response: Type.Optional(
    Type.String({ description: "Start of the response, or the error's text", examples: ['try later'] }),
  ),
});
