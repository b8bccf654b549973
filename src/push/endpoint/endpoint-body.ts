// The `endpoint` of a subscription: where to send, with which headers, signed by which secret.

import type { Fields } from '../../model/fields.js';
import {
  ENDPOINT_DEFAULT_TIMEOUT_MS,
  ENDPOINT_HEADER_VALUE_MAX_CHARS,
  ENDPOINT_MAX_HEADERS,
  ENDPOINT_MAX_TIMEOUT_MS,
  ENDPOINT_MIN_TIMEOUT_MS,
  ENDPOINT_URL_MAX_CHARS,
} from '../../model/limits.js';
import { isHeaderName, isReservedHeader } from '../headers.js';
import { type AskedSecret, readAsked } from '../signing/secret-body.js';
import type { EndpointConfig } from '../subscription-config.js';
import { readTransport } from './transport-body.js';
import { wrongHttpUrl } from './url-text.js';

export type ReadEndpoint = EndpointConfig & { readonly asked: AskedSecret };

const VALUE = /^[\x20-\x7e]*$/;

export function readEndpoint(fields: Fields): ReadEndpoint {
  const endpoint = fields.inner('endpoint');
  const listen = readListen(endpoint);
  const headers = readHeaders(endpoint);
  const read = {
    ...(listen === true ? { url: '', listen } : { url: readUrl(endpoint) }),
    headers,
    timeoutMs: endpoint.integer(
      'timeoutMs',
      ENDPOINT_MIN_TIMEOUT_MS,
      ENDPOINT_MAX_TIMEOUT_MS,
      ENDPOINT_DEFAULT_TIMEOUT_MS,
    ),
    asked: readAsked(endpoint, 'signing'),
    ...readTransport(endpoint, headers),
  };
  endpoint.refuseOthers();
  return read;
}

/** An endpoint without a URL: there is nothing but what listens. */
function readListen(endpoint: Fields): true | undefined {
  const listen = endpoint.take('listen') ?? false;
  if (typeof listen !== 'boolean') endpoint.wrong('listen', 'must be true or false');
  if (listen !== true) return undefined;
  const url = endpoint.take('url') ?? undefined;
  if (url !== undefined) endpoint.wrong('url', 'must be left out with listen: true, which stands in its place');
  return true;
}

function readUrl(endpoint: Fields): string {
  const url = endpoint.take('url');
  const message = wrongHttpUrl(url, 'https://example.com/hook', ENDPOINT_URL_MAX_CHARS);
  if (message !== undefined) endpoint.wrong('url', message);
  return message === undefined ? (url as string) : '';
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
