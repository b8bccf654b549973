import { expect, test } from 'vitest';
import {
  ENDPOINT_DOWN_AFTER_FAILURES,
  ENDPOINT_FLAP_MS,
  ENDPOINT_WELL_AFTER_MS,
  ENDPOINT_WELL_AFTER_SUCCESSES,
  ENDPOINT_WINDOW_MS,
  PROBE_FIRST_MS,
  PROBE_MAX_MS,
} from '#posthorn/model/limits.js';
import {
  allowed,
  type Breaker,
  begin,
  closeIfQuiet,
  end,
  newBreaker,
  type Result,
} from '#posthorn/push/health/breaker.js';
import { seededRandom } from '../../../harness/seeded-random.js';

const NOW = 1_000_000_000;

/** One request that begins and ends at `now`. */
function request(breaker: Breaker, result: Result, now: number) {
  return end(breaker, begin(breaker), result, now);
}

function openAt(now: number, breaker = newBreaker(now, null)): Breaker {
  for (let count = 1; count < ENDPOINT_DOWN_AFTER_FAILURES; count += 1) {
    expect(request(breaker, 'failure', now)).toBeUndefined();
  }
  expect(request(breaker, 'failure', now)).toBe('open');
  return breaker;
}

function closeAt(now: number, breaker: Breaker): void {
  expect(request(breaker, 'success', now)).toBe('half-open');
  for (let count = 2; count < ENDPOINT_WELL_AFTER_SUCCESSES; count += 1) {
    expect(request(breaker, 'success', now)).toBeUndefined();
  }
  expect(request(breaker, 'success', now)).toBe('closed');
}

test('one error, or a few among many successes, is no outage', () => {
  const breaker = newBreaker(NOW, null);
  for (let round = 0; round < 1_000; round += 1) {
    expect(request(breaker, round % 3 === 0 ? 'failure' : 'success', NOW + round)).toBeUndefined();
  }
  expect(breaker.state).toBe('closed');
});

test('half of the requests of the window failed: it opens, though no ten in a row did', () => {
  const breaker = newBreaker(NOW, null);
  for (let round = 0; round < 9; round += 1) {
    expect(request(breaker, round % 2 === 0 ? 'success' : 'failure', NOW)).toBeUndefined();
  }
  expect(request(breaker, 'failure', NOW)).toBe('open');
});

test('what failed before the window counts no more', () => {
  const breaker = newBreaker(NOW, null);
  for (let round = 0; round < 8; round += 1) request(breaker, round % 2 === 0 ? 'success' : 'failure', NOW);
  for (let round = 0; round < 5; round += 1) {
    expect(request(breaker, 'success', NOW + ENDPOINT_WINDOW_MS + round)).toBeUndefined();
  }
  for (let round = 0; round < 4; round += 1) {
    expect(request(breaker, 'failure', NOW + ENDPOINT_WINDOW_MS + 10), `${round}`).toBeUndefined();
  }
  expect(breaker.window).toMatchObject({ requests: 9, failures: 4 });
});

test('an endpoint that says no to single deliveries is there', () => {
  const breaker = newBreaker(NOW, null);
  for (let round = 0; round < 100; round += 1) expect(request(breaker, 'refused', NOW)).toBeUndefined();
  openAt(NOW, breaker);
});

test('open: one probe at a time, with growing pauses', () => {
  const breaker = openAt(NOW);
  expect(breaker.probeAt).toBe(NOW + PROBE_FIRST_MS);
  expect(allowed(breaker, breaker.probeAt - 1)).toBe(0);
  expect(allowed(breaker, breaker.probeAt)).toBe(1);
  const pauses: number[] = [];
  for (let probe = 0; probe < 6; probe += 1) {
    const now = breaker.probeAt;
    expect(request(breaker, 'failure', now)).toBeUndefined();
    pauses.push(breaker.probeAt - now);
  }
  expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, PROBE_MAX_MS, PROBE_MAX_MS]);
});

