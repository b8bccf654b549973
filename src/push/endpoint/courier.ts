// `deliver()`, step send, for any endpoint: which way, with which credentials. Most have none, and go straight to the sender.
import { createHash } from 'node:crypto';
import type { Clock } from '../../model/clock.js';
import type { ProxyUrl } from '../../model/proxy-url.js';
import { OAUTH_ANSWER_MAX_BYTES } from '../../model/transport-limits.js';
import type { Message } from '../delivery.js';
import type { SendResult } from '../outcome.js';
import type { Pools } from '../pools.js';
import type { Box } from '../sealed.js';
import { send } from '../sender.js';
import type { EndpointConfig, SubscriptionRecord } from '../subscription-config.js';
import { openParts } from './sealed-parts.js';
import { makeTokens, type TokenSource } from './tokens.js';
import type { AuthConfig, OAuthConfig } from './transport-config.js';
import { makeWay, type OpenedTls, type ProxyPeer, proxyOf, type Way } from './way.js';

type Done = (result: SendResult) => void;

export type Sending = {
  readonly delivery: Message;
  readonly method?: 'POST' | 'OPTIONS';
  readonly keptBytes: number;
};

export type Courier = {
  /** `done` is called once, about `endpoint.timeoutMs` later at the latest. */
  send(record: Recipient, sending: Sending, done: Done): void;
};

/** What there is to know of a subscription to reach its endpoint. */
export type Recipient = Pick<SubscriptionRecord, 'id' | 'endpoint'>;

export type CourierDeps = {
  readonly pools: Pick<Pools, 'lend'>;
  readonly box: Pick<Box, 'open'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Of the server: for endpoints that name none. */
  readonly proxy: ProxyUrl | null;
};

type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixed'; readonly value: string }
  | { readonly kind: 'token'; readonly source: TokenSource };

type Target = { readonly way: Way; readonly path: string; readonly credentials: Credentials };

const NONE: Credentials = { kind: 'none' };

export function makeCourier({ pools, box, clock, proxy }: CourierDeps): Courier {
  const targets = new WeakMap<EndpointConfig, Target>();
  const tokens = makeTokens(clock);

  const targetOf = ({ id, endpoint }: Recipient): Target => {
    const known = targets.get(endpoint);
    if (known !== undefined) return known;
    const target = makeTarget(openParts(endpoint, box, id));
    targets.set(endpoint, target);
    return target;
  };

  const makeTarget = (opened: EndpointConfig): Target => {
    const { tls, http2 = true } = opened;
    const shared = proxyFor(opened, proxy);
    const url = new URL(opened.url);
    const way = makeWay(url, { http2, ...(tls === undefined ? {} : { tls: tls as OpenedTls }), ...shared });
    return { way, path: `${url.pathname}${url.search}`, credentials: credentialsOf(opened, shared) };
  };

  const credentialsOf = (opened: EndpointConfig, shared: { readonly proxy?: ProxyPeer }): Credentials => {
    const { auth } = opened;
    if (auth === undefined) return NONE;
    const value = fixedValue(auth);
    if (value !== undefined) return { kind: 'fixed', value };
    return { kind: 'token', source: sourceOf(auth as OAuthConfig, opened, shared) };
  };

  const sourceOf = (
    auth: OAuthConfig,
    { tls }: EndpointConfig,
    shared: { readonly proxy?: ProxyPeer },
  ): TokenSource => {
    const url = new URL(auth.tokenUrl);
    const path = `${url.pathname}${url.search}`;
    const way = makeWay(url, { http2: true, ...(tls?.ca === undefined ? {} : { moreRoots: tls.ca }), ...shared });
    const key = createHash('sha256')
      .update(JSON.stringify([way.key, auth]))
      .digest('base64');
    const ask: TokenSource['ask'] = (request, timeoutMs, done) => {
      send({ connection: pools.lend(way), path, timeoutMs, keptBytes: OAUTH_ANSWER_MAX_BYTES }, request, done);
    };
    return { key, auth, ask };
  };

  const sendOver = ({ way, path }: Target, timeoutMs: number, sending: Sending, done: Done): void => {
    const { delivery, keptBytes, method } = sending;
    send({ connection: pools.lend(way), path, timeoutMs, keptBytes, method }, delivery, done);
  };

  /** `first`: a token that is refused is replaced, and the delivery sent again in the time that is left. */
  const sendWithToken = (target: Target, source: TokenSource, endsAt: number, sending: Sending, done: Done) => {
    const attempt = (first: boolean): void => {
      tokens.get(source, Math.max(1, endsAt - clock.now()), (token) => {
        if (!('value' in token)) return done(token);
        const leftMs = Math.max(1, endsAt - clock.now());
        const authorized = { ...sending, delivery: withCredentials(sending.delivery, `Bearer ${token.value}`) };
        return sendOver(target, leftMs, authorized, (result) => {
          if (!first || result.kind !== 'response' || result.status !== 401) return done(result);
          tokens.refused(source, token);
          return attempt(false);
        });
      });
    };
    attempt(true);
  };

  return {
    send: (record, sending, done) => {
      let target: Target;
      try {
        target = targetOf(record);
      } catch (error) {
        return done({ kind: 'failure', phase: 'auth', text: (error as Error).message });
      }
      const { credentials } = target;
      const { timeoutMs } = record.endpoint;
      switch (credentials.kind) {
        case 'none':
          return sendOver(target, timeoutMs, sending, done);
        case 'fixed': {
          const delivery = withCredentials(sending.delivery, credentials.value);
          return sendOver(target, timeoutMs, { ...sending, delivery }, done);
        }
        case 'token':
          return sendWithToken(target, credentials.source, clock.now() + timeoutMs, sending, done);
        default:
          return credentials satisfies never;
      }
    },
  };
}

function proxyFor({ proxy }: EndpointConfig, ofServer: ProxyUrl | null): { readonly proxy?: ProxyPeer } {
  if (proxy === 'none') return {};
  if (proxy !== undefined) return { proxy: proxyOf(proxy as ProxyUrl, false) };
  return ofServer === null ? {} : { proxy: proxyOf(ofServer, true) };
}

/** Undefined: it has to be asked for. */
function fixedValue(auth: AuthConfig): string | undefined {
  switch (auth.type) {
    case 'basic':
      return `Basic ${Buffer.from(`${auth.username}:${auth.password as string}`).toString('base64')}`;
    case 'bearer':
      return `Bearer ${auth.token as string}`;
    case 'oauth2':
      return undefined;
    default:
      return auth satisfies never;
  }
}

/** An event's own header neither replaces nor repeats them. */
function withCredentials({ headers, body }: Message, value: string): Message {
  const list: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (headers[at] !== 'authorization') list.push(headers[at] as string, headers[at + 1] as string);
  }
  list.push('authorization', value);
  return { headers: list, body };
}
