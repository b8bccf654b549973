// A subscription on a compacted topic: gaps are no losses, what a later event of the key stands for is passed, and the chain of
// previous offsets holds.
import { expect, test } from 'vitest';
import { compactingStorage, compactTo, put } from '../harness/compacting-storage.js';
import { eventually } from '../harness/eventually.js';
import { type PushSetting, setUpPush } from './set-up.js';

const MANY_RETRIES = { scheduleMs: Array.from({ length: 100 }, () => 30), jitter: 0 };

const setUp = () => setUpPush({}, {}, compactingStorage);
const header = (name: string, { receiver }: PushSetting, from = 0) =>
  receiver.requests.slice(from).map(({ headers }) => headers[`posthorn-${name}`]);
const doneUpTo = (setting: PushSetting, committedOffset: number) =>
  eventually(async () =>
    expect((await setting.describe('billing')).offsets[0]).toMatchObject({ committedOffset, parked: 0, lost: 0 }),
  );

test('events come in order, each naming the one before it that is there', async () => {
  const setting = await setUp();
  await put(setting.client, 'orders', 'a=1', 'b=1', 'a=2', 'c=1', 'c=', 'd=1');
  await compactTo(setting.client, 'orders', [1, 2, 4, 5]);
  await setting.subscribe('billing', { start: 'earliest', ordering: 'partition' });
  await doneUpTo(setting, 6);
  expect(header('offset', setting)).toEqual(['1', '2', '4', '5']);
  expect(header('previous-offset', setting)).toEqual(['-1', '1', '2', '4']);
  const again = await setting.restart();
  await put(again.client, 'orders', 'e=1');
  await doneUpTo(again, 7);
  expect([header('offset', again, 4), header('previous-offset', again, 4)]).toEqual([['6'], ['5']]);
});

test('a batch is filled across the gaps, and counts what is in it', async () => {
  const setting = await setUp();
  await put(setting.client, 'orders', 'a=1', 'b=1', 'a=2', 'c=1', 'd=1', 'c=2', 'e=1', 'f=1');
  await compactTo(setting.client, 'orders', [1, 2, 4, 5, 6, 7]);
  await setting.subscribe('billing', { start: 'earliest', ordering: 'partition', batch: { maxEvents: 4 } });
  await doneUpTo(setting, 8);
  expect(header('offset', setting)).toEqual(['1', '6']);
  expect(header('last-offset', setting)).toEqual(['5', '7']);
  expect(header('count', setting)).toEqual(['4', '2']);
  expect(header('previous-offset', setting)).toEqual(['-1', '5']);
  expect(setting.receiver.requests.map(({ body }) => body.toString())).toEqual(['1\n2\n1\n2\n', '1\n1\n']);
});

test('a parked event that was compacted away is passed as superseded, not lost, and its key goes on', async () => {
  const setting = await setUp();
  setting.receiver.respond((request) => ({ status: request.headers['posthorn-offset'] === '0' ? 503 : 200 }));
  await setting.subscribe('billing', { ordering: 'key', retry: MANY_RETRIES });
  await put(setting.client, 'orders', 'a=1', 'b=1', 'a=2', 'c=1');
  await eventually(() => header('offset', setting).includes('3'));
  expect(header('offset', setting)).not.toContain('2');
  await compactTo(setting.client, 'orders', [1, 2, 3]);
  await doneUpTo(setting, 4);
  expect(header('offset', setting).at(-1)).toBe('2');
  const expired = (await setting.attempts('billing')).filter(({ outcome }) => outcome === 'expired');
  expect(expired).toMatchObject([{ offset: 0, response: expect.stringContaining('superseded') }]);
});

test('a parked batch and a parked event outlive a restart: what is left of them is sent, with what came before', async () => {
  const setting = await setUp();
  setting.receiver.respond(503);
  const retry = { scheduleMs: Array.from({ length: 100 }, () => 2_000), jitter: 0 };
  await setting.subscribe('billing', { ordering: 'key', retry, batch: { maxEvents: 4, lingerMs: 60_000 } });
  await setting.subscribe('single', { ordering: 'none', retry });
  await put(setting.client, 'orders', 'a=1', 'b=1', 'a=2', 'c=1');
  const parked = async (name: string) => (await setting.describe(name)).offsets[0]?.parked;
  await eventually(async () => expect([await parked('billing'), await parked('single')]).toEqual([1, 4]));
  await put(setting.client, 'orders', 'd=1');
  await compactTo(setting.client, 'orders', [1, 2, 3, 4]);
  const sent = setting.receiver.requests.length;
  setting.receiver.respond(200);
  const again = await setting.restart();
  const of = (name: string) =>
    again.receiver.requests.slice(sent).filter(({ headers }) => headers['posthorn-subscription'] === name);
  await eventually(() => of('billing').length === 1 && of('single').length === 4, { timeoutMs: 30_000 });
  const [batch] = of('billing');
  expect([batch?.headers['posthorn-count'], batch?.body.toString()]).toEqual(['3', '1\n2\n1\n']);
  expect([batch?.headers['posthorn-offset'], batch?.headers['posthorn-previous-offset']]).toEqual(['1', '-1']);
  const places = of('single').map(({ headers }) => [headers['posthorn-offset'], headers['posthorn-previous-offset']]);
  expect(places.sort()).toEqual([
    ['1', '-1'],
    ['2', '1'],
    ['3', '2'],
    ['4', '3'],
  ]);
  expect((await again.describe('billing')).offsets[0]).toMatchObject({ lost: 0 });
});
