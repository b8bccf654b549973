// The parts together, with a clock that the test turns.
import { expect, test } from 'vitest';
import {
  ENDPOINT_DOWN_AFTER_FAILURES,
  ENDPOINT_FLAP_MS,
  ENDPOINT_REMEMBER_AFTER_MS,
  ENDPOINT_WELL_AFTER_MS,
  ENDPOINT_WELL_AFTER_SUCCESSES,
  PROBE_FIRST_MS,
} from '#posthorn/model/limits.js';
import { makeAlarm } from '#posthorn/push/alarm.js';
import { makeEndpointHealth, type Sighting } from '#posthorn/push/health/endpoint-health.js';
import type { EndpointRecord } from '#posthorn/push/health/endpoint-record.js';
import type { HealthConfig } from '#posthorn/push/health/health-config.js';

const NOW = 1_000_000_000;
const GOOD: Sighting = { result: 'success', overload: false, durationMs: 1, askedAt: null };
const BAD: Sighting = { result: 'failure', overload: false, durationMs: 1, askedAt: null };

function makeWorld(config: HealthConfig = {}, stored?: EndpointRecord) {
  let time = NOW;
  const clock = { now: () => time };
  const alarm = makeAlarm({ now: clock.now, timer: () => () => undefined });
  const kept: (EndpointRecord | null)[] = [];
  const givenUp: string[] = [];
  let woken = 0;
  const nothing = () => undefined;
  const health = makeEndpointHealth({
    subscription: 'billing',
    record: { ...config, maxInFlight: 64 },
    registry: {
      get: (collection, name) =>
        stored === undefined ? undefined : { collection, name, version: 1, incarnation: 1, body: stored },
    },
    ...{ clock, alarm, owner: {}, log: { info: nothing, warn: nothing }, rest: nothing },
    wake: () => {
      woken += 1;
    },
    keep: (record) => kept.push(record),
    giveUp: (reason) => givenUp.push(reason),
  });
  const turn = (ms: number) => {
    time += ms;
    alarm.check();
  };
  const request = (sighting: Sighting) => {
    expect(health.mayBegin(0)).toBe(true);
    health.end(health.begin(0), sighting, time);
  };
  const fail = (count = ENDPOINT_DOWN_AFTER_FAILURES) => {
    for (let at = 0; at < count; at += 1) request(BAD);
  };
  const heal = () => {
    for (let at = 0; at < ENDPOINT_WELL_AFTER_SUCCESSES; at += 1) request(GOOD);
  };
  return { health, kept, givenUp, turn, request, fail, heal, woken: () => woken, now: () => time };
}

test('open is written at once, closed as well, and then there is nothing to remember', () => {
  const { health, kept, turn, fail, heal, woken } = makeWorld();
  fail();
  expect(health.state).toBe('open');
  expect(kept).toMatchObject([{ state: 'open', since: NOW, failingSince: NOW }]);
  expect(health.mayBegin(0)).toBe(false);
  turn(PROBE_FIRST_MS);
  expect(woken()).toBe(1);
  heal();
  expect(health.state).toBe('closed');
  expect(kept.at(-1)).toBeNull();
});

test('a flapping endpoint is told once, and well only when it has been so for a while', () => {
  const { health, kept, turn, fail, heal, now } = makeWorld();
  const states = () => kept.map((record) => record?.state ?? 'closed');
  const told = () => states().filter((state, at) => state !== (states()[at - 1] ?? 'closed'));
  for (let round = 0; round < 50; round += 1) {
    fail();
    turn(Math.max(0, health.nextProbeAt() - now()));
    heal();
    turn(1_000);
  }
  expect(told()).toEqual(['open', 'closed', 'open']);
  turn(ENDPOINT_FLAP_MS);
  expect(told()).toEqual(['open', 'closed', 'open', 'closed']);
  expect(kept.length, 'and little is written').toBeLessThan(150);
});

