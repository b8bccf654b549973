// At PUT: an endpoint that nothing may be sent to is refused at once, not at its first event. The same check runs
// again at every connect.
import { PosthornError } from '../../errors/posthorn-error.js';
import { RESOLVE_AT_PUT_MAX_MS } from '../../model/limits.js';
import { AddressForbiddenError, type AddressPolicy, checkedAddresses, type Resolve, within } from '../guard.js';

/** @throws ENDPOINT_ADDRESS_FORBIDDEN; a name that does not resolve now is let through */
export type EndpointCheck = (url: string) => Promise<void>;

export function makeEndpointCheck(
  policy: AddressPolicy,
  resolve: Resolve,
  maxMs: number = RESOLVE_AT_PUT_MAX_MS,
): EndpointCheck {
  const bounded = within(maxMs, resolve);
  return async (url) => {
    try {
      await checkedAddresses(new URL(url).hostname, policy, bounded);
    } catch (error) {
      if (!(error instanceof AddressForbiddenError)) return;
      throw new PosthornError(
        'ENDPOINT_ADDRESS_FORBIDDEN',
        `${error.message}. Use a public endpoint, or start the server with POSTHORN_ENDPOINT_ALLOW=${cidrOf(error.address)}.`,
        { errors: [{ path: '/endpoint/url', message: `has the forbidden address ${error.address}` }] },
      );
    }
  };
}

function cidrOf(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}
