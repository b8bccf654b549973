// The secret parts of an endpoint between PUT and storage. They are never shown, so a PUT of what GET showed leaves them out:
// then the stored ones stay, where it is still the same credential for the same endpoint. Else the PUT is refused, as it
// would send on what its caller may not know, or silently send nothing.
import { isDeepStrictEqual } from 'node:util';
import { PosthornError } from '../../errors/posthorn-error.js';
import { type Box, type Sealed, sealContext } from '../sealed.js';
import type { EndpointConfig, SubscriptionConfig, SubscriptionRecord } from '../subscription-config.js';
import type { AuthConfig, Secret } from './transport-config.js';

type Place = 'auth.password' | 'auth.token' | 'auth.clientSecret' | 'tls.privateKey' | 'proxy.password';

type Change = (place: Place, secret: Secret) => Secret;

/** @param before what is stored, or at least the id that it will have. @throws INVALID_ENDPOINT naming what is missing */
export function sealConfig(
  config: SubscriptionConfig,
  before: Pick<SubscriptionRecord, 'id'> & Partial<SubscriptionRecord>,
  box: Box,
): SubscriptionConfig {
  return { ...config, endpoint: sealParts(config.endpoint, before.endpoint, box, before.id) };
}

/**
 * What is stored: every secret sealed; what was put again as it is keeps its stored form, so that such a PUT changes nothing.
 */
function sealParts(
  given: EndpointConfig,
  before: EndpointConfig | undefined,
  box: Box,
  subscription: string,
): EndpointConfig {
  const kept = before === undefined ? undefined : keptParts(given, before);
  return eachSecret(given, (place, secret) => {
    const context = contextOf(subscription, place);
    const old = kept?.[place];
    if (secret !== undefined) {
      const text = secret as string;
      return old !== undefined && box.holds(old, text, context) ? old : box.seal(text, context);
    }
    if (old === undefined) throw missing(place);
    return old;
  });
}

/** Sealed as they would be now. */
export function renewParts(record: SubscriptionRecord, box: Box): SubscriptionRecord {
  const endpoint = eachSecret(record.endpoint, (place, secret) => {
    return secret === undefined ? secret : box.renew(secret, contextOf(record.id, place));
  });
  return endpoint === record.endpoint ? record : { ...record, endpoint };
}

/** Each secret as text. @throws SECRET_UNREADABLE */
export function openParts(endpoint: EndpointConfig, box: Pick<Box, 'open'>, subscription: string): EndpointConfig {
  return eachSecret(endpoint, (place, secret) => {
    return secret === undefined ? secret : box.open(secret, contextOf(subscription, place));
  });
}

function contextOf(subscription: string, place: Place): string {
  return sealContext(subscription, `endpoint.${place}`);
}

/** The same object where it has no secrets. */
function eachSecret(endpoint: EndpointConfig, change: Change): EndpointConfig {
  const { auth, tls, proxy } = endpoint;
  const withKey = tls?.certificate !== undefined;
  const withPassword = typeof proxy === 'object' && proxy.username !== undefined;
  if (auth === undefined && !withKey && !withPassword) return endpoint;
  return {
    ...endpoint,
    ...(auth === undefined ? {} : { auth: changedAuth(auth, change) }),
    ...(withKey ? { tls: { ...tls, privateKey: change('tls.privateKey', tls.privateKey) } } : {}),
    ...(withPassword ? { proxy: { ...proxy, password: change('proxy.password', proxy.password) } } : {}),
  };
}

function changedAuth(auth: AuthConfig, change: Change): AuthConfig {
  switch (auth.type) {
    case 'basic':
      return { ...auth, password: change('auth.password', auth.password) };
    case 'bearer':
      return { ...auth, token: change('auth.token', auth.token) };
    case 'oauth2':
      return { ...auth, clientSecret: change('auth.clientSecret', auth.clientSecret) };
    default:
      return auth satisfies never;
  }
}

/** What may stay: the credential is the same by all that is shown of it, and goes to the same place. */
function keptParts(given: EndpointConfig, before: EndpointConfig): Partial<Record<Place, Sealed>> {
  const kept: Partial<Record<Place, Sealed>> = {};
  if (sameOrigin(given.url, before.url) && sameWay(given, before)) keepAuth(kept, given.auth, before.auth);
  const { certificate, privateKey } = before.tls ?? {};
  if (privateKey !== undefined && given.tls?.certificate === certificate) kept['tls.privateKey'] = privateKey;
  const [next, last] = [given.proxy, before.proxy];
  if (typeof next === 'object' && typeof last === 'object' && last.password !== undefined) {
    if (next.url === last.url && next.username === last.username) kept['proxy.password'] = last.password;
  }
  return kept;
}

function keepAuth(
  kept: Partial<Record<Place, Sealed>>,
  given: AuthConfig | undefined,
  before: AuthConfig | undefined,
): void {
  if (given?.type === 'basic' && before?.type === 'basic' && given.username === before.username) {
    if (before.password !== undefined) kept['auth.password'] = before.password;
  }
  if (given?.type === 'bearer' && before?.type === 'bearer' && before.token !== undefined) {
    kept['auth.token'] = before.token;
  }
  if (given?.type === 'oauth2' && before?.type === 'oauth2' && before.clientSecret !== undefined) {
    if (given.tokenUrl !== before.tokenUrl || given.clientId !== before.clientId) return;
    kept['auth.clientSecret'] = before.clientSecret;
  }
}

/** Whoever chooses the proxy and the roots that are trusted can read what is sent. */
function sameWay(one: EndpointConfig, other: EndpointConfig): boolean {
  const wayOf = ({ tls, proxy }: EndpointConfig) => [
    tls?.ca,
    tls?.serverName,
    typeof proxy === 'object' ? [proxy.url, proxy.username] : proxy,
  ];
  return isDeepStrictEqual(wayOf(one), wayOf(other));
}

function sameOrigin(one: string, other: string): boolean {
  return one === other || (one !== '' && other !== '' && new URL(one).origin === new URL(other).origin);
}

const KEPT_WHILE: Readonly<Record<Place, string>> = {
  'auth.password': 'the username, the origin of endpoint.url, the proxy, tls.ca and tls.serverName stay the same',
  'auth.token': 'the origin of endpoint.url, the proxy, tls.ca and tls.serverName stay the same',
  'auth.clientSecret':
    'tokenUrl, clientId, the origin of endpoint.url, the proxy, tls.ca and tls.serverName stay the same',
  'tls.privateKey': 'the certificate stays the same',
  'proxy.password': 'the proxy and its user stay the same',
};

function missing(place: Place): PosthornError {
  const message = `is missing: it is kept from before only while ${KEPT_WHILE[place]}`;
  const detail = `'endpoint.${place}' ${message}. Put it into the body and send the whole PUT again.`;
  return new PosthornError('INVALID_ENDPOINT', detail, {
    errors: [{ path: `/endpoint/${place.replace('.', '/')}`, message }],
  });
}
