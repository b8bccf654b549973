// The hosts file, which name servers know nothing of. Read again when it may have changed: it is small and rarely needed.
import type { LookupAddress } from 'node:dns';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { platform } from 'node:process';
import type { Clock } from '../../model/clock.js';
import { DNS_HOSTS_FILE_MS } from '../../model/transport-limits.js';

const HOSTS_FILE = platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';

/** RFC 6761, 6.3: never asked of a name server. */
const LOOPBACK: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** Gives the addresses of a name in lower case; none where the file does not have it. */
export function makeHostsFile(clock: Pick<Clock, 'now'>, file = HOSTS_FILE) {
  let names: ReadonlyMap<string, readonly LookupAddress[]> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  return (hostname: string): readonly LookupAddress[] => {
    if (clock.now() - readAt >= DNS_HOSTS_FILE_MS) {
      readAt = clock.now();
      names = parseHosts(readText(file));
    }
    const listed = names.get(hostname);
    if (listed !== undefined) return listed;
    return hostname === 'localhost' || hostname.endsWith('.localhost') ? LOOPBACK : [];
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function parseHosts(text: string): ReadonlyMap<string, readonly LookupAddress[]> {
  const names = new Map<string, LookupAddress[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    const family = isIP(address);
    if (family === 0) continue;
    for (const alias of aliases) {
      const name = alias.toLowerCase();
      names.set(name, [...(names.get(name) ?? []), { address, family }]);
    }
  }
  return names;
}
