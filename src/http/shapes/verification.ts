// Whether an endpoint has agreed to what it is sent.
import { Type } from '../json-schema.js';

export const verifyField = Type.Optional(
  Type.Union([Type.Literal('none'), Type.Literal('ping'), Type.Literal('options')], {
    default: 'none',
    description:
      'How the endpoint shows that it agrees before anything is sent: a 2xx to a signed POST with `posthorn-verification: ' +
      'ping`, or the handshake of CloudEvents (OPTIONS). Asked again where this or the URL changes',
    examples: ['ping'],
  }),
);

export const verificationField = Type.Optional(
  Type.Object(
    {
      state: Type.Union([Type.Literal('pending'), Type.Literal('verified'), Type.Literal('failed')]),
      at: Type.Integer({ description: 'Milliseconds since the epoch' }),
      detail: Type.String({ description: 'What was answered' }),
      allowedRatePerMinute: Type.Optional(
        Type.Integer({ description: 'Requests a minute that the endpoint allows: deliveries keep to it' }),
      ),
    },
    { examples: [{ state: 'verified', at: 1_767_225_600_000, detail: 'the endpoint answered the ping with 204' }] },
  ),
);
