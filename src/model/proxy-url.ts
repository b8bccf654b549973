// A proxy as it is written: one URL with its credentials, in `endpoint.proxy` and in POSTHORN_PROXY.
import { ENDPOINT_URL_MAX_CHARS } from './limits.js';

/** `url` carries neither user nor password; `password` is left out where the text has none. */
export type ProxyUrl = { readonly url: string; readonly username?: string; readonly password?: string };

export type ReadProxy = { readonly proxy: ProxyUrl } | { readonly wrong: string };

export function readProxyUrl(text: unknown): ReadProxy {
  const form = 'must be a URL such as "http://user:password@proxy.example.com:3128"';
  if (typeof text !== 'string' || text.length > ENDPOINT_URL_MAX_CHARS || !URL.canParse(text)) return { wrong: form };
  const parsed = new URL(text);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return { wrong: form };
  if (parsed.pathname !== '/' || parsed.search !== '' || text.includes('#')) {
    return { wrong: 'must end with its port: a proxy has no path, query or fragment' };
  }
  if (parsed.port === '0') return { wrong: 'must not have port 0: nothing listens there' };
  const [username, password] = [decoded(parsed.username), decoded(parsed.password)];
  if (username === undefined || password === undefined)
    return { wrong: 'has a user or password that cannot be decoded' };
  if (username === '' && password !== '') return { wrong: 'has a password, but no user' };
  if (username.includes(':')) return { wrong: 'has a user with a colon' };
  const url = parsed.origin;
  if (username === '') return { proxy: { url } };
  return { proxy: { url, username, ...(password === '' ? {} : { password }) } };
}

/** As it is shown: without the password. */
export function proxyUrlShown({ url, username }: Pick<ProxyUrl, 'url' | 'username'>): string {
  if (username === undefined) return url;
  const shown = new URL(url);
  shown.username = encodeURIComponent(username);
  return shown.href.replace(/\/$/, '');
}

function decoded(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part);
    return /^[\x20-\x7e]*$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
