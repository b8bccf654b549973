// Connections to endpoints: for each way as many as its subscriptions have requests under way (a bound there would let
// one hung endpoint starve its neighbours), and the one that was used last is used next. undici's own Pool asks all of
// its connections in turn which one is free.
import type { Socket } from 'node:net';
import { type buildConnector, Client, type Dispatcher } from 'undici';
import type { AttemptDurations } from '../engine/attempt-detail.js';
import type { Clock } from '../model/clock.js';
import { POOL_IDLE_MS, RESPONSE_HEADERS_MAX_BYTES } from '../model/limits.js';
import { takeLaps } from './attempts/laps.js';
import { type Dial, type DialDeps, makeDial } from './endpoint/dial.js';
import { type Multiplex, makeMultiplex } from './endpoint/multiplex.js';
import type { Way } from './endpoint/way.js';

/** A connection lent for one request. One of the two must be called when the request is over. */
export type Lent = {
  readonly client: Pick<Dispatcher, 'dispatch'>;
  /** The answer came whole: the next request may use it. */
  giveBack(): void;
  /** Anything else: it is cut. */
  drop(): void;
  /** How long it took to open it, until its first request has told. */
  opened?: AttemptDurations | undefined;
};

/** Requests by whether they found a connection open. */
export type ConnectionUse = { readonly reused: number; readonly opened: number };

export type Pools = {
  lend(way: Way): Lent;
  connections(): number;
  use(): ConnectionUse;
  /** Cuts what is still under way. */
  close(): Promise<void>;
};

type Plain = Lent & { readonly client: Client };
type Pool = {
  readonly way: Way;
  readonly dial: Dial;
  readonly all: Set<Plain>;
  readonly free: Plain[];
  readonly multiplex: Multiplex | undefined;
  usedAt: number;
};

const HTTP1 = ['http/1.1'];

export function makePools(deps: DialDeps & { readonly clock: Pick<Clock, 'now'> }): Pools {
  const { clock } = deps;
  const pools = new Map<string, Pool>();
  let sweeper: NodeJS.Timeout | undefined;
  let lent = 0;
  let opened = 0;

  const sweep = (): void => {
    for (const [key, { all, free, multiplex, usedAt }] of pools) {
      if (clock.now() - usedAt < POOL_IDLE_MS || free.length < all.size) continue;
      pools.delete(key);
      multiplex?.rest();
      for (const { client } of all) void client.close();
    }
    if (pools.size > 0) return;
    clearInterval(sweeper);
    sweeper = undefined;
  };

  const open = (way: Way): Pool => {
    sweeper ??= setInterval(sweep, POOL_IDLE_MS).unref();
    const dialled = makeDial(way, deps);
    const dial: Dial = (alpn) => {
      opened += 1;
      return dialled(alpn);
    };
    const plain = (socket?: Socket): Lent => add(pool, socket);
    const multiplex = way.secure && way.http2 ? makeMultiplex({ origin: way.origin, dial, plain }) : undefined;
    const pool: Pool = { way, dial, all: new Set(), free: [], multiplex, usedAt: 0 };
    pools.set(way.key, pool);
    return pool;
  };

  return {
    lend: (way) => {
      const pool = pools.get(way.key) ?? open(way);
      pool.usedAt = clock.now();
      lent += 1;
      return pool.free.pop() ?? pool.multiplex?.lend() ?? add(pool);
    },
    connections: () => {
      let sum = 0;
      for (const { all, multiplex } of pools.values()) {
        sum += multiplex?.connections() ?? 0;
        for (const { client } of all) if (client.stats.connected) sum += 1;
      }
      return sum;
    },
    use: () => ({ reused: Math.max(0, lent - opened), opened }),
    close: async () => {
      clearInterval(sweeper);
      const clients = [...pools.values()].flatMap(({ all }) => [...all].map(({ client }) => client));
      for (const { multiplex } of pools.values()) multiplex?.destroy();
      await Promise.all(clients.map((client) => client.destroy()));
      pools.clear();
    },
  };
}

/** @param socket a connection that is open already, for its first request */
function add(pool: Pool, socket?: Socket): Lent {
  let first = socket;
  const connect: buildConnector.connector = (_options, callback) => {
    const ready = first === undefined ? pool.dial(HTTP1) : Promise.resolve(first);
    first = undefined;
    ready.then(
      (connected) => {
        lent.opened = takeLaps(connected);
        callback(null, connected);
      },
      (error: Error) => callback(error, null),
    );
  };
  const client = new Client(pool.way.origin, {
    connect,
    pipelining: 1,
    // The sender's own deadline covers both.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: RESPONSE_HEADERS_MAX_BYTES,
  });
  const lent: Plain = {
    client,
    giveBack: () => {
      pool.free.push(lent);
    },
    drop: () => {
      pool.all.delete(lent);
      void client.destroy();
    },
    opened: undefined,
  };
  pool.all.add(lent);
  return lent;
}
