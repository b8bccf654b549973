// The `endpoint` of a subscription: where to send, with which headers, signed by which secret.

import type { Fields } from '../../model/fields.js';
import {
  ENDPOINT_DEFAULT_TIMEOUT_MS,
  ENDPOINT_HEADER_VALUE_MAX_CHARS,
  ENDPOINT_MAX_HEADERS,
  ENDPOINT_MAX_TIMEOUT_MS,
  ENDPOINT_MIN_TIMEOUT_MS,
  ENDPOINT_URL_MAX_CHARS,
  SECRET_MAX_BYTES,
  SECRET_MIN_BYTES,
} from '../../model/limits.js';
import { isHeaderName, isReservedHeader } from '../headers.js';
import { secretBytes } from '../signing/secret.js';
import type { EndpointConfig } from '../subscription-config.js';

export type ReadEndpoint = EndpointConfig & { readonly secret: string | undefined };

const VALUE = /^[\x20-\x7e]*$/;

export function readEndpoint(fields: Fields): ReadEndpoint {
  const endpoint = fields.inner('endpoint');
  const read = {
    url: readUrl(endpoint),
    headers: readHeaders(endpoint),
    timeoutMs: endpoint.integer(
      'timeoutMs',
      ENDPOINT_MIN_TIMEOUT_MS,
      ENDPOINT_MAX_TIMEOUT_MS,
      ENDPOINT_DEFAULT_TIMEOUT_MS,
    ),
    secret: readSecret(endpoint),
  };
  endpoint.refuseOthers();
  return read;
}

function readUrl(endpoint: Fields): string {
  const url = endpoint.take('url');
  const message = wrongUrl(url);
  if (message !== undefined) endpoint.wrong('url', message);
  return message === undefined ? (url as string) : '';
}

function wrongUrl(url: unknown): string | undefined {
  if (typeof url !== 'string') return 'must be a URL such as "https://example.com/hook"';
  if (url.length > ENDPOINT_URL_MAX_CHARS) return `must have at most ${ENDPOINT_URL_MAX_CHARS} characters`;
  if (!URL.canParse(url)) return 'is no URL: write it in full, such as "https://example.com/hook"';
  const parsed = new URL(url);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return 'must begin with http:// or https://';
  if (parsed.username !== '' || parsed.password !== '') {
    return 'must not carry a user or password: put them into endpoint.headers as authorization';
  }
  if (parsed.port === '0') return 'must not have port 0: nothing listens there';
  if (/^\.|\.\./.test(parsed.hostname)) return 'has a host name with an empty part between its dots';
  return url.includes('#') ? 'must not have a fragment (#...)' : undefined;
}

function readHeaders(endpoint: Fields): Readonly<Record<string, string>> {
  const headers = endpoint.take('headers') ?? {};
  if (typeof headers !== 'object' || Array.isArray(headers)) {
    endpoint.wrong('headers', 'must be an object of strings');
    return {};
  }
  const entries = Object.entries(headers as Record<string, unknown>);
  if (entries.length > ENDPOINT_MAX_HEADERS) {
    endpoint.wrong('headers', `must have at most ${ENDPOINT_MAX_HEADERS} fields`);
    return {};
  }
  const seen = new Set<string>();
  for (const [name, value] of entries) {
    const message = seen.has(name.toLowerCase()) ? 'stands there twice' : wrongHeader(name, value);
    seen.add(name.toLowerCase());
    if (message !== undefined) endpoint.wrong(`headers/${name}`, message);
  }
  return headers as Record<string, string>;
}

function wrongHeader(name: string, value: unknown): string | undefined {
  if (!isHeaderName(name)) return 'is no header name';
  if (isReservedHeader(name)) return 'is set by the bus itself';
  if (typeof value !== 'string' || !VALUE.test(value)) return 'must be a string of printable ASCII';
  if (value.length <= ENDPOINT_HEADER_VALUE_MAX_CHARS) return undefined;
  return `must have at most ${ENDPOINT_HEADER_VALUE_MAX_CHARS} characters`;
}

function readSecret(endpoint: Fields): string | undefined {
  const secret = endpoint.take('secret') ?? undefined;
  if (secret === undefined || (typeof secret === 'string' && secretBytes(secret) !== undefined)) return secret;
  const form = `"whsec_" and the base64 of ${SECRET_MIN_BYTES} to ${SECRET_MAX_BYTES} bytes`;
  endpoint.wrong('secret', `must be ${form}; leave it out and one is made`);
  return undefined;
}
