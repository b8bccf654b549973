// What a tail holds is bounded in bytes of frames: keys, headers and ids among them.
import { expect, it } from 'vitest';
import { makeKeptChunks } from '#posthorn/consume/tail-kept.js';
import { EVENT_HEADERS_MAX_BYTES, MAX_PARTITIONS } from '#posthorn/model/limits.js';
import {
  TAIL_CHUNK_TARGET_BYTES,
  TAIL_KEPT_MAX_BYTES,
  TAIL_KEPT_TOTAL_MAX_BYTES,
} from '#posthorn/model/tail-limits.js';
import { settle } from './growing-log.js';
import { earliest, makeTailOrders, resume } from './tail-orders.js';

const COUNT = 1_000;
const values = (count: number) => Array.from({ length: count }, () => '10');
const HEADERS = JSON.stringify({ note: 'ü'.repeat(EVENT_HEADERS_MAX_BYTES / 2 - 16) });
const LARGEST = TAIL_CHUNK_TARGET_BYTES + 64 * 1024;
const sizes = (written: readonly Uint8Array[]) => written.slice(1).map(({ length }) => length);

it.each([
  ['behind the live end', earliest],
  ['at the live end', { start: { kind: 'latest' } } as const],
])('large headers end a chunk early, %s', async (_name, start) => {
  const { orders, open } = makeTailOrders(1);
  const append = () => orders.append(0, values(COUNT), { headers: HEADERS });
  if (start.start.kind === 'earliest') append();
  const [client, slow] = [open(start), open(start)];
  slow.slow(true);
  await settle(1);
  if (start.start.kind === 'latest') append();
  await settle(2 * COUNT);
  expect(client.places()).toEqual(values(COUNT).map((_, offset) => `0:${offset}`));
  expect(Math.max(...sizes(client.written))).toBeLessThan(LARGEST);
  expect(slow.written.reduce((bytes, { length }) => bytes + length, 0)).toBeLessThan(2 * LARGEST);
  slow.slow(false);
  slow.drained();
  await settle(2 * COUNT);
  expect(slow.places()).toEqual(client.places());
});

it('so do tombstones, whose frames are text alone', async () => {
  const { orders, open } = makeTailOrders(1);
  orders.append(0, values(100), { headers: HEADERS, tombstone: 1, key: 'k' });
  const client = open(earliest);
  await settle(200);
  expect(client.places()).toHaveLength(100);
  expect(Math.max(...sizes(client.written))).toBeLessThan(LARGEST);
});

it('so do the ids of many partitions, and each event can be resumed behind', async () => {
  const { orders, open } = makeTailOrders(MAX_PARTITIONS);
  for (let partition = 0; partition < MAX_PARTITIONS; partition += 1) orders.append(partition, ['1']);
  const client = open();
  const narrowed = open({ key: 'k' });
  await settle();
  orders.append(7, values(COUNT), { key: ['k', ...values(COUNT - 1).map(() => 'other')] });
  await settle(COUNT);
  const { messages } = client.read();
  expect(messages).toHaveLength(COUNT);
  expect(Math.max(...sizes(client.written))).toBeLessThan(LARGEST);
  expect(narrowed.places()).toEqual(['7:1']);
  const again = open(resume(messages[500]?.id ?? ''));
  await settle(COUNT);
  expect(again.places()).toEqual(client.places().slice(501));
});

const PARTITIONS = 16;
const EACH = 40;

it('the live end makes no more of it than it may keep before it looks at its bounds', async () => {
  const { orders, open } = makeTailOrders(PARTITIONS);
  const clients = [open(), open()];
  await settle();
  for (const client of clients) client.slow(true);
  for (let partition = 0; partition < PARTITIONS; partition += 1)
    orders.append(partition, values(EACH), { headers: HEADERS }, false);
  orders.calls.reads = 0;
  orders.hear();
  await settle(1);
  expect(orders.calls.reads).toBeLessThanOrEqual(TAIL_KEPT_MAX_BYTES / TAIL_CHUNK_TARGET_BYTES);
  for (const client of clients) client.slow(false);
  for (const client of clients) client.drained();
  await settle(20 * PARTITIONS);
  for (const client of clients) expect(client.places()).toHaveLength(PARTITIONS * EACH);
});

it('not even the newest chunk stays where all live ends together keep too much', () => {
  const total = { bytes: 0 };
  const chunk = (bytes: number) => ({
    ...{ partition: 0, next: 1, frames: new Uint8Array(bytes) },
    framesOf: () => new Uint8Array(0),
  });
  const [first, second] = [makeKeptChunks(total), makeKeptChunks(total)];
  first.add(chunk(TAIL_KEPT_TOTAL_MAX_BYTES));
  first.dropBelow(0);
  expect([first.first(), first.next()]).toEqual([0, 1]);
  second.add(chunk(1));
  second.dropBelow(0);
  expect([second.first(), second.next(), total.bytes]).toEqual([1, 1, TAIL_KEPT_TOTAL_MAX_BYTES]);
});
