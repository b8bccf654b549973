// A shared group: each event goes to one worker at a time, until one of them acknowledges it or nobody can.
import { expect, test } from 'vitest';
import { flatten, G, o, p, T, values } from '../../conformance/events.js';
import { offsets, receipts, setUpShared } from './shared-setting.js';

const upTo = (end: number, from = 0): number[] => Array.from({ length: end - from }, (_, index) => from + index);

test('workers get different events, and what is acknowledged never comes again', async () => {
  const setting = await setUpShared();
  await setting.produce(upTo(10));
  const a = await setting.fetch('a', { wanted: { maxEvents: 4, maxBytes: 1_000 } });
  const b = await setting.fetch('b', { wanted: { maxEvents: 4, maxBytes: 1_000 } });
  expect([offsets(a), offsets(b)]).toEqual([upTo(4), upTo(8, 4)]);
  expect(a).toMatchObject({ memberId: 'a', assignment: [{ topic: 'orders', partition: 0 }] });
  expect(a.events[0]).toMatchObject({ attempt: 1, key: null, value: 0 });
  await setting.settle({ ack: receipts(a.events) });
  expect(setting.committed()).toEqual([8]);
  expect(setting.parked().map(({ offset, lease }) => [offset, lease])).toEqual(upTo(8, 4).map((at) => [at, 'b']));
  setting.time.pass(30_000);
  const again = await setting.fetch('c');
  expect(again.events.map(({ offset, attempt }) => [offset, attempt])).toEqual([
    ...upTo(8, 4).map((at) => [at, 2]),
    ...upTo(10, 8).map((at) => [at, 1]),
  ]);
  await setting.settle({ ack: receipts(again.events) });
  setting.time.pass(60_000);
  expect((await setting.fetch('c')).events).toEqual([]);
  expect(setting.parked()).toEqual([]);
});

test('a hand-out is one unit, an acknowledgement another, a fetch that gets nothing none', async () => {
  const setting = await setUpShared();
  await setting.produce(upTo(500));
  await setting.fetch('a', { wanted: { maxEvents: 1, maxBytes: 1 } });
  setting.units.length = 0;
  const { events } = await setting.fetch('a');
  expect(events).toHaveLength(499);
  expect(setting.units.map(({ parked, offsets: moved }) => [parked?.length, moved?.length])).toEqual([[499, 1]]);
  await setting.settle({ ack: receipts(events) });
  await setting.fetch('a');
  expect(setting.units.map(({ parked, offsets: moved }) => [parked?.length, moved?.length])).toEqual([
    [499, 1],
    [499, 0],
  ]);
});

test('"commit": true acknowledges what the member holds, and only that', async () => {
  const setting = await setUpShared();
  await setting.produce(upTo(6));
  const two = { wanted: { maxEvents: 2, maxBytes: 1_000 }, commit: true };
  expect(offsets(await setting.fetch('a', two))).toEqual([0, 1]);
  expect(offsets(await setting.fetch('b', two))).toEqual([2, 3]);
  expect(offsets(await setting.fetch('a', two))).toEqual([4, 5]);
  expect(setting.parked().map(({ offset }) => offset)).toEqual([2, 3, 4, 5]);
});

test('what is returned is due at once or when asked for, what is held on to later', async () => {
  const setting = await setUpShared();
  await setting.produce(upTo(3));
  const { events } = await setting.fetch('a', { leaseMs: 1_000 });
  const [first, second, third] = receipts(events) as [never, never, never];
  await setting.settle({
    nack: [{ ...(first as object), delayMs: 0 } as never, { ...(second as object), delayMs: 5_000 } as never],
    extend: [{ ...(third as object), leaseMs: 10_000 } as never],
  });
  expect((await setting.fetch('b')).events).toMatchObject([{ offset: 0, attempt: 2 }]);
  setting.time.pass(5_000);
  expect((await setting.fetch('b')).events).toMatchObject([{ offset: 1, attempt: 2 }]);
  setting.time.pass(5_000);
  expect((await setting.fetch('b')).events).toMatchObject([{ offset: 2, attempt: 2 }]);
});

test('an old attempt changes nothing, all or nothing, and every place is named', async () => {
  const setting = await setUpShared();
  await setting.produce(upTo(3));
  const { events } = await setting.fetch('a', { leaseMs: 1_000 });
  setting.time.pass(1_000);
  const again = await setting.fetch('b', { wanted: { maxEvents: 1, maxBytes: 1 } });
  expect(offsets(again)).toEqual([0]);
  const stale = setting.settle({ ack: receipts(events) });
  await expect(stale).rejects.toMatchObject({ code: 'INVALID_RECORD_STATE', errors: [{ index: 0, path: '/ack/0' }] });
  expect(setting.parked()).toHaveLength(3);
  // The lease is over, but nobody else has had them yet.
  await setting.settle({ ack: receipts(events.slice(1)) });
  await expect(setting.settle({ ack: receipts(events.slice(1)) })).rejects.toMatchObject({
    code: 'INVALID_RECORD_STATE',
    errors: [{ path: '/ack/0' }, { path: '/ack/1' }],
  });
  await expect(setting.settle({ memberId: 'a', ack: receipts(again.events) })).rejects.toMatchObject({
    code: 'INVALID_RECORD_STATE',
  });
  await setting.settle({ memberId: 'b', ack: receipts(again.events) });
  expect(setting.parked()).toEqual([]);
});

