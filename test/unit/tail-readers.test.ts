// Many readers of one topic, quick ones and slow ones.
import { beforeEach, describe, expect, it } from 'vitest';
import { TAIL_KEPT_MAX_BYTES, TAIL_READ_MAX_BYTES } from '#posthorn/model/tail-limits.js';
import { seededRandom } from '../harness/seeded-random.js';
import { settle } from './growing-log.js';
import { earliest, makeTailOrders, resume } from './tail-orders.js';

const PARTITIONS = 3;
let orders: ReturnType<typeof makeTailOrders>['orders'];
let open: ReturnType<typeof makeTailOrders>['open'];

beforeEach(() => {
  ({ orders, open } = makeTailOrders(PARTITIONS));
});

/** One value a read: each is as large as a read may be. */
const LARGE = JSON.stringify('x'.repeat(TAIL_READ_MAX_BYTES - 2));

/** Every event of every partition, in order. */
function expectAll(places: readonly string[], counts: readonly number[]): void {
  for (const [partition, count] of counts.entries()) {
    const ofPartition = places.filter((place) => place.startsWith(`${partition}:`));
    expect(ofPartition).toEqual(Array.from({ length: count }, (_, offset) => `${partition}:${offset}`));
  }
}

it('a thousand readers share each read, and the very bytes that it was formatted to', async () => {
  const clients = Array.from({ length: 1_000 }, () => open());
  await settle();
  orders.calls.reads = 0;
  for (let round = 0; round < 5; round += 1) {
    orders.append(round % 2, ['1', '2']);
    await settle();
  }
  expect(orders.calls.reads).toBe(5);
  for (const client of clients) expect(client.places()).toHaveLength(10);
  const [first, second] = clients;
  expect(first?.written.slice(1).map(({ buffer }) => buffer)).toEqual(
    second?.written.slice(1).map(({ buffer }) => buffer),
  );
  for (const [index, bytes] of (first?.written ?? []).slice(1).entries())
    expect(second?.written[index + 1]).toBe(bytes);
});

describe('a slow reader', () => {
  it('is given nothing more until it has taken what it has, and then the rest', async () => {
    const [slow, quick] = [open(), open()];
    await settle();
    slow.slow(true);
    for (let count = 0; count < 8; count += 1) {
      orders.append(0, [LARGE]);
      await settle(6);
    }
    // The opening, and the chunk that it had no room for any more.
    expect([slow.written.length, quick.places().length]).toEqual([2, 8]);
    slow.slow(false);
    orders.calls.reads = 0;
    slow.drained();
    await settle();
    expectAll(slow.places(), [8]);
    // They were kept for it.
    expect(orders.calls.reads).toBe(0);
    orders.append(0, ['1']);
    await settle();
    expect([orders.calls.reads, slow.places().length]).toEqual([1, 9]);
  });

  it('that falls too far behind reads the log by itself and comes back to the live end', async () => {
    const [slow, quick] = [open(), open()];
    await settle();
    slow.slow(true);
    const count = Math.ceil((3 * TAIL_KEPT_MAX_BYTES) / TAIL_READ_MAX_BYTES);
    for (let index = 0; index < count; index += 1) {
      orders.append(index % 2, [LARGE]);
      await settle(6);
    }
    expect([slow.written.length, quick.places().length]).toEqual([2, count]);
    orders.calls.reads = 0;
    slow.slow(false);
    slow.drained();
    await settle(2 * count);
    expectAll(slow.places(), [count / 2, count / 2]);
    expect(orders.calls.reads).toBe(count - 1);
    orders.calls.reads = 0;
    orders.append(2, ['1']);
    await settle();
    expect([orders.calls.reads, slow.places().at(-1), quick.places().at(-1)]).toEqual([1, '2:0', '2:0']);
  });

  it('alone at the live end makes nobody read for it', async () => {
    const slow = open();
    await settle();
    slow.slow(true);
    const kept = Math.ceil(TAIL_KEPT_MAX_BYTES / TAIL_READ_MAX_BYTES);
    orders.calls.reads = 0;
    for (let index = 0; index < 10 * kept; index += 1) {
      orders.append(0, [LARGE]);
      await settle(4);
    }
    expect(orders.calls.reads).toBeLessThanOrEqual(kept + 2);
    slow.slow(false);
    slow.drained();
    await settle(25 * kept);
    expectAll(slow.places(), [10 * kept]);
  });
});

describe('whatever happens to its readers', () => {
  it.each([1, 2, 3, 4, 5, 6])('each gets every event once and in order (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const dice = (sides: number) => Math.floor(random() * sides);
    const counts = Array.from({ length: PARTITIONS }, () => 0);
    const clients = [open(earliest), open(earliest)];
    const taken: string[][] = clients.map(() => []);
    for (let step = 0; step < 400; step += 1) {
      const index = dice(clients.length);
      const client = clients[index];
      if (client === undefined) continue;
      switch (dice(7)) {
        case 0:
          client.slow(true);
          break;
        case 1:
        case 2:
          client.slow(false);
          client.drained();
          break;
        case 3: {
          // Connects again with the last id that it got.
          client.leave();
          taken[index]?.push(...client.places());
          clients[index] = open(resume(client.read().lastId));
          break;
        }
        default: {
          const partition = dice(PARTITIONS);
          const count = 1 + dice(3);
          orders.append(
            partition,
            Array.from({ length: count }, () => (dice(4) === 0 ? LARGE : '1')),
          );
          counts[partition] = (counts[partition] ?? 0) + count;
        }
      }
      await settle(dice(6));
    }
    for (const client of clients) {
      client.slow(false);
      client.drained();
    }
    await settle(2_000);
    for (const [index, client] of clients.entries()) expectAll([...(taken[index] ?? []), ...client.places()], counts);
  });
});
