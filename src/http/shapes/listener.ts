// What a listener gets and answers, for the documentation; push/listener/ judges it.
import { LISTENER_MAX_ANSWERS } from '../../model/listen-limits.js';
import { Type } from '../json-schema.js';

export const listenerField = Type.Optional(
  Type.Object(
    { since: Type.Integer({ description: 'Milliseconds since the epoch', examples: [1_767_225_600_000] }) },
    { description: 'While a listener is attached: deliveries go to it and not to the URL' },
  ),
);

const STREAM_EXAMPLE = `event: open
data: {"session":"0f8c5a52-7c1d-4d0e-9f65-1f5ad9c7b1f3","subscription":"billing","state":"active"}

event: delivery
data: {"id":1,"timeoutMs":15000,"answerBytes":1024,"headers":{"content-type":"application/json","webhook-id":"msg_2f9c6f3b8d1a4e57c0b6e921_41","posthorn-topic":"orders","posthorn-offset":"41"},"body":"{\\"orderId\\":\\"A-17\\"}"}

`;

export const listenResponse = Type.Unsafe({
  description: 'Server-sent events, until the client closes, the subscription is deleted or the server stops',
  content: {
    'text/event-stream': {
      schema: {
        type: 'string',
        description:
          '`event: open`: the listener is attached; `session` names it for its answers. `event: delivery`: one request as the ' +
          'endpoint would get it: `headers`, and `body` as text, or `bodyBase64` where the bytes are not UTF-8. It is to be ' +
          'answered, by its `id`, within `timeoutMs`; of the body of its answer the first `answerBytes` are of use. ' +
          '`event: state`: the subscription was paused or resumed. `event: end`: why the stream ends: ' +
          '`taken-over`, `deleted` or `stopping`. Comments keep the connection alive.',
        examples: [STREAM_EXAMPLE],
      },
    },
  },
});

const answerField = Type.Object({
  id: Type.Integer({ description: 'Of the delivery', examples: [1] }),
  status: Type.Optional(Type.Integer({ minimum: 200, maximum: 599, examples: [200] })),
  headers: Type.Optional(
    Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]), {
      description: 'Of the answer, e.g. `retry-after`',
      examples: [{ 'content-type': 'text/plain' }],
    }),
  ),
  body: Type.Optional(Type.String({ description: 'The start of its body', examples: ['thank you'] })),
  bodyBase64: Type.Optional(Type.String({ description: 'The same, where it is no text' })),
  bodyBytes: Type.Optional(Type.Integer({ description: 'Length of the whole body, where more was cut off' })),
  phase: Type.Optional(
    Type.String({ description: 'Where there was no answer: dns, connect, tls, timeout or status, with `error`' }),
  ),
  error: Type.Optional(Type.String({ description: 'What went wrong' })),
});

export const answersBody = Type.Object(
  {
    answers: Type.Array(answerField, { maxItems: LISTENER_MAX_ANSWERS }),
  },
  { additionalProperties: false },
);

export const answersShape = Type.Object({
  taken: Type.Integer({ description: 'Answers that counted', examples: [1] }),
  late: Type.Array(Type.Integer(), {
    description: 'Ids that nothing waits for any more: timed out, given back, or answered before',
    examples: [[]],
  }),
});
