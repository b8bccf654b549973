// From the name in an endpoint's URL to its addresses, before the guard judges them. Name servers are asked directly, by
// c-ares: `dns.lookup` gives no time to live and holds a thread of the process's four for as long as a name hangs.
import { lookup as dnsLookup, type LookupAddress, promises } from 'node:dns';
import type { Clock } from '../../model/clock.js';
import {
  DNS_DEFAULT_TTL_MS,
  DNS_MAX_NAMES,
  DNS_MAX_TTL_MS,
  DNS_MIN_TTL_MS,
  DNS_SYSTEM_LOOKUPS,
  DNS_TRIES,
  DNS_TRY_MS,
} from '../../model/transport-limits.js';
import { type Resolve, shared } from '../guard.js';
import { makeHostsFile } from './hosts-file.js';

type Answer = { readonly address: string; readonly ttl: number };

export type NamesDeps = {
  readonly ask4: (hostname: string) => Promise<readonly Answer[]>;
  readonly ask6: (hostname: string) => Promise<readonly Answer[]>;
  /** What stands in the hosts file. */
  readonly hosts: (hostname: string) => readonly LookupAddress[];
  /** For names that the name servers do not know: search domains, mDNS. Null: they have the last word. */
  readonly system: Resolve | null;
  readonly clock: Pick<Clock, 'now'>;
};

type Known = { readonly addresses: readonly LookupAddress[]; readonly until: number };
type Found = { readonly addresses: readonly LookupAddress[]; readonly ttlMs: number };

/** Every address of a name, by hosts file, name servers and system in this order; kept for its time to live. */
export function makeNames(deps: NamesDeps): Resolve {
  const { clock } = deps;
  const known = new Map<string, Known>();
  const find = shared(async (hostname) => {
    const { addresses, ttlMs } = await findAddresses(hostname, deps);
    if (known.size >= DNS_MAX_NAMES) known.delete(known.keys().next().value as string);
    known.set(hostname, { addresses, until: clock.now() + Math.min(Math.max(ttlMs, DNS_MIN_TTL_MS), DNS_MAX_TTL_MS) });
    return addresses;
  });
  return (hostname) => {
    const name = hostname.toLowerCase();
    const entry = known.get(name);
    if (entry !== undefined && entry.until > clock.now()) return Promise.resolve(entry.addresses);
    known.delete(name);
    return find(name);
  };
}

/** @param servers `address[:port]` of name servers that are asked in place of the system's; empty: the system's */
export function systemNames(servers: readonly string[], clock: Pick<Clock, 'now'>): Resolve {
  const resolver = new promises.Resolver({ timeout: DNS_TRY_MS, tries: DNS_TRIES });
  if (servers.length > 0) resolver.setServers([...servers]);
  return makeNames({
    ask4: (hostname) => resolver.resolve4(hostname, { ttl: true }),
    ask6: (hostname) => resolver.resolve6(hostname, { ttl: true }),
    hosts: makeHostsFile(clock),
    system: servers.length > 0 ? null : atMost(DNS_SYSTEM_LOOKUPS, lookUp),
    clock,
  });
}

async function findAddresses(hostname: string, { ask4, ask6, hosts, system }: NamesDeps): Promise<Found> {
  const listed = hosts(hostname.replace(/\.$/, ''));
  if (listed.length > 0) return { addresses: listed, ttlMs: DNS_DEFAULT_TTL_MS };
  const [four, six] = await Promise.allSettled([ask4(hostname), ask6(hostname)]);
  const answers = [...answersOf(four, 4), ...answersOf(six, 6)];
  if (answers.length > 0) {
    const ttlMs = Math.min(...answers.map(({ ttl }) => ttl)) * 1_000;
    return { addresses: answers.map(({ address, family }) => ({ address, family })), ttlMs };
  }
  const error = four.status === 'rejected' ? four.reason : six.status === 'rejected' ? six.reason : undefined;
  if (system !== null && isUnknown(four) && isUnknown(six)) {
    return { addresses: await system(hostname), ttlMs: DNS_DEFAULT_TTL_MS };
  }
  throw unresolved(hostname, (error as NodeJS.ErrnoException | undefined)?.code ?? 'ENODATA');
}

function answersOf(result: PromiseSettledResult<readonly Answer[]>, family: 4 | 6) {
  return result.status === 'rejected' ? [] : result.value.map(({ address, ttl }) => ({ address, ttl, family }));
}

const UNKNOWN: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'ENODATA',
  'ECONNREFUSED',
  'EREFUSED',
  'ENOTIMP',
  'EBADNAME',
]);

function isUnknown(result: PromiseSettledResult<readonly Answer[]>): boolean {
  return result.status === 'fulfilled' || UNKNOWN.has((result.reason as NodeJS.ErrnoException).code ?? '');
}

/** Codes of c-ares that mean something else at a connection get a name of their own. */
function unresolved(hostname: string, reason: string): Error {
  const code = reason === 'ETIMEOUT' ? 'DNS_TIMEOUT' : reason === 'ECONNREFUSED' ? 'DNS_REFUSED' : reason;
  return Object.assign(new Error(`${hostname} was not resolved (${reason})`), { code });
}

const lookUp: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    dnsLookup(hostname, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)));
  });

/** The others wait; who asked has a time-out of its own. */
export function atMost(limit: number, resolve: Resolve): Resolve {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (hostname) => {
    if (running >= limit) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await resolve(hostname);
    } finally {
      // Its place goes to the next one, or is free.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
