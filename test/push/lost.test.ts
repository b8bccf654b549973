// Events that were deleted before a subscription got them: counted exactly, told in its state, on the metrics page and in the
// log, and kept over a restart.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type PushSetting, setUpPush } from './set-up.js';

type Line = Readonly<Record<string, unknown>>;

async function setUpLoss() {
  const lines: Line[] = [];
  const logTo = { write: (line: string) => void lines.push(JSON.parse(line) as Line) };
  const setting = await setUpPush({ logLevel: 'warn' }, { logTo });
  const told = () =>
    lines
      .filter(({ msg }) => msg === 'events were deleted before they were delivered')
      .map(({ level, subscription, topic, from, to, events }) => [level, subscription, topic, from, to, events]);
  return { setting, told };
}

async function fill({ client }: PushSetting, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, index) => index).join('\n');
  await client.send('POST', '/v1/topics/orders/events', lines, { 'content-type': 'application/x-ndjson' });
}

async function trim({ client }: PushSetting, offset: number): Promise<void> {
  const answer = await client.post('/v1/topics/orders/trim', { offsets: [{ partition: 0, offset }] });
  expect(answer.status).toBe(200);
}

const lostOf = async (setting: PushSetting) => (await setting.describe('billing')).offsets[0]?.lost;
const delivered = ({ receiver }: PushSetting) => receiver.requests.map(({ headers }) => headers['posthorn-offset']);
const metric = async ({ client }: PushSetting) =>
  /^posthorn_lost_events_total\{subscription="billing"\} (\d+)$/m.exec((await client.get('/metrics')).text)?.[1];

test('a lane that lags is told at once, while its endpoint still hangs', async () => {
  const { setting, told } = await setUpLoss();
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await setting.subscribe('billing', { ordering: 'partition' });
  expect(await metric(setting)).toBe('0');
  setting.receiver.respond(async () => {
    await held;
    return { status: 200 };
  });
  await fill(setting, 10);
  await setting.receiver.waitFor(1);
  await trim(setting, 5);
  await eventually(async () => expect(await lostOf(setting)).toBe(4));
  expect(told()).toEqual([[40, 'billing', 'orders', 1, 5, 4]]);
  expect(await metric(setting)).toBe('4');
  answer();
  await eventually(async () =>
    expect((await setting.describe('billing')).offsets[0]).toMatchObject({ committedOffset: 10, parked: 0 }),
  );
  expect(delivered(setting)).toEqual(['0', '5', '6', '7', '8', '9']);
  const again = await setting.restart();
  expect(await lostOf(again)).toBe(4);
  expect(told()).toHaveLength(1);
});

test('a trim up to the high watermark leaves no lag behind', async () => {
  const { setting, told } = await setUpLoss();
  setting.receiver.respond(503);
  await setting.subscribe('billing', { ordering: 'partition', retry: { scheduleMs: [60_000], jitter: 0 } });
  await fill(setting, 3);
  await eventually(async () => expect((await setting.describe('billing')).offsets[0]).toMatchObject({ parked: 1 }));
  await trim(setting, -1);
  await eventually(async () =>
    expect((await setting.describe('billing')).offsets[0]).toMatchObject({ committedOffset: 3, lag: 0, lost: 2 }),
  );
  expect(told()).toEqual([[40, 'billing', 'orders', 1, 3, 2]]);
});

test('a paused subscription is told of what it loses, and counts it once', async () => {
  const { setting, told } = await setUpLoss();
  await setting.subscribe('billing', { ordering: 'partition' });
  await setting.client.post('/v1/subscriptions/billing/pause');
  await fill(setting, 6);
  await trim(setting, 2);
  expect(await lostOf(setting)).toBe(2);
  await trim(setting, 4);
  expect(await lostOf(setting)).toBe(4);
  await eventually(() => expect(told().reduce((sum, line) => sum + Number(line[5]), 0)).toBe(4));
  expect(await metric(setting)).toBe('4');
  const again = await setting.restart();
  expect(await lostOf(again)).toBe(4);
  await again.client.post('/v1/subscriptions/billing/resume');
  await again.receiver.waitFor(2);
  await eventually(async () => expect((await again.describe('billing')).offsets[0]).toMatchObject({ lag: 0, lost: 4 }));
  expect(delivered(again)).toEqual(['4', '5']);
  expect(told().reduce((sum, line) => sum + Number(line[5]), 0)).toBe(4);
});

test('parked deliveries whose events are gone count as lost, of a batch what was cut off', async () => {
  const { setting, told } = await setUpLoss();
  let status = 503;
  setting.receiver.respond(() => ({ status }));
  const batch = { maxEvents: 4, lingerMs: 60 };
  await setting.subscribe('billing', { ordering: 'none', batch, retry: { scheduleMs: [400, 400], jitter: 0 } });
  await fill(setting, 8);
  await eventually(async () => expect((await setting.describe('billing')).offsets[0]).toMatchObject({ parked: 2 }));
  await setting.receiver.waitFor(2);
  status = 200;
  await trim(setting, 6);
  await eventually(async () =>
    expect((await setting.describe('billing')).offsets[0]).toMatchObject({ parked: 0, lost: 6 }),
  );
  const outcomes = (await setting.attempts('billing')).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'expired')).toHaveLength(1);
  expect(setting.receiver.requests.at(-1)?.body.toString()).toBe('6\n7\n');
  expect(told().sort((a, b) => Number(a[3]) - Number(b[3]))).toEqual([
    [40, 'billing', 'orders', 0, 4, 4],
    [40, 'billing', 'orders', 4, 6, 2],
  ]);
});

test('what a deleted subscription lost is forgotten with it', async () => {
  const { setting } = await setUpLoss();
  const { client } = setting;
  await setting.subscribe('billing');
  await client.post('/v1/subscriptions/billing/pause');
  await fill(setting, 3);
  await trim(setting, 3);
  expect(await lostOf(setting)).toBe(3);
  await client.delete('/v1/subscriptions/billing');
  await setting.subscribe('billing');
  expect(await lostOf(setting)).toBe(0);
  await eventually(async () => expect(await metric(setting)).toBe('0'));
});