test('after the last attempt an event is a dead letter, in the unit that removes it', async () => {
  const setting = await setUpShared();
  await setting.produce(['{"n":1}', '{"n":2}']);
  const one = await setting.fetch('a', { maxAttempts: 2 });
  await setting.settle({ nack: receipts(one.events).map((receipt) => ({ ...receipt, delayMs: 0 })) });
  const two = await setting.fetch('a', { maxAttempts: 2, leaseMs: 1_000 });
  expect(two.events.map(({ attempt }) => attempt)).toEqual([2, 2]);
  setting.units.length = 0;
  await setting.settle({ nack: receipts(two.events.slice(0, 1)).map((receipt) => ({ ...receipt, delayMs: 0 })) });
  expect(setting.units).toMatchObject([
    { parked: [{ kind: 'remove', offset: 0 }], appends: [{ topic: `${G}.dlt` }, { topic: '_changes' }] },
  ]);
  // Nobody fetches: the end of the lease alone is enough.
  setting.time.pass(1_000);
  await expect.poll(() => setting.parked()).toEqual([]);
  const letters = flatten(setting.deadLetters());
  expect(values(letters)).toEqual(['{"n":1}', '{"n":2}']);
  expect(letters.map(({ headers }) => JSON.parse(headers ?? '{}') as object)).toMatchObject([
    { 'dead-letter-group': G, 'dead-letter-topic': T, 'dead-letter-offset': '0', 'dead-letter-attempts': '2' },
    { 'dead-letter-offset': '1', 'dead-letter-reason': expect.stringContaining('lease') },
  ]);
  expect((await setting.fetch('a')).events).toEqual([]);
});

test('a restart keeps leases, attempts and delays', async () => {
  const setting = await setUpShared();
  await setting.produce(upTo(4));
  const { events } = await setting.fetch('a', { leaseMs: 1_000, wanted: { maxEvents: 3, maxBytes: 1_000 } });
  await setting.settle({ nack: receipts(events.slice(2)).map((receipt) => ({ ...receipt, delayMs: 2_000 })) });
  await setting.restart();
  expect(offsets(await setting.fetch('b'))).toEqual([3]);
  await setting.settle({ ack: receipts(events.slice(0, 1)) });
  setting.time.pass(2_000);
  expect((await setting.fetch('b')).events).toMatchObject([
    { offset: 1, attempt: 2 },
    { offset: 2, attempt: 2 },
  ]);
});

test('partitions that come later are read from their beginning, and take turns', async () => {
  const setting = await setUpShared(2);
  await setting.produce(['1'], 1);
  expect((await setting.fetch('a', { start: { kind: 'latest' } })).events).toEqual([]);
  await setting.makeTopic(T, 3);
  await setting.produce(['2'], 2);
  await setting.produce(['3'], 1);
  const { events, assignment } = await setting.fetch('a', { start: { kind: 'latest' } });
  expect(events.map(({ value }) => value).sort()).toEqual([2, 3]);
  expect(assignment).toHaveLength(3);
  for (const partition of [0, 1, 2]) await setting.produce(upTo(4), partition);
  const firsts = new Set<number>();
  for (const _ of upTo(3)) {
    const share = await setting.fetch('a', { wanted: { maxEvents: 1, maxBytes: 1 } });
    firsts.add(share.events[0]?.partition ?? -1);
  }
  expect([...firsts].sort()).toEqual([0, 1, 2]);
});

test('what was deleted is passed, counted once, and told', async () => {
  const setting = await setUpShared();
  await setting.produce(upTo(10));
  await setting.fetch('a', { leaseMs: 1_000, wanted: { maxEvents: 2, maxBytes: 1_000 } });
  await setting.engine().commit({ logs: [{ kind: 'trim', topic: T, partition: p(0), offset: o(5) }] });
  setting.time.pass(1_000);
  expect(offsets(await setting.fetch('a'))).toEqual(upTo(10, 5));
  expect(setting.losses.reduce((sum, { events }) => sum + events, 0)).toBe(5);
  expect(setting.engine().groups.losses(G)).toMatchObject([{ events: 5 }]);
});
