// Endpoints that end deliveries: by the header `webhook-delivery`, or because nothing has succeeded for too long.
import { expect, test } from 'vitest';
import { toldChanges } from '../harness/changes.js';
import { eventually } from '../harness/eventually.js';
import { FAST_RETRY, type PushSetting, setUpPush } from './set-up.js';

const LATE_RETRY = { retry: { scheduleMs: [3_600_000], jitter: 0 } };

const pausedIn = (setting: PushSetting, name: string) =>
  eventually(async () => {
    const found = await setting.describe(name);
    expect(found.state).toBe('paused');
    return found;
  });

test('webhook-delivery: disable pauses the subscription, whatever the status; what was acknowledged is delivered', async () => {
  for (const status of [200, 500, 404]) {
    const setting = await setUpPush();
    const { receiver, client } = setting;
    receiver.respond({ status, headers: { 'webhook-delivery': 'Disable' } });
    await setting.subscribe('off', { ...FAST_RETRY, maxInFlight: 1 });
    for (const value of [1, 2]) await setting.produce(null, value);
    const { reason } = await pausedIn(setting, 'off');
    expect(reason).toContain("the endpoint answered 'webhook-delivery: disable' at ");
    const lag = status === 200 ? 1 : 2;
    await eventually(async () => expect((await setting.describe('off')).offsets[0]).toMatchObject({ lag, parked: 0 }));
    const [attempt] = await setting.attempts('off');
    expect(attempt).toMatchObject({ outcome: status === 200 ? 'acknowledged' : 'paused', status });
    receiver.respond(200);
    await client.post('/v1/subscriptions/off/resume');
    await eventually(async () =>
      expect((await setting.describe('off')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }),
    );
  }
});

test('webhook-delivery: abort-message dead-letters a failed delivery at once, and says nothing of an acknowledged one', async () => {
  const setting = await setUpPush();
  const { receiver, client } = setting;
  receiver.respond(({ headers }) => ({
    status: headers['posthorn-key'] === 'bad' ? 500 : 200,
    headers: { 'webhook-delivery': 'abort-message' },
  }));
  await setting.subscribe('mail', LATE_RETRY);
  for (const key of ['good', 'bad', 'good']) await setting.produce(key, key);
  await eventually(async () =>
    expect((await setting.describe('mail')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }),
  );
  const answer = await client.get('/v1/topics/mail.dlt/partitions/0/events?offset=0');
  const { events } = answer.json<{ events: { key: string; headers: Record<string, string> }[] }>();
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    key: 'bad',
    headers: { 'dead-letter-attempts': '1', 'dead-letter-status': '500' },
  });
  expect(JSON.stringify(events[0]?.headers)).toContain('webhook-delivery: abort-message');
});

test('disableAfterMs: paused when nothing has succeeded for so long, over a restart; resume begins anew', async () => {
  const setting = await setUpPush();
  const { receiver } = setting;
  receiver.respond(500);
  // One at a time: most are still in the log when the breaker opens, so that there is something to probe with.
  await setting.subscribe('dead', { ...LATE_RETRY, ordering: 'none', maxInFlight: 1, disableAfterMs: 2_500 });
  for (let value = 0; value < 30; value += 1) await setting.produce(null, value);
  const { health } = await eventually(async () => {
    const found = await setting.describe('dead');
    expect(found.health.state).toBe('open');
    return found;
  });
  const kept = () => setting.server.bus.engine.registry.get('endpoints', 'dead')?.body;
  await eventually(() => expect(kept()).toMatchObject({ state: 'open', failingSince: health.failingSince }));
  const again = await setting.restart();
  const { reason, offsets, health: at } = await pausedIn(again, 'dead');
  expect(reason).toContain(
    `has failed since ${new Date(health.failingSince ?? 0).toISOString()} (disableAfterMs 2500)`,
  );
  expect(at).toMatchObject({ state: 'open', failingSince: health.failingSince });
  const unfinished = (offsets[0]?.lag ?? 0) + (offsets[0]?.parked ?? 0);
  expect(unfinished, 'nothing is given up').toBe(30);
  const told = await toldChanges(again.client, 'subscriptions/dead');
  expect(told.at(-1)).toMatchObject({ kind: 'subscription.paused', reason });
  receiver.respond(200);
  await again.client.post('/v1/subscriptions/dead/resume');
  await eventually(async () => {
    const { health: now } = await again.describe('dead');
    expect(now.state).toBe('closed');
    expect(now.failingSince).toBeUndefined();
  });
});

test('client errors alone are a failure as well, though the endpoint is there', async () => {
  const setting = await setUpPush();
  setting.receiver.respond(401);
  await setting.subscribe('denied', { ...FAST_RETRY, ordering: 'none', disableAfterMs: 1 });
  for (let value = 0; value < 6; value += 1) await setting.produce(null, value);
  const { reason } = await pausedIn(setting, 'denied');
  expect(reason).toContain('every request to the endpoint has failed since');
});

test('what is kept of an endpoint goes with another URL, and with the subscription', async () => {
  const setting = await setUpPush();
  const { receiver, client, server } = setting;
  const kept = () => server.bus.engine.registry.get('endpoints', 'moved');
  const down = () => eventually(() => expect(kept()?.body).toMatchObject({ state: 'open' }));
  receiver.respond(({ path }) => (path === '/moved' ? 500 : 200));
  await setting.subscribe('moved', { ...LATE_RETRY, ordering: 'none' });
  for (let value = 0; value < 20; value += 1) await setting.produce(null, value);
  await down();
  await setting.subscribe('moved', { ...LATE_RETRY, ordering: 'none', maxInFlight: 2 });
  expect(kept(), 'the endpoint is still the same').toBeDefined();
  await setting.subscribe('moved', { ...LATE_RETRY, ordering: 'none' }, `${receiver.url}/elsewhere`);
  await eventually(async () => expect((await setting.describe('moved')).health.state).toBe('closed'));
  expect(kept()).toBeUndefined();
  await setting.subscribe('moved', { ...LATE_RETRY, ordering: 'none' });
  for (let value = 0; value < 20; value += 1) await setting.produce(null, value);
  await down();
  expect((await client.delete('/v1/subscriptions/moved')).status).toBe(204);
  expect(kept()).toBeUndefined();
});
