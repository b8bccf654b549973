// An endpoint as it is shown: all but its secret parts.
import { proxyUrlShown } from '../../model/proxy-url.js';
import type { EndpointConfig } from '../subscription-config.js';
import { certificateExpiry } from './tls-body.js';
import type { AuthConfig, Transport } from './transport-config.js';

type AuthShown =
  | { readonly type: 'basic'; readonly username: string }
  | { readonly type: 'bearer' }
  | Omit<Extract<AuthConfig, { type: 'oauth2' }>, 'clientSecret'>;

export type EndpointDescription = Omit<EndpointConfig, keyof Transport | 'url'> & {
  /** One that only listeners stand for has none. */
  readonly url?: string;
  readonly auth?: AuthShown;
  readonly tls?: { readonly certificate?: string; readonly ca?: string; readonly serverName?: string };
  readonly proxy?: string;
  readonly http2: boolean;
};

export function describeEndpoint(endpoint: EndpointConfig): EndpointDescription {
  const { url, auth, tls, proxy, http2 = true, ...rest } = endpoint;
  const { privateKey: _, ...shown } = tls ?? {};
  return {
    ...(rest.listen === true ? {} : { url }),
    ...rest,
    ...(auth === undefined ? {} : { auth: describeAuth(auth) }),
    ...(tls === undefined ? {} : { tls: shown }),
    ...(proxy === undefined ? {} : { proxy: proxy === 'none' ? proxy : proxyUrlShown(proxy) }),
    http2,
  };
}

/** When the client certificate ends, ms since the epoch; nothing where there is none. */
export function describeExpiry({ tls }: EndpointConfig): { readonly certificateExpiresAt?: number } {
  const expiry = certificateExpiry(tls ?? {});
  return expiry === undefined ? {} : { certificateExpiresAt: expiry };
}

function describeAuth(auth: AuthConfig): AuthShown {
  switch (auth.type) {
    case 'basic':
      return { type: auth.type, username: auth.username };
    case 'bearer':
      return { type: auth.type };
    case 'oauth2': {
      const { clientSecret: _, ...shown } = auth;
      return shown;
    }
    default:
      return auth satisfies never;
  }
}
