import { expect, test } from 'vitest';
import { defaultBurst, lowerRate, newPace, nextAt, take } from '#posthorn/push/health/rate-limit.js';
import { seededRandom } from '../../../harness/seeded-random.js';

const NOW = 1_000_000_000;

test('a burst at once, then one an interval, and the bucket fills with time', () => {
  const pace = newPace({ requests: 10, perMs: 1_000, burst: 3 });
  for (let count = 0; count < 3; count += 1) {
    expect(nextAt(pace, NOW)).toBeLessThanOrEqual(NOW);
    take(pace, NOW);
  }
  expect(nextAt(pace, NOW)).toBe(NOW + 100);
  take(pace, NOW + 100);
  expect(nextAt(pace, NOW + 100)).toBe(NOW + 200);
  expect(nextAt(pace, NOW + 5_000)).toBeLessThanOrEqual(NOW + 5_000);
});

test('whoever comes when he is told to is never sent away again, and no window holds more than rate and burst', () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = seededRandom(seed);
    const requests = 1 + Math.floor(random() * 5_000);
    const perMs = 1 + Math.floor(random() * 60_000);
    const burst = 1 + Math.floor(random() * 50);
    const pace = newPace({ requests, perMs, burst });
    const times: number[] = [];
    let now = NOW;
    let sentAway = 0;
    let tooMany = 0;
    for (let count = 0; count < 500; count += 1) {
      const at = nextAt(pace, now);
      if (at > now) now = at;
      if (nextAt(pace, now) > now) sentAway += 1;
      take(pace, now);
      times.push(now);
      if (random() < 0.1) now += Math.floor((random() * 20 * perMs) / requests);
    }
    for (let from = 0; from < times.length; from += 7) {
      for (let to = from; to < times.length; to += 11) {
        const took = (times[to] as number) - (times[from] as number);
        if (to - from + 1 > burst + (took * requests) / perMs + 1e-6) tooMany += 1;
      }
    }
    expect({ sentAway, tooMany }, `seed ${seed}`).toEqual({ sentAway: 0, tooMany: 0 });
  }
});

test('a clock that is set back stops nobody for longer than an empty bucket takes', () => {
  const pace = newPace({ requests: 1, perMs: 1_000, burst: 2 });
  take(pace, NOW);
  take(pace, NOW);
  expect(nextAt(pace, NOW - 3_600_000)).toBe(NOW - 3_600_000 + 1_000);
});

test('the lower of two rates counts', () => {
  const put = { requests: 50, perMs: 1_000, burst: 7 };
  expect(lowerRate(put, undefined)).toBe(put);
  expect(lowerRate(put, 3_000)).toBe(put);
  expect(lowerRate(put, 2_999)).toEqual({ requests: 2_999, perMs: 60_000, burst: 5 });
  expect(lowerRate(null, 60)).toEqual({ requests: 60, perMs: 60_000, burst: 1 });
  expect(lowerRate(null, undefined)).toBeNull();
  expect(defaultBurst(1_000, 1_000)).toBe(100);
});
