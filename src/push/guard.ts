// Which addresses an endpoint may have. Checked when a subscription is put and again at every connect, after the
// name was resolved: what the connector gets is exactly what was checked.
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export type AddressPolicy = { allows(address: string): boolean };

/** Every address of a name; rejects where it has none. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** The endpoint has an address that nothing is sent to. */
export class AddressForbiddenError extends Error {
  readonly address: string;
  readonly code = 'ADDRESS_FORBIDDEN';

  constructor(hostname: string, address: string) {
    super(
      hostname === address
        ? `${address} is not a public address and POSTHORN_ENDPOINT_ALLOW does not include it`
        : `${hostname} has the address ${address}, which is not public and not in POSTHORN_ENDPOINT_ALLOW`,
    );
    this.name = 'AddressForbiddenError';
    this.address = address;
  }
}

type Ip = ipaddr.IPv4 | ipaddr.IPv6;
type Cidr = readonly [Ip, number];

/** All that IANA gives out (RFC 4291, 2.4). Outside it only NAT64's own prefix leads anywhere public. */
const GLOBAL_UNICAST: Cidr = [ipaddr.IPv6.parse('2000::'), 3];

/** @param allow CIDRs that may be sent to although they are not public, e.g. `10.0.0.0/8`, `::1/128`. */
export function makeAddressPolicy(allow: readonly string[]): AddressPolicy {
  const cidrs: readonly Cidr[] = allow.map((cidr) => normalCidr(cidr));
  const allows = (address: string): boolean => {
    if (!ipaddr.isValid(address)) return false;
    const ip = ipaddr.process(address);
    if (cidrs.some((cidr) => inside(ip, cidr))) return true;
    const target = embeddedIpv4(ip) ?? ip;
    if (target.kind() === 'ipv6' && !inside(target, GLOBAL_UNICAST)) return false;
    return target.range() === 'unicast' || cidrs.some((cidr) => inside(target, cidr));
  };
  return { allows };
}

function normalCidr(text: string): Cidr {
  const [ip, bits] = ipaddr.parseCIDR(text);
  if (ip.kind() === 'ipv6' && (ip as ipaddr.IPv6).isIPv4MappedAddress() && bits >= 96) {
    return [(ip as ipaddr.IPv6).toIPv4Address(), bits - 96];
  }
  return [ip, bits];
}

function inside(ip: Ip, [net, bits]: Cidr): boolean {
  return ip.kind() === net.kind() && ip.match(net as never, bits);
}

/**
 * The IPv4 address that a translator or tunnel would unpack: NAT64 64:ff9b::/96 (RFC 6052), 6to4 2002::/16 (RFC 3056).
 * Where it stands in 64:ff9b:1::/48 (RFC 8215) only the translator's owner knows.
 */
function embeddedIpv4(ip: Ip): ipaddr.IPv4 | undefined {
  if (ip.kind() !== 'ipv6') return undefined;
  const bytes = ip.toByteArray();
  const prefix = Buffer.from(bytes).toString('hex');
  const at = prefix.startsWith('2002') ? 2 : prefix.startsWith('0064ff9b0000000000000000') ? 12 : undefined;
  return at === undefined ? undefined : new ipaddr.IPv4(bytes.slice(at, at + 4));
}

/** One look-up of a name at a time: each holds one of the process's few threads, and a hung one does so for long. */
export function shared(resolve: Resolve): Resolve {
  const running = new Map<string, ReturnType<Resolve>>();
  return (hostname) => {
    const known = running.get(hostname);
    if (known !== undefined) return known;
    const own = resolve(hostname).finally(() => running.delete(hostname));
    running.set(hostname, own);
    return own;
  };
}

/** Gives a look-up up after `ms`; it goes on, and nobody waits for it. */
export function within(ms: number, resolve: Resolve): Resolve {
  return (hostname) =>
    new Promise((done, fail) => {
      const late = Object.assign(new Error(`${hostname} was not resolved within ${ms} ms`), { code: 'DNS_TIMEOUT' });
      const timer = setTimeout(fail, ms, late);
      resolve(hostname)
        .then(done, fail)
        .finally(() => clearTimeout(timer));
    });
}

/** A host as it stands in a URL, without the brackets of IPv6. */
export function bareHost(hostname: string): string {
  return hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname;
}

/**
 * The addresses of `hostname`, all of them allowed.
 * @throws AddressForbiddenError naming the first that is not; whatever `resolve` throws
 */
export async function checkedAddresses(
  hostname: string,
  policy: AddressPolicy,
  resolve: Resolve,
): Promise<readonly LookupAddress[]> {
  const host = bareHost(hostname);
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  const forbidden = addresses.find(({ address }) => !policy.allows(address));
  if (forbidden !== undefined) throw new AddressForbiddenError(host, forbidden.address);
  return addresses;
}