test('with little to send a half-open endpoint is well after a while', () => {
  const { health, kept, turn, fail, request } = makeWorld();
  fail();
  turn(PROBE_FIRST_MS);
  request(GOOD);
  expect(health.view()).toMatchObject({ state: 'half-open', inFlightLimit: 2 });
  turn(ENDPOINT_WELL_AFTER_MS);
  expect(health.state).toBe('closed');
  expect(kept.at(-1)).toBeNull();
});

test('since when all fails is written after a while, and forgotten with the first success', () => {
  const { kept, turn, request, health } = makeWorld();
  request(BAD);
  expect(kept).toEqual([]);
  turn(ENDPOINT_REMEMBER_AFTER_MS);
  request(BAD);
  expect(kept).toMatchObject([{ state: 'closed', failingSince: NOW, failures: 2 }]);
  request(BAD);
  expect(kept).toHaveLength(1);
  expect(health.view().failingSince).toBe(NOW);
  request(GOOD);
  expect(kept.at(-1)).toBeNull();
});

test('a success while it is half-open ends the time that all failed, also for the next life', () => {
  const { kept, turn, fail, request } = makeWorld();
  fail();
  turn(PROBE_FIRST_MS);
  request(GOOD);
  expect(kept.at(-1)).toMatchObject({ state: 'open', failingSince: null });
});

test('it gives up when nothing has succeeded for so long, counted over restarts, but not for a few failures', () => {
  const stored = { state: 'open', since: NOW - 50, failingSince: NOW - 50, failures: 10, putOffUntil: 0 } as const;
  const before = makeWorld({ disableAfterMs: 100 }, stored);
  before.request(BAD);
  expect(before.givenUp).toEqual([]);
  before.turn(PROBE_FIRST_MS * 2);
  before.request(BAD);
  expect(before.givenUp).toEqual([expect.stringContaining(new Date(NOW - 50).toISOString())]);
  const few = makeWorld({ disableAfterMs: 100 });
  few.fail(2);
  few.turn(24 * 3_600_000);
  few.fail(2);
  expect(few.givenUp).toEqual([]);
  const never = makeWorld({ disableAfterMs: -1 }, { ...stored, failingSince: 1, since: 1 });
  never.request(BAD);
  expect(never.givenUp).toEqual([]);
});

test('Retry-After of an overload puts all off, and is kept where it is long', () => {
  const { health, kept, turn, request, woken } = makeWorld();
  request({ ...BAD, askedAt: NOW + 5_000 });
  expect(health.mayBegin(0), 'a 500 says it of the delivery alone').toBe(true);
  request({ ...BAD, overload: true, askedAt: NOW + 5_000 });
  expect(health.mayBegin(0)).toBe(false);
  expect(health.view().nextProbeAt).toBe(NOW + 5_000);
  expect(kept).toEqual([]);
  turn(5_000);
  expect(woken()).toBe(1);
  request({ ...BAD, overload: true, askedAt: NOW + 3_600_000 });
  expect(kept.at(-1)).toMatchObject({ state: 'closed', putOffUntil: NOW + 3_600_000 });
  const again = makeWorld({}, kept.at(-1) ?? undefined);
  expect(again.health.mayBegin(0)).toBe(false);
});

test('a rate is waited for, not polled', () => {
  const { health, turn, woken } = makeWorld({ rateLimit: { requests: 10, perMs: 1_000, burst: 1 } });
  expect(health.mayBegin(0)).toBe(true);
  health.begin(0);
  for (let asked = 0; asked < 100; asked += 1) expect(health.mayBegin(1)).toBe(false);
  turn(99);
  expect(woken()).toBe(0);
  turn(1);
  expect(woken()).toBe(1);
  expect(health.mayBegin(1)).toBe(true);
});

test('what hangs from before keeps no probe back, and nobody forgets a probe that was recalled', () => {
  const { health, turn, fail } = makeWorld();
  fail();
  turn(PROBE_FIRST_MS);
  expect(health.mayBegin(64)).toBe(true);
  const pass = health.begin(64);
  expect(health.mayBegin(65)).toBe(false);
  health.forget(pass);
  expect(health.mayBegin(64)).toBe(true);
});
