// Opens connections along one way: checks addresses, connects, through a proxy where there is one, and proves identities.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import {
  connect as connectTls,
  createSecureContext,
  rootCertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { ENDPOINT_CONNECT_TIMEOUT_MS } from '../../model/limits.js';
import { type Laps, startLaps } from '../attempts/laps.js';
import { type AddressPolicy, checkedAddresses, type Resolve, within } from '../guard.js';
import { openTunnel } from './tunnel.js';
import type { Peer, Way } from './way.js';

export type DialDeps = { readonly policy: AddressPolicy; readonly resolve: Resolve };

/** @param alpn what is offered, best first. @throws AddressForbiddenError ProxyError, what Node throws */
export type Dial = (alpn: readonly string[]) => Promise<Socket>;

const EVERYTHING: AddressPolicy = { allows: () => true };
const SOCKET_HIGH_WATER_MARK = 64 * 1024;

/** Remembers the last TLS session of this way, so that the next connection resumes it. */
export function makeDial(way: Way, { policy, resolve }: DialDeps): Dial {
  const bounded = within(ENDPOINT_CONNECT_TIMEOUT_MS, resolve);
  let session: Buffer | undefined;
  let context: SecureContext | undefined;

  const toTarget = async (limit: Limit, laps: Laps): Promise<Socket> => {
    const addresses = await checkedAddresses(way.host, policy, bounded);
    laps.ended('dnsMs');
    if (way.proxy === undefined) return limit.open(tcp(way, addresses), 'connect');
    const { proxy } = way;
    const known = await checkedAddresses(proxy.host, proxy.trusted ? EVERYTHING : policy, bounded);
    const plain = await limit.open(tcp(proxy, known), 'connect');
    const through = proxy.secure ? await limit.open(proxyTls(plain, way), 'secureConnect') : plain;
    const { address = way.host } = addresses[0] ?? {};
    await openTunnel(through, { address, port: way.port, authorization: proxy.authorization });
    return through;
  };

  const secured = async (socket: Socket, alpn: readonly string[], limit: Limit): Promise<Socket> => {
    context ??= contextOf(way);
    const resumed = session;
    session = undefined;
    const tls = connectTls({
      ...{ socket, host: way.host, ALPNProtocols: [...alpn], secureContext: context },
      ...serverName(way.tls?.serverName ?? way.host),
      ...(resumed === undefined ? {} : { session: resumed }),
    });
    tls.on('session', (next) => {
      session = next;
    });
    await limit.open(tls, 'secureConnect');
    // A server may send a new session, or none: then the one that worked is good for another time.
    session ??= resumed;
    return tls;
  };

  return async (alpn) => {
    const limit = makeLimit();
    const laps = startLaps();
    try {
      const socket = await toTarget(limit, laps);
      laps.ended('connectMs');
      if (!way.secure) return laps.of(socket);
      const tls = await secured(socket, alpn, limit);
      laps.ended('tlsMs');
      return laps.of(tls);
    } catch (error) {
      limit.cut();
      throw error;
    } finally {
      limit.end();
    }
  };
}

function tcp(
  { host, port }: Peer,
  addresses: readonly { readonly address: string; readonly family: number }[],
): Socket {
  const socket = connectTcp({
    ...{ host, port, autoSelectFamily: true, highWaterMark: SOCKET_HIGH_WATER_MARK },
    // Exactly what was checked: a literal is not looked up.
    lookup: (_hostname, { all }, callback) => {
      const [first] = addresses;
      if (all === true) callback(null, [...addresses]);
      else callback(null, first?.address ?? '', first?.family);
    },
  });
  return socket.setNoDelay(true).setKeepAlive(true, 60_000);
}

function proxyTls(socket: Socket, { proxy, tls, moreRoots }: Way): TLSSocket {
  const host = proxy?.host ?? '';
  return connectTls({ socket, host, ...serverName(host), ...rootsBeside(tls?.ca ?? moreRoots) });
}

/** RFC 6066, 3: an address is no server name. */
function serverName(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}

function rootsBeside(ca: string | undefined): { ca?: string[] } {
  return ca === undefined ? {} : { ca: [...rootCertificates, ca] };
}

function contextOf({ tls, moreRoots }: Way): SecureContext {
  return createSecureContext({
    ...rootsBeside(moreRoots),
    ...(tls?.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls?.certificate === undefined ? {} : { cert: tls.certificate, key: tls.privateKey }),
  });
}

type Limit = {
  /** Resolves when the event comes; rejects with the socket's error. */
  open<S extends Socket>(socket: S, event: string): Promise<S>;
  /** Destroys what was opened. */
  cut(): void;
  /** No time-out any more. */
  end(): void;
};

/** One time-out for all steps of one connection. */
function makeLimit(): Limit {
  const sockets: Socket[] = [];
  let late: Error | undefined;
  const timer = setTimeout(() => {
    const message = `not connected within ${ENDPOINT_CONNECT_TIMEOUT_MS} ms`;
    late = Object.assign(new Error(message), { code: 'CONNECT_TIMEOUT' });
    for (const socket of sockets) socket.destroy(late);
  }, ENDPOINT_CONNECT_TIMEOUT_MS);
  return {
    open: (socket, event) =>
      new Promise((resolve, reject) => {
        sockets.push(socket);
        if (late !== undefined) socket.destroy(late);
        // For good: an error between two owners of a socket must not end the process.
        socket.on('error', reject);
        socket.once('close', () => reject(new Error('the connection was closed before it was ready')));
        socket.once(event, () => resolve(socket));
      }),
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    end: () => clearTimeout(timer),
  };
}
