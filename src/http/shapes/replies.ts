// `replies` of a subscription: what an endpoint's answers may append.
import {
  REPLY_DEFAULT_MAX_BYTES,
  REPLY_DEFAULT_MAX_EVENTS,
  REPLY_MAX_BYTES,
  REPLY_MAX_EVENTS,
} from '../../model/reply-limits.js';
import { Type } from '../json-schema.js';

export const repliesField = Type.Object(
  {
    topics: Type.Array(Type.String(), {
      description:
        'Where replies may go: topic names, or prefixes written with a "*" at the end (of dead letter topics none). One of ' +
        'the topics that it receives is allowed: then its replies come back to it',
      examples: [['invoices']],
    }),
    topic: Type.Optional(
      Type.String({
        description: 'Where CloudEvents go, which name no topic. Default: the one of `topics`, where it is one name',
        examples: ['invoices'],
      }),
    ),
    maxEvents: Type.Optional(
      Type.Integer({
        default: REPLY_DEFAULT_MAX_EVENTS,
        description: `Of one answer, at most ${REPLY_MAX_EVENTS}`,
        examples: [100],
      }),
    ),
    maxBytes: Type.Optional(
      Type.Integer({
        default: REPLY_DEFAULT_MAX_BYTES,
        description: `Of one answer's body, at most ${REPLY_MAX_BYTES}`,
        examples: [65_536],
      }),
    ),
  },
  {
    description:
      'A 2xx answer may carry events: CloudEvents (`ce-*` headers, application/cloudevents+json or -batch+json), or ' +
      'application/json `{"produce":[{"topic","value","key"?, ...}]}` with the fields of POST .../batches. They are appended in ' +
      'one commit with the progress of the delivery, exactly once, with headers `reply-of-subscription -topic -partition ' +
      '-offset`. A reply that can not be appended (unknown topic, refused by its schema, malformed, too large) is a failed ' +
      'attempt of phase `reply`. 204, an empty answer, and any other one, carry none',
  },
);
