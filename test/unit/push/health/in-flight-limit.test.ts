// The limit against a simulated endpoint: `servers` requests at once, `serviceMs` each, the rest waits in its queue.
import { expect, test } from 'vitest';
import { IN_FLIGHT_FIRST } from '#posthorn/model/limits.js';
import {
  answered,
  beginAgain,
  begun,
  type InFlightLimit,
  newInFlightLimit,
  overloaded,
} from '#posthorn/push/health/in-flight-limit.js';
import { seededRandom } from '../../../harness/seeded-random.js';

type Endpoint = {
  readonly servers: number;
  readonly serviceMs: number;
  /** Beyond so many at once it answers 429 at once; absent: they wait. */
  readonly refuseBeyond?: number;
};
type Job = { readonly sender: InFlightLimit; readonly number: number; readonly at: number; readonly refused: boolean };

/** Every sender always has something to send. Gives what each had under way, and the answers of all, on average of the last half. */
function simulate(endpoint: Endpoint, senders: readonly InFlightLimit[], rounds: number) {
  let now = 0;
  const running = new Map(senders.map((sender) => [sender, 0]));
  const queue: Job[] = [];
  const busy: { job: Job; ends: number }[] = [];
  const sums = senders.map(() => 0);
  let [samples, good, refused] = [0, 0, 0];
  const fill = () => {
    while (busy.length < endpoint.servers) {
      const job = queue.shift();
      if (job === undefined) return;
      busy.push({ job, ends: now + endpoint.serviceMs });
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const sender of senders) {
      while ((running.get(sender) as number) < sender.limit) {
        const own = running.get(sender) as number;
        const many = endpoint.refuseBeyond !== undefined && queue.length + busy.length >= endpoint.refuseBeyond;
        const job = { sender, number: begun(sender, own), at: now, refused: many };
        running.set(sender, own + 1);
        if (many) busy.unshift({ job, ends: now });
        else queue.push(job);
      }
    }
    fill();
    busy.sort((a, b) => a.ends - b.ends);
    const done = busy.shift();
    if (done === undefined) throw new Error('nothing runs');
    now = Math.max(now, done.ends);
    const { job } = done;
    running.set(job.sender, (running.get(job.sender) as number) - 1);
    if (job.refused) overloaded(job.sender, job.number);
    else answered(job.sender, job.number, now - job.at);
    if (round < rounds / 2) continue;
    samples += 1;
    if (job.refused) refused += 1;
    else good += 1;
    for (const [index, sender] of senders.entries()) sums[index] = (sums[index] as number) + sender.limit;
  }
  return { limits: sums.map((sum) => sum / samples), good, refused };
}

test('it comes near the capacity of an endpoint with a queue: never idle, the queue never long', () => {
  for (const servers of [1, 4, 10, 50, 200]) {
    const { limits } = simulate({ servers, serviceMs: 200 }, [newInFlightLimit(1_024)], 40_000);
    expect(limits[0], `${servers} servers`).toBeGreaterThanOrEqual(servers * 0.9);
    expect(limits[0], `${servers} servers`).toBeLessThanOrEqual(servers * 2.2);
  }
});

test('it comes near what an endpoint takes that refuses the rest, which stays little', () => {
  for (const refuseBeyond of [2, 10, 60]) {
    const endpoint = { servers: refuseBeyond, serviceMs: 50, refuseBeyond };
    const { limits, good, refused } = simulate(endpoint, [newInFlightLimit(1_024)], 40_000);
    expect(limits[0]).toBeGreaterThanOrEqual(refuseBeyond * 0.5);
    expect(limits[0]).toBeLessThanOrEqual(refuseBeyond + 1);
    expect(refused / good, `beyond ${refuseBeyond}`).toBeLessThan(0.2);
  }
});

test('two that send to one endpoint share it', () => {
  const early = newInFlightLimit(1_024);
  const endpoint = { servers: 20, serviceMs: 200, refuseBeyond: 40 };
  simulate(endpoint, [early], 2_000);
  const { limits } = simulate(endpoint, [early, newInFlightLimit(1_024)], 80_000);
  const [one = 0, other = 0] = limits;
  expect(Math.max(one, other) / Math.min(one, other)).toBeLessThan(1.6);
});

test('an endpoint that becomes slower by itself is not throttled for ever', () => {
  const limit = newInFlightLimit(64);
  simulate({ servers: 1_000, serviceMs: 150 }, [limit], 5_000);
  expect(limit.limit).toBe(64);
  simulate({ servers: 1_000, serviceMs: 900 }, [limit], 5_000);
  expect(limit.limit).toBe(64);
});

test('fast answers are no sign of a queue, and who does not use the limit does not raise it', () => {
  const fast = newInFlightLimit(32);
  simulate({ servers: 1, serviceMs: 1 }, [fast], 10_000);
  expect(fast.limit).toBe(32);
  const idle = newInFlightLimit(1_024);
  for (let round = 0; round < 10_000; round += 1) answered(idle, begun(idle, 0), 5);
  expect(idle.limit).toBe(IN_FLIGHT_FIRST);
});

test('one burst of refusals halves it once; after an outage it begins small', () => {
  const limit = newInFlightLimit(1_024);
  const numbers = Array.from({ length: 32 }, (_, own) => begun(limit, own));
  for (const number of numbers) overloaded(limit, number);
  expect(limit.limit).toBe(16);
  beginAgain(limit, 5);
  expect(limit.limit).toBe(5);
});

test('whatever happens, it stays between 1 and what was put', () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = seededRandom(seed);
    const max = 1 + Math.floor(random() * 100);
    const limit = newInFlightLimit(max);
    const running: number[] = [];
    const seen = { low: max, high: 0 };
    for (let step = 0; step < 2_000; step += 1) {
      if (running.length < limit.limit) running.push(begun(limit, running.length));
      if (random() < 0.5) continue;
      const [number] = running.splice(Math.floor(random() * running.length), 1);
      const what = random();
      if (number === undefined) continue;
      if (what < 0.1) overloaded(limit, number);
      else if (what < 0.11) beginAgain(limit, 5);
      else answered(limit, number, Math.floor(random() * 1_000));
      seen.low = Math.min(seen.low, limit.limit);
      seen.high = Math.max(seen.high, limit.limit);
    }
    expect(seen.low).toBeGreaterThanOrEqual(1);
    expect(seen.high).toBeLessThanOrEqual(max);
  }
});
