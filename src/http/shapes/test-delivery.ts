// A test delivery and what came of it, for the documentation; push/test-delivery/ judges it.
import { Type } from '../json-schema.js';

export const testBody = Type.Object(
  {
    topic: Type.Optional(
      Type.String({ description: 'Needed where the subscription receives several', examples: ['orders'] }),
    ),
    value: Type.Optional(
      Type.Unknown({
        description: 'The very bytes are sent. Without it a sample is made that the schema of the topic allows',
        examples: [{ orderId: 'A-17' }],
      }),
    ),
  },
  { additionalProperties: false },
);

export const testShape = Type.Object({
  topic: Type.String({ examples: ['orders'] }),
  outcome: Type.Union([Type.Literal('acknowledged'), Type.Literal('failed')], { examples: ['acknowledged'] }),
  status: Type.Optional(Type.Integer({ examples: [200] })),
  phase: Type.Optional(Type.String({ description: 'What failed: address, dns, connect, tls, timeout or status' })),
  durationMs: Type.Integer({ examples: [12] }),
  request: Type.Object({
    headers: Type.Record(Type.String(), Type.String(), {
      description: 'As they were sent, without what is secret',
      examples: [{ 'content-type': 'application/json', 'posthorn-topic': 'orders', 'posthorn-test': 'true' }],
    }),
    body: Type.Optional(Type.String({ examples: ['{"orderId":"A-17"}'] })),
    bodyBase64: Type.Optional(Type.String({ description: 'Where it is no text' })),
  }),
  response: Type.Optional(
    Type.String({ description: "Start of the response, or the error's text", examples: ['thank you'] }),
  ),
});
