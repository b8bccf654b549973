// A new subscription that begins in the past hands over to what is live while producers write: no gap, no double, in the order
// of each key, told by nothing but what the receiver got.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { ReceivedRequest } from '../harness/receiver.js';
import { acknowledged, number, upTo } from './replay-log.js';
import { type PushSetting, setUpPush } from './set-up.js';

const PARTITIONS = 3;
const PAST = 3_000;
const KEYS = 40;

type Produced = { count: number };
const nextEvent = (produced: Produced) => {
  const n = produced.count;
  produced.count += 1;
  return { key: `k${n % KEYS}`, value: n };
};

async function produceBatch({ client }: PushSetting, produced: Produced, size: number): Promise<void> {
  const answer = await client.post('/v1/topics/orders/batches', { events: upTo(size).map(() => nextEvent(produced)) });
  expect(answer.status).toBe(200);
}

/** One event a request, and a batch after every tenth, until it is told to end. */
function load(setting: PushSetting, produced: Produced): () => Promise<void> {
  let going = true;
  const run = async (): Promise<void> => {
    for (let round = 1; going; round += 1) {
      const { key, value } = nextEvent(produced);
      await setting.produce(key, value);
      if (round % 10 === 0) await produceBatch(setting, produced, 25);
    }
  };
  const running = run();
  return () => {
    going = false;
    return running;
  };
}

const valuesOf = ({ body }: ReceivedRequest): number[] => body.toString().trim().split('\n').map(Number);

/** Every request of a partition follows on the one before it. @returns how many events there are */
function chained(requests: readonly ReceivedRequest[], partition: number): number {
  const own = requests.filter((request) => number(request, 'partition') === partition);
  let reached = -1;
  for (const request of own.toSorted((a, b) => number(a, 'offset') - number(b, 'offset'))) {
    expect([number(request, 'previous-offset'), number(request, 'offset')]).toEqual([reached, reached + 1]);
    reached += valuesOf(request).length;
  }
  return reached + 1;
}

test.each([1, 50])(
  'from the past to the live end, %i events a request at most, over a restart',
  async (maxEvents) => {
    const first = await setUpPush();
    const { receiver } = first;
    await first.client.put('/v1/topics/orders', { partitions: PARTITIONS });
    const produced: Produced = { count: 0 };
    while (produced.count < PAST) await produceBatch(first, produced, 250);
    const endFirst = load(first, produced);
    // It is slow enough for the restart to find it far from the live end.
    receiver.respond(() => ({ status: 200, delayMs: 5 }));
    await first.subscribe('s', { start: 'earliest', maxInFlight: 4, batch: { maxEvents } });
    await receiver.waitFor((all) => all.length >= 20);
    await endFirst();
    const again = await first.restart();
    const delivered = acknowledged(receiver.requests).flatMap(valuesOf).length;
    expect(delivered).toBeLessThan(PAST);
    const endSecond = load(again, produced);
    receiver.respond(200);
    const lagOf = async () =>
      (await again.describe('s')).offsets.reduce((sum, { lag, parked }) => sum + lag + parked, 0);
    await eventually(async () => expect(await lagOf()).toBeLessThan(100), { timeoutMs: 30_000 });
    await endSecond();
    await eventually(async () => expect(await lagOf()).toBe(0), { timeoutMs: 30_000 });
    const requests = acknowledged(receiver.requests);
    expect(receiver.requests).toHaveLength(requests.length);
    const counts = upTo(PARTITIONS).map((partition) => chained(requests, partition));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(produced.count);
    expect(counts.every((count) => count > 0)).toBe(true);
    const lastOfKey = new Map<number, number>();
    for (const value of requests.flatMap(valuesOf)) {
      expect(value).toBeGreaterThan(lastOfKey.get(value % KEYS) ?? -1);
      lastOfKey.set(value % KEYS, value);
    }
    expect(new Set(requests.flatMap(valuesOf)).size).toBe(produced.count);
  },
  90_000,
);
