// `auth`, `tls`, `proxy` and `http2` of an endpoint, as they are put.
import type { Fields } from '../../model/fields.js';
import { readProxyUrl } from '../../model/proxy-url.js';
import { readAuth } from './auth-body.js';
import { readTls } from './tls-body.js';
import type { Transport } from './transport-config.js';

/** Fields that are absent, or say the default, are not there. @param headers of the endpoint */
export function readTransport(endpoint: Fields, headers: Readonly<Record<string, string>>): Transport {
  const auth = readAuth(endpoint);
  if (auth !== undefined && Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) {
    endpoint.wrong('headers/authorization', 'stands against endpoint.auth: use one of the two');
  }
  const tls = readTls(endpoint);
  const proxy = readProxy(endpoint);
  const http2 = readHttp2(endpoint);
  return {
    ...(auth === undefined ? {} : { auth }),
    ...(tls === undefined ? {} : { tls }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(http2 ? {} : { http2 }),
  };
}

function readProxy(endpoint: Fields): Transport['proxy'] {
  const proxy = endpoint.take('proxy') ?? undefined;
  if (proxy === undefined || proxy === 'none') return proxy;
  const read = readProxyUrl(proxy);
  if ('proxy' in read) return read.proxy;
  endpoint.wrong('proxy', `${read.wrong}; "none" goes without one`);
  return undefined;
}

function readHttp2(endpoint: Fields): boolean {
  const http2 = endpoint.take('http2') ?? true;
  if (typeof http2 !== 'boolean') endpoint.wrong('http2', 'must be true or false');
  return http2 !== false;
}
