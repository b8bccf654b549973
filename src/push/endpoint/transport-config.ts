// How an endpoint is reached beside its URL: credentials, TLS, proxy, protocol. What is secret is stored sealed.

import type { Sealed } from '../sealed.js';

/** As it was put; undefined: left out, and the stored one is to stand in its place. In stored documents sealed. */
export type Secret = Sealed | undefined;

export type BasicAuth = { readonly type: 'basic'; readonly username: string; readonly password: Secret };
export type BearerAuth = { readonly type: 'bearer'; readonly token: Secret };
/** RFC 6749, 4.4. */
export type OAuthConfig = {
  readonly type: 'oauth2';
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly scope?: string;
  readonly audience?: string;
  /** How the client shows its secret: as Basic credentials, or in the body (RFC 6749, 2.3.1). */
  readonly style: 'basic' | 'body';
};
export type AuthConfig = BasicAuth | BearerAuth | OAuthConfig;

/** PEM. */
export type TlsConfig = {
  readonly certificate?: string;
  readonly privateKey?: Secret;
  /** In place of the public roots. */
  readonly ca?: string;
  readonly serverName?: string;
};

/** `url` carries neither user nor password. */
export type ProxyConfig = { readonly url: string; readonly username?: string; readonly password?: Secret };

/** Absent fields are those of before they were there: no credentials, public roots, the server's own proxy, HTTP/2. */
export type Transport = {
  readonly auth?: AuthConfig;
  readonly tls?: TlsConfig;
  /** `none`: not even the server's own. */
  readonly proxy?: ProxyConfig | 'none';
  readonly http2?: boolean;
};
