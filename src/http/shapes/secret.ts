// The secrets that deliveries are signed with, as the API shows them, and as a new one is asked for.

import { SECRET_GRACE_DEFAULT_MS, SECRET_GRACE_MAX_MS } from '../../model/secret-limits.js';
import { Type } from '../json-schema.js';

const HMAC_EXAMPLE = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** As a caller gives one. */
export const secretField = Type.String({
  description:
    '`whsec_` and the base64 of 24 to 64 bytes, or `whsk_` and the base64 of an ed25519 key pair (32 bytes of seed, with the ' +
    '32 of the public key behind them or without)',
  examples: [HMAC_EXAMPLE],
});

/** As an answer shows one. */
export const shownSecretField = Type.String({
  description: 'Of HMAC, in this answer alone; a private key is never shown',
  examples: [HMAC_EXAMPLE],
});

export const algorithmField = Type.Union([Type.Literal('hmac'), Type.Literal('ed25519')], { examples: ['hmac'] });

export const secretIdField = Type.String({ examples: ['5f0c2d9b8e1a4736'] });

const secretFields = {
  id: secretIdField,
  algorithm: algorithmField,
  createdAt: Type.Optional(
    Type.Integer({
      description: 'Milliseconds since the epoch; absent of one that an older version stored',
      examples: [1_767_225_600_000],
    }),
  ),
  expiresAt: Type.Optional(
    Type.Integer({ description: 'It signs until then; absent of the newest', examples: [1_767_312_000_000] }),
  ),
  publicKey: Type.Optional(
    Type.String({
      description: 'Of ed25519: `whpk_` and the base64 of the public key',
      examples: ['whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='],
    }),
  ),
  kid: Type.Optional(
    Type.String({
      description: 'Of ed25519: its name in /.well-known/jwks.json (RFC 7638)',
      examples: ['kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'],
    }),
  ),
};

export const secretsField = Type.Array(Type.Object(secretFields), {
  description: 'Those that sign now, newest first, without the secrets themselves',
});

/** Judged in full by push/signing/secret-body.ts, so that its messages reach the caller: here only for the documentation. */
export const rotationBody = Type.Object(
  {
    secret: Type.Optional(secretField),
    algorithm: Type.Optional(algorithmField),
    graceMs: Type.Optional(
      Type.Integer({
        default: SECRET_GRACE_DEFAULT_MS,
        minimum: 0,
        maximum: SECRET_GRACE_MAX_MS,
        description: 'How long former secrets go on signing; 0: they end at once',
        examples: [SECRET_GRACE_DEFAULT_MS],
      }),
    ),
  },
  { additionalProperties: false },
);

export const rotationShape = Type.Object({
  ...secretFields,
  secret: Type.Optional(shownSecretField),
  secrets: secretsField,
});
