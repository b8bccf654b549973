// The health of endpoints: when nothing is sent, when little is, and what of it outlasts a restart.
import { expect, test } from 'vitest';
import { ENDPOINT_WELL_AFTER_SUCCESSES } from '#posthorn/model/limits.js';
import { toldChanges } from '../harness/changes.js';
import { eventually } from '../harness/eventually.js';
import { FAST_RETRY, type PushSetting, setUpPush } from './set-up.js';

const LATE_RETRY = { retry: { scheduleMs: [3_600_000], jitter: 0 } };

async function produceMany({ client }: PushSetting, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, index) => `{"n":${index}}`).join('\n');
  const answer = await client.send('POST', '/v1/topics/orders/events', lines, {
    'content-type': 'application/x-ndjson',
  });
  expect(answer.status).toBe(200);
}

const kindsOf = async ({ client }: PushSetting, name: string) =>
  (await toldChanges(client)).filter((change) => change['name'] === name).map(({ kind }) => kind);

const isOpen = (setting: PushSetting, name: string) =>
  eventually(async () => {
    const found = await setting.describe(name);
    expect(found.health.state).toBe('open');
    return found;
  });

test('an endpoint that fails half of all requests is left alone, told once, and comes back', async () => {
  const setting = await setUpPush();
  const { receiver } = setting;
  let count = 0;
  receiver.respond(() => (count++ % 2 === 0 ? 200 : 500));
  await setting.subscribe('half', { ...LATE_RETRY, maxInFlight: 1, ordering: 'none' });
  await produceMany(setting, 60);
  const { health } = await isOpen(setting, 'half');
  expect(health.failureRate).toBe(0.5);
  expect(health.nextProbeAt).toBeGreaterThan(health.since ?? 0);
  await eventually(async () =>
    expect((await setting.describe('half')).offsets[0]).toMatchObject({ committedOffset: 10, parked: 5 }),
  );
  const metrics = await setting.client.get('/metrics');
  expect(metrics.text).toContain('posthorn_endpoint_state{subscription="half"} 2');
  receiver.respond(200);
  await eventually(async () => expect((await setting.describe('half')).health.state).toBe('closed'));
  await eventually(async () => expect((await setting.describe('half')).offsets[0]).toMatchObject({ lag: 0 }));
  const kinds = ['subscription.created', 'endpoint.opened', 'endpoint.closed'];
  await eventually(async () => expect(await kindsOf(setting, 'half')).toEqual(kinds));
  expect(receiver.requests).toHaveLength(60);
});

test('after a restart an endpoint that was down is probed, not hammered', async () => {
  const setting = await setUpPush();
  const { receiver } = setting;
  receiver.respond(503);
  await setting.subscribe('down', { ...LATE_RETRY, maxInFlight: 16, ordering: 'none' });
  await produceMany(setting, 200);
  const before = await isOpen(setting, 'down');
  await eventually(async () => expect(await kindsOf(setting, 'down')).toContain('endpoint.opened'));
  const again = await setting.restart();
  receiver.clear();
  const { health } = await isOpen(again, 'down');
  expect(health.since).toBe(before.health.since);
  expect(health.failingSince).toBe(before.health.failingSince);
  // The first one at once, the second one a pause later.
  const [first, second] = await receiver.waitFor(2);
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(900);
  receiver.respond(200);
  await eventually(async () => expect((await again.describe('down')).offsets[0]).toMatchObject({ lag: 0 }));
  await eventually(async () => expect(await kindsOf(again, 'down')).toContain('endpoint.closed'));
  expect((await kindsOf(again, 'down')).filter((kind) => kind === 'endpoint.opened')).toHaveLength(1);
  expect(again.server.bus.engine.registry.get('endpoints', 'down')).toBeUndefined();
});

