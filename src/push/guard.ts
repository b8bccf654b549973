// Which addresses an endpoint may have. Checked when a subscription is put and again at every connect, after the
// name was resolved: what the connector gets is exactly what was checked.
import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
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

/** @param allow CIDRs that may be sent to although they are not public, e.g. `10.0.0.0/8`, `::1/128`. */
export function makeAddressPolicy(allow: readonly string[]): AddressPolicy {
  const cidrs: readonly Cidr[] = allow.map((cidr) => normalCidr(cidr));
  const allows = (address: string): boolean => {
    if (!ipaddr.isValid(address)) return false;
    const ip = ipaddr.process(address);
    const embedded = embeddedIpv4(ip);
    const faces: readonly Ip[] = embedded === undefined ? [ip] : [embedded];
    if (cidrs.some((cidr) => inside(ip, cidr))) return true;
    return faces.every((face) => face.range() === 'unicast' || cidrs.some((cidr) => inside(face, cidr)));
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
 * The IPv4 address that a translator or tunnel would unpack: NAT64 64:ff9b::/96 (RFC 6052), 64:ff9b:1::/48 (RFC 8215),
 * 6to4 2002::/16 (RFC 3056), IPv4-compatible ::/96.
 */
function embeddedIpv4(ip: Ip): ipaddr.IPv4 | undefined {
  if (ip.kind() !== 'ipv6') return undefined;
  const bytes = ip.toByteArray();
  const prefix = Buffer.from(bytes).toString('hex');
  const at = prefix.startsWith('2002')
    ? 2
    : prefix.startsWith('0064ff9b0000000000000000') || prefix.startsWith('0064ff9b0001') || isCompatible(prefix)
      ? 12
      : undefined;
  return at === undefined ? undefined : new ipaddr.IPv4(bytes.slice(at, at + 4));
}

/** `::1` and `::` are addresses of their own. */
function isCompatible(hex: string): boolean {
  return hex.startsWith('0'.repeat(24)) && Number.parseInt(hex.slice(24), 16) > 1;
}

export const resolveAll: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    dnsLookup(hostname, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)));
  });

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

/** For `net.connect`, which calls it for names only: literals must be checked before. */
export function guardedLookup(policy: AddressPolicy, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    checkedAddresses(hostname, policy, resolve).then(
      (addresses) => {
        if (options.all === true) return callback(null, [...addresses]);
        const first = addresses[0];
        if (first === undefined) return callback(Object.assign(new Error(hostname), { code: 'ENOTFOUND' }), '', 0);
        return callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
