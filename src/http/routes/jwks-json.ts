// GET /.well-known/jwks.json: what receivers verify ed25519 signatures by.

import { JWKS_MAX_AGE_S } from '../../model/secret-limits.js';
import type { PublicKeys } from '../../push/signing/public-keys.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';

const query = Type.Object(
  {
    subscription: Type.Optional(
      Type.String({ minLength: 1, description: 'Only the keys of this one', examples: ['billing'] }),
    ),
  },
  { additionalProperties: false },
);

const jwk = Type.Object({
  kty: Type.Literal('OKP'),
  crv: Type.Literal('Ed25519'),
  x: Type.String({ examples: ['11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'] }),
  kid: Type.String({
    description: 'The thumbprint of the key (RFC 7638)',
    examples: ['kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'],
  }),
  use: Type.Literal('sig'),
  alg: Type.Literal('EdDSA'),
});

export const jwksJsonRoute = (publicKeys: PublicKeys): Route => ({
  method: 'GET',
  url: '/.well-known/jwks.json',
  scope: 'public',
  schema: {
    operationId: 'getPublicKeys',
    summary: 'The public keys that deliveries are signed with',
    description:
      'A JSON Web Key Set (RFC 7517) of all live ed25519 secrets, with an `ETag`. Who receives from one subscription should ' +
      'ask for its keys alone: whoever may give a subscription a key of his own could else sign for all.',
    tags: ['operations'],
    querystring: query,
    response: {
      200: Type.Object({ keys: Type.Array(jwk) }, { description: 'The keys' }),
      304: Type.Null({ description: 'They are those of the `if-none-match` that was sent' }),
      ...problems(),
    },
  },
  handler: (request, reply) => {
    const { text, etag } = publicKeys.keySet((request.query as Static<typeof query>).subscription);
    reply.header('etag', etag).header('cache-control', `public, max-age=${JWKS_MAX_AGE_S}`);
    if (names(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type('application/json').send(text);
  },
});

/** Compared weakly, as RFC 9110, section 13.1.2, has it. */
function names(ifNoneMatch: string | undefined, etag: string): boolean {
  const listed = (ifNoneMatch ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return listed.includes(etag) || listed.includes('*');
}
