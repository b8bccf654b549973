// Alerts: subscriptions to the topic _changes. What one of them brings about itself comes to an end.
import { expect, test } from 'vitest';
import { INTERNAL_PARTITION } from '#posthorn/model/internal-topics.js';
import type { TopicName } from '#posthorn/model/names.js';
import { eventually } from '../harness/eventually.js';
import { FAST_RETRY, type PushSetting, setUpPush } from './set-up.js';

type Value = Readonly<Record<string, unknown>>;

async function changes({ client }: PushSetting): Promise<Value[]> {
  const answer = await client.get('/v1/topics/_changes/partitions/0/events?from=earliest');
  return answer.json<{ events: { value: Value }[] }>().events.map(({ value }) => value);
}

const kindsOf = async (setting: PushSetting, name: string) =>
  (await changes(setting)).filter((change) => change['name'] === name).map(({ kind }) => kind);

/** Everything that it has to deliver is delivered or parked, and nothing of it is under way. */
async function atRest(setting: PushSetting, name: string): Promise<void> {
  await eventually(async () => {
    const { offsets } = await setting.describe(name);
    for (const offset of offsets) expect(offset).toMatchObject({ lag: 0, parked: 0 });
  });
}

test('a webhook is told that another one was paused by 410, by name and reason', async () => {
  const setting = await setUpPush();
  setting.receiver.respond(({ path }) => (path === '/billing' ? 410 : 200));
  await setting.subscribe('billing');
  await setting.subscribe('alerts', { topics: ['_changes'] });
  await setting.produce(null, 1);
  const alert = await eventually(() => {
    const bodies = setting.receiver.requests.filter(({ path }) => path === '/alerts').map(({ body }) => String(body));
    const found = bodies.find((body) => body.includes('subscription.paused'));
    expect(found).toBeDefined();
    return JSON.parse(found ?? '') as Value;
  });
  expect(alert).toEqual({
    kind: 'subscription.paused',
    name: 'billing',
    at: expect.any(Number),
    reason: expect.stringMatching(/^the endpoint answered 410 Gone at /),
  });
});

test('an alert that always fails makes two changes, its dead letter topic and that its endpoint is down; then it is well', async () => {
  const setting = await setUpPush();
  setting.receiver.respond(() => 500);
  await setting.subscribe('alerts', { topics: ['_changes'], start: 'earliest', ...FAST_RETRY });
  await eventually(async () => expect(await kindsOf(setting, 'alerts')).toContain('endpoint.opened'));
  setting.receiver.respond(200);
  await eventually(async () => expect(await kindsOf(setting, 'alerts')).toContain('endpoint.closed'));
  await atRest(setting, 'alerts');
  const told = await changes(setting);
  const fixed = [
    ['topic.created', 'orders'],
    ['subscription.created', 'alerts'],
  ];
  // Whether all attempts of the first ones were used up by then is a matter of milliseconds.
  const made = told.filter(({ name }) => name === 'alerts.dlt');
  expect(made.length).toBeLessThanOrEqual(1);
  expect(told.filter(({ name }) => name !== 'alerts.dlt').map(({ kind, name }) => [kind, name])).toEqual([
    ...fixed,
    ['endpoint.opened', 'alerts'],
    ['endpoint.closed', 'alerts'],
  ]);
  for (const change of made) expect(change).toMatchObject({ deadLettersOf: 'alerts', config: { partitions: 1 } });
});

test('an alert whose endpoint is gone is paused once for each time that it is resumed', async () => {
  const setting = await setUpPush();
  setting.receiver.respond(() => 410);
  await setting.subscribe('alerts', { topics: ['_changes'], start: 'earliest' });
  const paused = async () => expect(await setting.describe('alerts')).toMatchObject({ state: 'paused' });
  await eventually(paused);
  await setting.client.post('/v1/subscriptions/alerts/resume');
  await eventually(async () =>
    expect(await kindsOf(setting, 'alerts')).toEqual([
      'subscription.created',
      'subscription.paused',
      'subscription.resumed',
      'subscription.paused',
    ]),
  );
  await paused();
});

test('losses are told, but none of what the bus itself fills: that could be lost in turn', async () => {
  const setting = await setUpPush();
  await setting.client.put('/v1/topics/other.dlt', {});
  const topics = { alerts: '_changes', letters: 'other.dlt', billing: 'orders' };
  for (const [name, topic] of Object.entries(topics)) {
    await setting.subscribe(name, { topics: [topic], start: 'earliest' });
    await setting.client.post(`/v1/subscriptions/${name}/pause`);
    await setting.client.post(`/v1/topics/${topic}/events`, 1);
  }
  const { engine } = setting.server.bus;
  const owed = (await setting.describe('alerts')).offsets[0]?.lag;
  expect(owed).toBeGreaterThan(0);
  // As retention does it: no call may trim _changes.
  const all = { kind: 'trim', partition: INTERNAL_PARTITION, offset: null } as const;
  for (const topic of Object.values(topics)) await engine.commit({ logs: [{ ...all, topic: topic as TopicName }] });
  const lost = async (name: string) => (await setting.describe(name)).offsets[0]?.lost;
  await eventually(async () =>
    expect([await lost('alerts'), await lost('letters'), await lost('billing')]).toEqual([owed, 1, 1]),
  );
  const told = await eventually(async () => {
    const found = await changes(setting);
    expect(found).not.toEqual([]);
    return found;
  });
  expect(told).toEqual([
    { kind: 'subscription.lost', name: 'billing', at: expect.any(Number), topic: 'orders', partition: 0, events: 1 },
  ]);
});