test('half-open: more with every success, and back with the first failure', () => {
  const breaker = openAt(NOW);
  const at = breaker.probeAt;
  expect(request(breaker, 'success', at)).toBe('half-open');
  expect(allowed(breaker, at)).toBe(2);
  request(breaker, 'success', at);
  expect(allowed(breaker, at)).toBe(3);
  expect(request(breaker, 'failure', at)).toBe('open');
  expect(breaker.probeAt, 'the pause goes on from where it was').toBe(at + 2 * PROBE_FIRST_MS);
});

test('half-open with little to send: it closes when nothing has failed for a while', () => {
  const breaker = openAt(NOW);
  request(breaker, 'success', NOW);
  expect(closeIfQuiet(breaker, NOW + ENDPOINT_WELL_AFTER_MS - 1)).toBeUndefined();
  const hanging = begin(breaker);
  expect(closeIfQuiet(breaker, NOW + ENDPOINT_WELL_AFTER_MS)).toBeUndefined();
  expect(end(breaker, hanging, 'success', NOW + ENDPOINT_WELL_AFTER_MS + 1)).toBe('closed');
  expect(closeIfQuiet(breaker, NOW + 2 * ENDPOINT_WELL_AFTER_MS)).toBeUndefined();
});

test('a request that began in another state says nothing about this one', () => {
  const breaker = newBreaker(NOW, null);
  const early = Array.from({ length: 32 }, () => begin(breaker));
  openAt(NOW, breaker);
  const probeAt = breaker.probeAt;
  for (const [index, epoch] of early.entries()) {
    expect(end(breaker, epoch, index % 2 === 0 ? 'success' : 'failure', NOW + 10)).toBeUndefined();
  }
  expect(breaker).toMatchObject({ state: 'open', probeAt, probing: 0 });
});

test('one that is down again soon flaps: its pauses do not begin anew', () => {
  const breaker = openAt(NOW);
  request(breaker, 'failure', NOW);
  closeAt(NOW, breaker);
  openAt(NOW + ENDPOINT_FLAP_MS - 1, breaker);
  expect(breaker).toMatchObject({ flapping: true, probes: 1 });
  closeAt(NOW + ENDPOINT_FLAP_MS, breaker);
  openAt(NOW + 2 * ENDPOINT_FLAP_MS, breaker);
  expect(breaker).toMatchObject({ flapping: false, probes: 0 });
});

test('kept open over a restart, it probes at once, and alone', () => {
  const breaker = newBreaker(NOW, NOW - 5_000);
  expect(breaker).toMatchObject({ state: 'open', since: NOW - 5_000 });
  expect(allowed(breaker, NOW)).toBe(1);
});

test('whatever ends in whatever order: never more under way than allowed, never stuck, well at last', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seededRandom(seed);
    const breaker = newBreaker(NOW, null);
    const running: number[] = [];
    let now = NOW;
    const failing = random();
    // One call of expect for each step would take a minute.
    let wrong: Breaker | undefined;
    const step = (share: number) => {
      now += Math.floor(random() * 500);
      const room = breaker.state === 'closed' ? running.length < 16 : breaker.probing < allowed(breaker, now);
      if (room) running.push(begin(breaker));
      const most = { closed: 0, open: 1, 'half-open': ENDPOINT_WELL_AFTER_SUCCESSES }[breaker.state];
      if (breaker.probing > most) wrong ??= structuredClone(breaker);
      if (running.length === 0 || random() < 0.4) return;
      const [epoch] = running.splice(Math.floor(random() * running.length), 1);
      end(breaker, epoch as number, random() < share ? 'failure' : 'success', now);
      if (breaker.probing < 0 || breaker.probeAt - now > PROBE_MAX_MS) wrong ??= structuredClone(breaker);
    };
    for (let count = 0; count < 300; count += 1) step(failing);
    for (let count = 0; count < 2_000; count += 1) step(0);
    expect(wrong, `seed ${seed}`).toBeUndefined();
    expect(breaker.state, `seed ${seed}`).toBe('closed');
  }
});
