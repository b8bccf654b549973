// `endpoint.auth` of a subscription: how the bus shows the endpoint who it is. Secret parts may be left out where the stored
// ones stay (sealed-parts.ts).
import type { Fields } from '../../model/fields.js';
import { ENDPOINT_URL_MAX_CHARS } from '../../model/limits.js';
import { CREDENTIAL_MAX_CHARS } from '../../model/transport-limits.js';
import type { AuthConfig } from './transport-config.js';
import { wrongHttpUrl } from './url-text.js';

const PRINTABLE = /^[\x20-\x7e]*$/;
/** RFC 6750, 2.1: a token that is something else would break the header. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Undefined: there is none, or it is wrong and said so. */
export function readAuth(endpoint: Fields): AuthConfig | undefined {
  const auth = endpoint.take('auth') ?? undefined;
  if (auth === undefined) return undefined;
  const fields = endpoint.inner('auth');
  const read = readOf(fields.take('type'), fields);
  if (read === undefined) fields.wrong('type', 'must be "basic", "bearer" or "oauth2"');
  else fields.refuseOthers();
  return read;
}

function readOf(type: unknown, fields: Fields): AuthConfig | undefined {
  switch (type) {
    case 'basic':
      return { type, username: readUsername(fields), password: readSecret(fields, 'password') };
    case 'bearer':
      return { type, token: readToken(fields) };
    case 'oauth2':
      return readOAuth(fields);
    default:
      return undefined;
  }
}

function readUsername(fields: Fields): string {
  const username = required(fields, 'username');
  // RFC 7617, 2: the colon ends it.
  if (username.includes(':')) fields.wrong('username', 'must not have a colon');
  return username;
}

function readToken(fields: Fields): string | undefined {
  const token = readSecret(fields, 'token');
  if (token !== undefined && token !== '' && !TOKEN.test(token)) {
    fields.wrong('token', 'has characters that no bearer token has: letters, digits and - . _ ~ + / with = at the end');
  }
  return token;
}

function readOAuth(fields: Fields): AuthConfig {
  const tokenUrl = fields.take('tokenUrl');
  const message = wrongHttpUrl(tokenUrl, 'https://login.example.com/oauth2/token', ENDPOINT_URL_MAX_CHARS);
  if (message !== undefined) fields.wrong('tokenUrl', message);
  const scope = optional(fields, 'scope');
  const audience = optional(fields, 'audience');
  return {
    type: 'oauth2',
    tokenUrl: message === undefined ? (tokenUrl as string) : '',
    clientId: required(fields, 'clientId'),
    clientSecret: readSecret(fields, 'clientSecret'),
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
    style: fields.oneOf('style', ['basic', 'body'], 'basic'),
  };
}

function required(fields: Fields, name: string): string {
  const text = optional(fields, name);
  if (text === undefined || text === '') fields.wrong(name, 'must be a string of at least one character');
  return text ?? '';
}

function optional(fields: Fields, name: string): string | undefined {
  const value = fields.take(name) ?? undefined;
  if (value === undefined) return undefined;
  const message = wrongText(value);
  if (message !== undefined) fields.wrong(name, message);
  return message === undefined ? (value as string) : undefined;
}

/** Undefined: left out. */
function readSecret(fields: Fields, name: string): string | undefined {
  const value = fields.take(name) ?? undefined;
  if (value === undefined) return undefined;
  const message = value === '' ? 'must not be empty' : wrongText(value);
  if (message !== undefined) fields.wrong(name, message);
  return message === undefined ? (value as string) : '';
}

function wrongText(value: unknown): string | undefined {
  if (typeof value !== 'string' || !PRINTABLE.test(value)) return 'must be a string of printable ASCII';
  return value.length > CREDENTIAL_MAX_CHARS ? `must have at most ${CREDENTIAL_MAX_CHARS} characters` : undefined;
}
