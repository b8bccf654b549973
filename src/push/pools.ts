// Connections to endpoints: one undici Pool an origin, whose number of connections follows what its subscriptions
// have in flight (a bound there would let one hung endpoint starve its neighbours).
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { buildConnector, Pool } from 'undici';
import type { Clock } from '../model/clock.js';
import { ENDPOINT_CONNECT_TIMEOUT_MS, POOL_IDLE_MS, RESPONSE_HEADERS_MAX_BYTES } from '../model/limits.js';
import { AddressForbiddenError, type AddressPolicy, bareHost, guardedLookup, type Resolve, within } from './guard.js';

export type Pools = {
  get(origin: string): Pool;
  connections(): number;
  /** Cuts what is still under way. */
  close(): Promise<void>;
};

type Held = { readonly pool: Pool; usedAt: number };

export function makePools(policy: AddressPolicy, resolve: Resolve, clock: Pick<Clock, 'now'>): Pools {
  const connect = guardedConnector(policy, resolve);
  const pools = new Map<string, Held>();
  let sweeper: NodeJS.Timeout | undefined;

  const sweep = (): void => {
    for (const [origin, { pool, usedAt }] of pools) {
      if (clock.now() - usedAt < POOL_IDLE_MS || pool.stats.running + pool.stats.pending + pool.stats.queued > 0)
        continue;
      pools.delete(origin);
      void pool.close();
    }
    if (pools.size > 0) return;
    clearInterval(sweeper);
    sweeper = undefined;
  };

  const open = (origin: string): Held => {
    const pool = new Pool(origin, {
      connect,
      pipelining: 1,
      // The sender's own deadline covers both.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: RESPONSE_HEADERS_MAX_BYTES,
    });
    sweeper ??= setInterval(sweep, POOL_IDLE_MS).unref();
    const held = { pool, usedAt: 0 };
    pools.set(origin, held);
    return held;
  };

  return {
    get: (origin) => {
      const held = pools.get(origin) ?? open(origin);
      held.usedAt = clock.now();
      return held.pool;
    },
    connections: () => {
      let sum = 0;
      for (const { pool } of pools.values()) sum += pool.stats.connected;
      return sum;
    },
    close: async () => {
      clearInterval(sweeper);
      await Promise.all([...pools.values()].map(({ pool }) => pool.destroy()));
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
