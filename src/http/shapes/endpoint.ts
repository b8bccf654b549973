// The endpoint of a subscription as it is put, and as it is shown: without its secret parts.
import { ENDPOINT_DEFAULT_TIMEOUT_MS } from '../../model/limits.js';
import { Type } from '../json-schema.js';

const secret = (description: string) => Type.Optional(Type.String({ description, writeOnly: true }));
const kept = 'Never shown; left out, the stored one stays while it is the same credential for the same origin';
const optional = (description: string) => Type.Optional(Type.String({ description }));

const basic = {
  type: Type.Literal('basic'),
  username: Type.String(),
};
const bearer = { type: Type.Literal('bearer') };
const oauth2 = {
  type: Type.Literal('oauth2'),
  tokenUrl: Type.String({ description: 'Asked for a token by client credentials (RFC 6749, 4.4)' }),
  clientId: Type.String(),
  scope: optional('Scopes, with spaces between them'),
  audience: optional('Sent along where the token endpoint wants one'),
  style: Type.Optional(
    Type.Union([Type.Literal('basic'), Type.Literal('body')], {
      default: 'basic',
      description: 'Where the client id and secret stand in the request for a token',
    }),
  ),
};

const tls = {
  certificate: optional('PEM: the client certificate, and those between it and its root'),
  ca: optional('PEM: roots that are trusted in place of the public ones'),
  serverName: optional("The name that is asked for and proven, where it is not the URL's"),
};

const others = {
  url: Type.Optional(Type.String({ description: 'http or https', examples: ['https://example.com/hook'] })),
  listen: Type.Optional(
    Type.Boolean({
      description:
        'In the place of `url`, for development: deliveries go to a listener (`posthorn listen`) alone. While there is ' +
        'none the subscription rests: its lag grows, and nothing fails',
    }),
  ),
  headers: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'Sent with every request, and shown: credentials belong into auth',
      examples: [{ 'x-tenant': 'acme' }],
    }),
  ),
  timeoutMs: Type.Optional(
    Type.Integer({
      default: ENDPOINT_DEFAULT_TIMEOUT_MS,
      description: 'For one whole attempt, in milliseconds',
      examples: [15_000],
    }),
  ),
  proxy: Type.Optional(
    Type.String({
      description:
        'http or https URL of a proxy, with its user and password, that a tunnel (CONNECT) is asked of; "none": not even ' +
        'that of POSTHORN_PROXY. Shown without the password',
      examples: ['http://user@proxy.example.com:3128'],
    }),
  ),
  http2: Type.Optional(
    Type.Boolean({
      default: true,
      description: 'Whether HTTP/2 is spoken where the endpoint offers it',
      examples: [true],
    }),
  ),
};

/** As it is put. */
export const endpointFields = {
  ...others,
  auth: Type.Optional(
    Type.Union(
      [
        Type.Object({ ...basic, password: secret(kept) }),
        Type.Object({ ...bearer, token: secret(kept) }),
        Type.Object({ ...oauth2, clientSecret: secret(kept) }),
      ],
      { description: 'What the endpoint knows the bus by', examples: [{ type: 'basic', username: 'billing' }] },
    ),
  ),
  tls: Type.Optional(
    Type.Object(
      {
        ...tls,
        privateKey: secret('PEM, without a passphrase. Never shown; left out, it stays while the certificate does'),
      },
      { description: 'Only over https', examples: [{ serverName: 'example.com' }] },
    ),
  ),
};

/** As it is shown. */
export const endpointShown = {
  ...others,
  auth: Type.Optional(
    Type.Union([Type.Object(oauth2), Type.Object(basic), Type.Object(bearer)], {
      examples: [{ type: 'basic', username: 'billing' }],
    }),
  ),
  tls: Type.Optional(Type.Object(tls, { examples: [{ serverName: 'example.com' }] })),
};

export const certificateExpiresAtField = Type.Optional(
  Type.Integer({
    description: 'When the client certificate ends, milliseconds since the epoch',
    examples: [4_733_510_400_000],
  }),
);
