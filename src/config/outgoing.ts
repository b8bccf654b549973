// Settings of what goes out to endpoints: by which proxy, by whose names, and what the server calls itself.
import { Resolver } from 'node:dns';
import { PosthornError } from '../errors/posthorn-error.js';
import { type ProxyUrl, readProxyUrl } from '../model/proxy-url.js';
import type { Setting } from './settings.js';

export type Outgoing = {
  readonly proxy: ProxyUrl | null;
  /** `address[:port]`; empty: the system's. */
  readonly nameServers: readonly string[];
  /** Without a slash at its end. */
  readonly publicUrl: string | null;
};

/** @param text of a setting, empty where it is unset. @throws INVALID_SETTING, never with what a secret setting holds */
export function readOutgoing(text: (name: Setting['name']) => string): Outgoing {
  return {
    proxy: readProxy('POSTHORN_PROXY', text('POSTHORN_PROXY')),
    nameServers: readServers('POSTHORN_DNS_SERVERS', text('POSTHORN_DNS_SERVERS')),
    publicUrl: readPublicUrl('POSTHORN_PUBLIC_URL', text('POSTHORN_PUBLIC_URL')),
  };
}

function readProxy(name: string, value: string): ProxyUrl | null {
  if (value === '') return null;
  const read = readProxyUrl(value);
  if ('proxy' in read) return read.proxy;
  throw new PosthornError('INVALID_SETTING', `${name} ${read.wrong}.`);
}

function readServers(name: string, value: string): readonly string[] {
  const servers = value.split(',').map((server) => server.trim());
  const given = servers.filter((server) => server !== '');
  try {
    new Resolver().setServers(given);
  } catch {
    const allowed = 'addresses like 10.0.0.53 or [fd00::53]:5353, with commas between them';
    throw new PosthornError('INVALID_SETTING', `${name}='${value}' is not valid. Allowed: ${allowed}.`);
  }
  return given;
}

function readPublicUrl(name: string, value: string): string | null {
  if (value === '') return null;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const web = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url !== undefined && web && url.username === '' && url.search === '' && !value.includes('#')) {
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  }
  const allowed = 'a URL such as https://bus.example.com, without user, query and fragment';
  throw new PosthornError('INVALID_SETTING', `${name}='${value}' is not valid. Allowed: ${allowed}.`);
}
