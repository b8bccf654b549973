// Connections to endpoints: for each origin as many as its subscriptions have requests under way (a bound there would let
// one hung endpoint starve its neighbours), and the one that was used last is used next. undici's own Pool asks all of
// its connections in turn which one is free.
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { buildConnector, Client } from 'undici';
import type { Clock } from '../model/clock.js';
import { ENDPOINT_CONNECT_TIMEOUT_MS, POOL_IDLE_MS, RESPONSE_HEADERS_MAX_BYTES } from '../model/limits.js';
import { AddressForbiddenError, type AddressPolicy, bareHost, guardedLookup, type Resolve, within } from './guard.js';

/** A connection lent for one request. One of the two must be called when the request is over. */
export type Lent = {
  readonly client: Client;
  /** The answer came whole: the next request may use it. */
  giveBack(): void;
  /** Anything else: it is cut. */
  drop(): void;
};

export type Pools = {
  lend(origin: string): Lent;
  connections(): number;
  /** Cuts what is still under way. */
  close(): Promise<void>;
};

type Pool = { readonly origin: string; readonly all: Set<Lent>; readonly free: Lent[]; usedAt: number };

export function makePools(policy: AddressPolicy, resolve: Resolve, clock: Pick<Clock, 'now'>): Pools {
  const connect = guardedConnector(policy, resolve);
  const pools = new Map<string, Pool>();
  let sweeper: NodeJS.Timeout | undefined;

  const sweep = (): void => {
    for (const [origin, { all, free, usedAt }] of pools) {
      if (clock.now() - usedAt < POOL_IDLE_MS || free.length < all.size) continue;
      pools.delete(origin);
      for (const { client } of all) void client.close();
    }
    if (pools.size > 0) return;
    clearInterval(sweeper);
    sweeper = undefined;
  };

  const open = (origin: string): Pool => {
    sweeper ??= setInterval(sweep, POOL_IDLE_MS).unref();
    const pool = { origin, all: new Set<Lent>(), free: [], usedAt: 0 };
    pools.set(origin, pool);
    return pool;
  };

  const add = (pool: Pool): Lent => {
    const client = new Client(pool.origin, {
      connect,
      pipelining: 1,
      // The sender's own deadline covers both.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: RESPONSE_HEADERS_MAX_BYTES,
    });
    const lent: Lent = {
      client,
      giveBack: () => {
        pool.free.push(lent);
      },
      drop: () => {
        pool.all.delete(lent);
        void client.destroy();
      },
    };
    pool.all.add(lent);
    return lent;
  };

  return {
    lend: (origin) => {
      const pool = pools.get(origin) ?? open(origin);
      pool.usedAt = clock.now();
      return pool.free.pop() ?? add(pool);
    },
    connections: () => {
      let sum = 0;
      for (const { all } of pools.values()) for (const { client } of all) if (client.stats.connected) sum += 1;
      return sum;
    },
    close: async () => {
      clearInterval(sweeper);
      const clients = [...pools.values()].flatMap(({ all }) => [...all].map(({ client }) => client));
      await Promise.all(clients.map((client) => client.destroy()));
      pools.clear();
    },
  };
}

/** `net.connect` looks up names alone, so literals are judged here and names in the lookup. */
export function guardedConnector(policy: AddressPolicy, resolve: Resolve): buildConnector.connector {
  const connect = buildConnector({
    timeout: ENDPOINT_CONNECT_TIMEOUT_MS,
    lookup: guardedLookup(policy, within(ENDPOINT_CONNECT_TIMEOUT_MS, resolve)),
    autoSelectFamily: true,
  } as buildConnector.BuildOptions);
  return (options, callback) => {
    const host = bareHost(options.hostname);
    if (isIP(host) !== 0 && !policy.allows(host)) {
      callback(new AddressForbiddenError(host, host), null);
      return;
    }
    const forwarded: buildConnector.Callback = (...result: [Error, null] | [null, Socket]) =>
      result[0] === null ? callback(null, result[1]) : callback(result[0], null);
    connect({ ...options, hostname: host }, forwarded);
  };
}
