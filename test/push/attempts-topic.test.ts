// A subscription to the topic _attempts: it gets the others' attempts, and never feeds itself.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { FAST_RETRY, type PushSetting, setUpPush } from './set-up.js';

type Value = Readonly<Record<string, unknown>>;

const received = ({ receiver }: PushSetting, path: string): Value[] =>
  receiver.requests.filter((one) => one.path === path).map(({ body }) => JSON.parse(String(body)) as Value);

async function shown({ client }: PushSetting): Promise<{ offset: number; key: string; value: Value }[]> {
  const answer = await client.get('/v1/topics/_attempts/partitions/0/events?from=earliest');
  return answer.json<{ events: { offset: number; key: string; value: Value }[] }>().events;
}

test('it receives every attempt of the others as it was made, in order, and a fetch shows the same', async () => {
  const setting = await setUpPush();
  let failures = 2;
  setting.receiver.respond(({ path }) => (path === '/billing' && failures-- > 0 ? 503 : 200));
  await setting.subscribe('billing', FAST_RETRY);
  await setting.subscribe('monitor', { topics: ['_attempts'] });
  await setting.produce('k', 1);
  await eventually(() => expect(received(setting, '/monitor')).toHaveLength(3));
  const got = received(setting, '/monitor');
  const fields = got.map(({ subscription, key, outcome, status, attempt }) => [
    subscription,
    key,
    outcome,
    status,
    attempt,
  ]);
  expect(fields).toEqual([
    ['billing', 'k', 'retry', 503, 1],
    ['billing', 'k', 'retry', 503, 2],
    ['billing', 'k', 'acknowledged', 200, 3],
  ]);
  const events = await shown(setting);
  expect(events.map(({ value }) => value)).toEqual(got);
  expect(events.map(({ key }) => key)).toEqual(['billing', 'billing', 'billing']);
  const listed = (await setting.attempts('billing')).map((attempt) => ({ ...attempt, subscription: 'billing' }));
  expect(listed.reverse()).toEqual(got);
});

test('its own attempts, and those to deliver its dead letters, bring forth nothing', async () => {
  const setting = await setUpPush();
  setting.receiver.respond(({ path }) => (path === '/billing' ? 200 : 500));
  await setting.subscribe('monitor', { topics: ['_attempts'], ...FAST_RETRY });
  await setting.client.put('/v1/topics/monitor.dlt', {});
  await setting.subscribe('letters', { topics: ['monitor.dlt'], ...FAST_RETRY });
  await setting.subscribe('billing');
  await setting.produce(null, 1);
  const atRest = async () => {
    for (const name of ['monitor', 'letters']) {
      const { offsets } = await setting.describe(name);
      expect(offsets).toMatchObject([{ lag: 0, parked: 0 }]);
    }
    // One event of orders, its one attempt, which failed four times, and its dead letter, which failed as well.
    expect(await setting.attempts('monitor')).toHaveLength(4);
    expect(await setting.attempts('letters')).toHaveLength(4);
  };
  await eventually(atRest);
  expect((await shown(setting)).map(({ value }) => value['subscription'])).toEqual(['billing']);
  const described = (await setting.client.get('/v1/topics/_attempts')).json<{
    partitions: { highWatermark: number }[];
  }>();
  const end = described.partitions[0]?.highWatermark ?? 0;
  // Another attempt goes on from there, behind the gap.
  await setting.produce(null, 2);
  await eventually(async () => expect((await shown(setting)).length).toBe(2));
  expect((await shown(setting))[1]?.offset).toBeGreaterThan(end);
});

test('it goes on where it was after a restart', async () => {
  const first = await setUpPush();
  await first.subscribe('billing');
  await first.subscribe('monitor', { topics: ['_attempts'] });
  await first.produce(null, 1);
  await eventually(() => expect(received(first, '/monitor')).toHaveLength(1));
  const again = await first.restart();
  await again.produce(null, 2);
  await eventually(() => expect(received(again, '/monitor')).toHaveLength(2));
  expect(received(again, '/monitor').map(({ offset }) => offset)).toEqual([0, 1]);
});
