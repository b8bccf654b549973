// Shared fetches that wait: what wakes them, what ends them, and what a client that has hung up leaves behind.
import { expect, test } from 'vitest';
import { batchOf, T } from '../../conformance/events.js';
import { offsets, receipts, setUpShared } from './shared-setting.js';

const WAITS = { waitMs: 10_000 };

test('an append wakes those that wait, one event each, in order of coming', async () => {
  const setting = await setUpShared();
  const one = { ...WAITS, wanted: { maxEvents: 1, maxBytes: 1_000 } };
  const polls = ['a', 'b', 'c'].map((member) => setting.poll(member, one));
  await expect.poll(() => setting.committed()).toEqual([0]);
  await setting.produce(['1', '2']);
  expect(offsets((await polls[0]?.share) as never)).toEqual([0]);
  expect(offsets((await polls[1]?.share) as never)).toEqual([1]);
  expect(setting.groups().waiting()).toBe(1);
  setting.time.pass(10_000);
  expect(await polls[2]?.share).toMatchObject({ memberId: 'c', events: [] });
  expect(setting.groups().waiting()).toBe(0);
});

test('a returned event, the end of a lease and the end of a delay wake', async () => {
  const setting = await setUpShared();
  await setting.produce(['1']);
  const held = await setting.fetch('a', { leaseMs: 5_000 });
  const first = setting.poll('b', { ...WAITS, leaseMs: 1_000 });
  await setting.settle({ nack: receipts(held.events).map((receipt) => ({ ...receipt, delayMs: 0 })) });
  expect((await first.share).events).toMatchObject([{ attempt: 2 }]);
  const second = setting.poll('c', WAITS);
  const empty = await setting.fetch('d');
  expect(empty.events).toEqual([]);
  setting.time.pass(1_000);
  const third = await second.share;
  expect(third.events).toMatchObject([{ attempt: 3 }]);
  const fourth = setting.poll('b', WAITS);
  await setting.settle({ nack: receipts(third.events).map((receipt) => ({ ...receipt, delayMs: 700 })) });
  expect((await setting.fetch('d')).events).toEqual([]);
  setting.time.pass(700);
  expect((await fourth.share).events).toMatchObject([{ attempt: 4 }]);
});

test('what is due in a month is not looked for without end', async () => {
  const setting = await setUpShared();
  await setting.produce(['1']);
  const { events } = await setting.fetch('a');
  const month = 30 * 24 * 3_600_000;
  await setting.settle({ nack: receipts(events).map((receipt) => ({ ...receipt, delayMs: month })) });
  const poll = setting.poll('b', { waitMs: 60_000 });
  await expect.poll(() => setting.groups().waiting()).toBe(1);
  await expect.poll(() => setting.time.longest()).toBe(3_600_000);
  setting.time.pass(60_000);
  expect((await poll.share).events).toEqual([]);
});

test('a topic that appears under a prefix wakes, and is read from its beginning', async () => {
  const setting = await setUpShared();
  const poll = setting.poll('a', { ...WAITS, topics: ['ord*', 'new.*'], start: { kind: 'latest' } });
  await expect.poll(() => setting.committed()).toEqual([0]);
  await setting.makeTopic('new.things', 1);
  await setting.engine().commit({ appends: [{ topic: 'new.things', partition: 0, batch: batchOf(['7']) } as never] });
  expect((await poll.share).events).toMatchObject([{ topic: 'new.things', offset: 0, value: 7 }]);
});

test('a deleted topic ends the wait for it', async () => {
  const setting = await setUpShared();
  const poll = setting.poll('a', WAITS);
  await expect.poll(() => setting.committed()).toEqual([0]);
  const gone = expect(poll.share).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
  await setting.engine().commit({
    documents: [{ collection: 'topics', name: T, body: null }],
    logs: [{ kind: 'delete', topic: T }],
  });
  await gone;
});

test('a client that has hung up is handed out nothing, and what it brought along counts', async () => {
  const setting = await setUpShared();
  await setting.produce(['1']);
  const { events } = await setting.fetch('a');
  const poll = setting.poll('a', { ...WAITS, settlement: { ack: receipts(events), nack: [], extend: [] } });
  poll.leave();
  await expect.poll(() => setting.parked()).toEqual([]);
  await setting.produce(['2']);
  expect(offsets(await setting.fetch('b'))).toEqual([1]);
  expect(setting.groups().waiting()).toBe(0);
});

test('what was decided for a client that hung up meanwhile is due again at once', async () => {
  const setting = await setUpShared();
  await setting.fetch('b');
  await setting.produce(['1']);
  let leave = (): void => undefined;
  setting.outside.before = async () => leave();
  ({ leave } = setting.poll('a', WAITS));
  await expect.poll(() => setting.parked().map(({ lease }) => lease)).toEqual([undefined]);
  expect((await setting.fetch('b')).events).toMatchObject([{ offset: 0, attempt: 2 }]);
});

test('the stop of the server answers all that wait', async () => {
  const setting = await setUpShared();
  const poll = setting.poll('a', WAITS);
  await expect.poll(() => setting.committed()).toEqual([0]);
  setting.groups().stop();
  expect((await poll.share).events).toEqual([]);
});
