import { beforeEach, expect, it } from 'vitest';
import { TAIL_CHUNK_TARGET_BYTES, TAIL_FILTER_MAX_STEPS, TAIL_SILENT_READS_MAX } from '#posthorn/model/tail-limits.js';
import { settle } from './growing-log.js';
import { earliest, makeTailOrders, resume } from './tail-orders.js';

let orders: ReturnType<typeof makeTailOrders>['orders'];
let open: ReturnType<typeof makeTailOrders>['open'];

beforeEach(() => {
  ({ orders, open } = makeTailOrders(2));
});

const filter = '{"match":{"/n":{"gte":3}}}';
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => `{"n":${from + index}}`);

it('a filtered tail gives what passes, behind the live end as at it, beside readers that want all', async () => {
  orders.append(0, numbers(0, 5));
  const clients = [open({ ...earliest, filter }), open({ filter }), open(earliest), open({ ...resume('0:4'), filter })];
  await settle();
  orders.append(0, numbers(1, 4));
  await settle();
  orders.append(1, numbers(3, 1));
  await settle();
  expect(clients.map((client) => client.places())).toEqual([
    ['0:3', '0:4', '0:7', '0:8', '1:0'],
    ['0:7', '0:8', '1:0'],
    ['0:0', '0:1', '0:2', '0:3', '0:4', '0:5', '0:6', '0:7', '0:8', '1:0'],
    ['0:4', '0:7', '0:8', '1:0'],
  ]);
  expect(clients[1]?.read().messages.map(({ id }) => id)).toEqual(['0:8', '0:9', '0:9,1:1']);
});

it('wants both where there is a key as well', async () => {
  const client = open({ key: 'a', filter });
  orders.append(0, numbers(2, 4), { key: ['a', 'a', 'b', 'a'] });
  await settle();
  expect(client.places()).toEqual(['0:1', '0:3']);
});

it('goes on behind any of its ids, with nothing left out and nothing twice', async () => {
  const odd = '{"match":{"/n":{"in":[1,3]}}}';
  const first = open({ ...earliest, filter: odd });
  for (let round = 0; round < 4; round += 1) {
    orders.append(round % 2, numbers(0, 5));
    await settle();
  }
  const all = first.places();
  expect(all).toHaveLength(8);
  for (const [index, { id }] of first.read().messages.entries()) {
    const again = open({ ...resume(id), filter: odd });
    await settle();
    expect([...all.slice(0, index + 1), ...again.places()].sort()).toEqual([...all].sort());
    again.leave();
  }
});

it('is told where it is although nothing passes', async () => {
  const client = open({ filter });
  await settle();
  for (let count = 0; count < TAIL_SILENT_READS_MAX; count += 1) {
    orders.append(0, numbers(0, 1));
    await settle(4);
  }
  expect(client.read()).toMatchObject({ messages: [], lastId: `0:${TAIL_SILENT_READS_MAX}` });
});

it('is told of losses as well', async () => {
  orders.append(0, numbers(0, 6));
  orders.trim(0, 4);
  const client = open({ ...resume('0:1'), filter });
  await settle();
  expect(client.read().messages.map(({ id, event }) => [id, event])).toEqual([
    ['0:4', 'lost'],
    ['0:5', 'event'],
    ['0:6', 'event'],
  ]);
});

it('is waited for while its client takes nothing, and misses nothing', async () => {
  const client = open({ filter });
  client.slow(true);
  const large = { n: 3, pad: 'x'.repeat(TAIL_CHUNK_TARGET_BYTES / 16) };
  orders.append(
    0,
    Array.from({ length: 40 }, () => JSON.stringify(large)),
  );
  await settle();
  const held = Buffer.concat(client.written).length;
  expect(held).toBeLessThan(2 * TAIL_CHUNK_TARGET_BYTES);
  client.slow(false);
  client.drained();
  await settle();
  expect(client.places()).toHaveLength(40);
});

it('reads no more in a turn than its filter may look at', async () => {
  const client = open({ filter: '{"headers":{"h":{"exists":false}}}' });
  const headers = JSON.stringify({ pad: 'x'.repeat(8_000) });
  const perTurn = Math.ceil(TAIL_FILTER_MAX_STEPS / headers.length);
  const before = orders.calls.reads;
  const count = perTurn * 10;
  orders.append(
    0,
    Array.from({ length: count }, () => '1'),
    { headers: Array.from({ length: count }, (_, index) => `${headers.slice(0, -2)}${index}"}`) },
  );
  await settle(100);
  expect(client.places()).toHaveLength(count);
  expect(orders.calls.reads - before).toBeGreaterThanOrEqual(10);
});

it('reads nothing of the log for others that it does not read for itself', async () => {
  const filtered = open({ filter });
  await settle();
  const before = orders.calls.reads;
  orders.append(0, numbers(0, 3));
  await settle();
  expect(orders.calls.reads - before).toBe(1);
  filtered.leave();
});