test('requests grow with every success while it is half-open', async () => {
  const setting = await setUpPush();
  const { receiver } = setting;
  receiver.respond(503);
  await setting.subscribe('back', { ...LATE_RETRY, maxInFlight: 16, ordering: 'none' });
  await produceMany(setting, 100);
  await isOpen(setting, 'back');
  await eventually(async () => expect((await setting.describe('back')).health.failureRate).toBe(1));
  // A request from before the breaker opened says nothing about this state, and must not stand for the probe.
  await eventually(async () =>
    expect((await setting.client.get('/metrics')).text).toMatch(/^posthorn_deliveries_in_flight 0$/m),
  );
  receiver.clear();
  receiver.respond('hang');
  await receiver.waitFor(1);
  expect((await setting.describe('back')).health).toMatchObject({ state: 'open', inFlightLimit: 1 });
  receiver.release();
  await receiver.waitFor(3);
  expect((await setting.describe('back')).health).toMatchObject({ state: 'half-open', inFlightLimit: 2 });
  receiver.respond(200);
  receiver.release();
  await eventually(async () => expect((await setting.describe('back')).health).toMatchObject({ state: 'closed' }));
  expect(receiver.requests.length).toBeGreaterThanOrEqual(ENDPOINT_WELL_AFTER_SUCCESSES);
});

test('Retry-After of a 429 or a 503 puts the whole endpoint off', async () => {
  for (const status of [429, 503]) {
    const setting = await setUpPush();
    const { receiver } = setting;
    receiver.respond(() => {
      receiver.respond(200);
      return { status, headers: { 'retry-after': '1' } };
    });
    await setting.subscribe('busy', { ...FAST_RETRY, maxInFlight: 1, ordering: 'none' });
    await produceMany(setting, 3);
    const requests = await receiver.waitFor(4);
    const [first, second] = requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
    expect((await setting.describe('busy')).health.state).toBe('closed');
  }
});

test('rateLimit holds for all requests, the first ones and retries', async () => {
  const setting = await setUpPush();
  const { receiver } = setting;
  let failures = 2;
  receiver.respond(() => (failures-- > 0 ? 500 : 200));
  const rateLimit = { requests: 20, perMs: 1_000, burst: 1 };
  const retry = { scheduleMs: [1, 1, 1], jitter: 0 };
  await setting.subscribe('slowly', { retry, rateLimit, ordering: 'none' });
  await produceMany(setting, 8);
  await receiver.waitFor(10);
  const attempts = await eventually(async () => {
    const found = await setting.attempts('slowly');
    expect(found).toHaveLength(10);
    return found;
  });
  const times = attempts.map(({ at }) => Number(at)).toSorted((a, b) => a - b);
  for (const [index, at] of times.entries()) expect(at - (times[0] ?? 0)).toBeGreaterThanOrEqual(50 * index - 1);
  const shown = (await setting.client.get('/v1/subscriptions/slowly')).json<Record<string, unknown>>();
  expect(shown['rateLimit']).toEqual(rateLimit);
  await setting.subscribe('slowly', { retry, ordering: 'none' });
  expect((await setting.client.get('/v1/subscriptions/slowly')).json()).not.toHaveProperty('rateLimit');
});

test('an endpoint that answers 429 beyond what it can do gets fewer requests at once', async () => {
  const setting = await setUpPush();
  const { receiver } = setting;
  receiver.respond(() => {
    const running = receiver.requests.filter(({ answer }) => answer === undefined).length;
    return running > 4 ? 429 : { status: 200, delayMs: 5 };
  });
  const retry = { scheduleMs: Array.from({ length: 50 }, () => 20), jitter: 0.2 };
  await setting.subscribe('small', { retry, maxInFlight: 64, ordering: 'none' });
  await produceMany(setting, 400);
  const timeoutMs = 40_000;
  await eventually(
    async () => expect((await setting.describe('small')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }),
    {
      timeoutMs,
    },
  );
  const { health } = await setting.describe('small');
  expect(health.inFlightLimit).toBeLessThanOrEqual(8);
  const refused = receiver.requests.filter(({ answer }) => answer?.status === 429);
  expect(refused.length).toBeLessThan(receiver.requests.length / 3);
});
