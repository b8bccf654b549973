// An attempt as the API shows it: in a list, and with everything that is known of it.

import { Type } from '../json-schema.js';

export const attemptIdField = Type.String({ description: 'Of an attempt', examples: ['812'] });

export const OUTCOMES = ['acknowledged', 'retry', 'dead-lettered', 'expired', 'paused', 'failed'] as const;
export const PHASES = ['address', 'dns', 'connect', 'tls', 'auth', 'timeout', 'status', 'reply'] as const;

const ms = (description: string, example: number) => Type.Optional(Type.Number({ description, examples: [example] }));

const durationsShape = Type.Object(
  {
    dnsMs: ms('Looking the name up', 1.2),
    connectMs: ms('Opening the connection', 0.8),
    tlsMs: ms('Its TLS handshake', 9.1),
    firstByteMs: ms('From then to the head of the answer', 11.4),
  },
  {
    description:
      'Parts of `durationMs`, as far as they were there: a connection that was used before is not opened again',
  },
);

const fields = {
  id: attemptIdField,
  topic: Type.String({ examples: ['orders'] }),
  partition: Type.Integer({ examples: [0] }),
  offset: Type.Integer({ examples: [1041] }),
  lastOffset: Type.Optional(Type.Integer({ description: 'Of a batch', examples: [1140] })),
  key: Type.Optional(Type.String({ examples: ['A-17'] })),
  attempt: Type.Integer({ description: 'From 1', examples: [1] }),
  outcome: Type.String({
    description: `${OUTCOMES.join(', ')}. failed: of a redrive or a resend, which brings forth no further dead letter`,
    examples: ['acknowledged'],
  }),
  phase: Type.Optional(Type.String({ description: `What failed: ${PHASES.join(', ')}`, examples: ['status'] })),
  status: Type.Optional(Type.Integer({ examples: [200] })),
  durationMs: Type.Integer({ examples: [12] }),
  durations: Type.Optional(durationsShape),
  at: Type.Integer({ description: 'Milliseconds since the epoch', examples: [1_767_225_600_000] }),
  nextAttemptAt: Type.Optional(Type.Integer({ examples: [1_767_225_605_000] })),
  replay: Type.Optional(Type.String({ description: 'The replay that it was part of' })),
  webhookId: Type.Optional(
    Type.String({
      description: 'Of a redrive or a resend, which are sent under an earlier one',
      examples: ['msg_2b5e9a_1041'],
    }),
  ),
  ackedThrough: Type.Optional(
    Type.Integer({
      description:
        'Of a batch: what `posthorn-acked-through` in the answer said. The events up to this offset are delivered, the rest was ' +
        'not, and goes on as a delivery of its own',
      examples: [1060],
    }),
  ),
  redrive: Type.Optional(Type.String({ description: 'The redrive that it was part of' })),
  resend: Type.Optional(Type.String({ description: 'The attempt that was sent again' })),
  response: Type.Optional(
    Type.String({ description: "Start of the response, or the error's text", examples: ['try later'] }),
  ),
};

export const attemptShape = Type.Object(fields);

const headers = (description: string, example: Record<string, string>) =>
  Type.Optional(Type.Record(Type.String(), Type.String(), { description, examples: [example] }));

export const wholeAttemptShape = Type.Object({
  ...fields,
  requestHeaders: headers(
    "As they were sent, cut where they are long. Not kept of deliveries that succeed at once. Values that the endpoint's " +
      'configuration sets, credentials, cookies and the signature are left out',
    { 'webhook-id': 'msg_2b5e9a_1041', 'posthorn-offset': '1041', authorization: '(left out)' },
  ),
  responseHeaders: headers('Likewise', { 'retry-after': '30' }),
});
