// The way to an endpoint: all that connections have in common which may stand in for each other.
import { createHash } from 'node:crypto';
import type { ProxyUrl } from '../../model/proxy-url.js';
import { bareHost } from '../guard.js';
import type { TlsConfig } from './transport-config.js';

export type Peer = { readonly secure: boolean; readonly host: string; readonly port: number };

export type ProxyPeer = Peer & {
  /** The value of `proxy-authorization`. */
  readonly authorization?: string;
  /** The operator's own: the guard does not judge its address. */
  readonly trusted: boolean;
};

/** With its private key as text. */
export type OpenedTls = Omit<TlsConfig, 'privateKey'> & { readonly privateKey?: string };

export type Way = Peer & {
  /** Ways of the same key may share connections. */
  readonly key: string;
  readonly origin: string;
  readonly http2: boolean;
  readonly tls?: OpenedTls;
  /** Roots beside the public ones, where the endpoint's own stand for what is behind it (proxy, token endpoint). */
  readonly moreRoots?: string;
  readonly proxy?: ProxyPeer;
};

export function peerOf(url: URL): Peer {
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return { secure, host: bareHost(url.hostname), port };
}

/** @param proxy with its password opened */
export function proxyOf({ url, username, password }: ProxyUrl, trusted: boolean): ProxyPeer {
  const peer = { ...peerOf(new URL(url)), trusted };
  if (username === undefined) return peer;
  const credentials = Buffer.from(`${username}:${password ?? ''}`).toString('base64');
  return { ...peer, authorization: `Basic ${credentials}` };
}

/** Connections are shared only where TLS identity, roots and proxy are the same: a session is an identity, too. */
export function makeWay(url: URL, options: Pick<Way, 'http2' | 'tls' | 'moreRoots' | 'proxy'>): Way {
  const { http2, tls, moreRoots, proxy } = options;
  const plain = tls === undefined && moreRoots === undefined && proxy === undefined;
  const identity = plain
    ? ''
    : createHash('sha256')
        .update(JSON.stringify([tls, moreRoots, proxy]))
        .digest('base64');
  return { ...peerOf(url), key: `${url.origin} ${http2} ${identity}`, origin: url.origin, ...options };
}
