// At PUT: what nothing may be sent to is refused at once, not at the first event. The same check runs again at every
// connect.
import { PosthornError } from '../../errors/posthorn-error.js';
import type { Clock } from '../../model/clock.js';
import { RESOLVE_AT_PUT_MAX_MS } from '../../model/limits.js';
import { AddressForbiddenError, type AddressPolicy, checkedAddresses, type Resolve, within } from '../guard.js';
import type { EndpointConfig } from '../subscription-config.js';
import { certificateExpiry } from './tls-body.js';

/** @throws ENDPOINT_ADDRESS_FORBIDDEN INVALID_ENDPOINT; a name that does not resolve now is let through */
export type EndpointCheck = (endpoint: EndpointConfig) => Promise<void>;

export type EndpointCheckDeps = {
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
  readonly clock: Pick<Clock, 'now'>;
  readonly maxMs?: number;
};

export function makeEndpointCheck({
  policy,
  resolve,
  clock,
  maxMs = RESOLVE_AT_PUT_MAX_MS,
}: EndpointCheckDeps): EndpointCheck {
  const bounded = within(maxMs, resolve);
  return async (endpoint) => {
    refuseExpired(endpoint, clock.now());
    await Promise.all(urlsOf(endpoint).map(([path, url]) => refuseForbidden(path, url, policy, bounded)));
  };
}

/** All that is connected to for this endpoint. */
function urlsOf({ url, listen, auth, proxy }: EndpointConfig): (readonly [string, string])[] {
  return [
    ...(listen === true ? [] : [['/endpoint/url', url] as const]),
    ...(auth?.type === 'oauth2' ? [['/endpoint/auth/tokenUrl', auth.tokenUrl] as const] : []),
    ...(typeof proxy === 'object' ? [['/endpoint/proxy', proxy.url] as const] : []),
  ];
}

async function refuseForbidden(path: string, url: string, policy: AddressPolicy, resolve: Resolve): Promise<void> {
  try {
    await checkedAddresses(new URL(url).hostname, policy, resolve);
  } catch (error) {
    if (!(error instanceof AddressForbiddenError)) return;
    throw new PosthornError(
      'ENDPOINT_ADDRESS_FORBIDDEN',
      `${error.message}. Use a public endpoint, or start the server with POSTHORN_ENDPOINT_ALLOW=${cidrOf(error.address)}.`,
      { errors: [{ path, message: `has the forbidden address ${error.address}` }] },
    );
  }
}

function refuseExpired({ tls }: EndpointConfig, now: number): void {
  const expiry = certificateExpiry(tls ?? {});
  if (expiry === undefined || expiry > now) return;
  const message = `expired at ${new Date(expiry).toISOString()}`;
  const detail = `'endpoint.tls.certificate' ${message}: the endpoint would not take it. Put one that is valid, with its key.`;
  throw new PosthornError('INVALID_ENDPOINT', detail, { errors: [{ path: '/endpoint/tls/certificate', message }] });
}

function cidrOf(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}
