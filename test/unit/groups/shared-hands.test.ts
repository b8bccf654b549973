// Other hands on a shared group than its fetches: a refused acknowledgement, a subscription that is put in its place, a seek.
import { expect, test, vi } from 'vitest';
import { createdUnit } from '#posthorn/push/subscription-units.js';
import { G, T } from '../../conformance/events.js';
import { offsets, receipts, setUpShared } from './shared-setting.js';

const CONFIG = { topics: [T], start: { kind: 'latest' } } as unknown as Parameters<typeof createdUnit>[2];
const some = (maxEvents: number) => ({ wanted: { maxEvents, maxBytes: 1_000_000 } });

test('a refused acknowledgement writes nothing, neither of a topic that the group does not read nor of one that it does', async () => {
  const setting = await setUpShared();
  await setting.makeTopic('orders.other', 1);
  await setting.produce([0, 1, 2]);
  await setting.fetch('a', some(1));
  await setting.makeTopic(T, 2);
  await setting.restart();
  const written = setting.units.length;
  for (const topic of [T, 'orders.other']) {
    const ack = [{ topic, partition: 0, offset: 1, attempt: 1 }];
    await expect(setting.settle({ ack })).rejects.toMatchObject({ code: 'INVALID_RECORD_STATE' });
  }
  expect(setting.units).toHaveLength(written);
  expect(setting.engine().groups.progress(G)).toHaveLength(1);
  const other = await setting.fetch('a', { topics: ['orders.other'], start: { kind: 'latest' } });
  expect(other.events).toEqual([]);
});

test('a subscription put over a group that is at work takes nothing back that was handed out while it was decided', async () => {
  const setting = await setUpShared();
  await setting.produce([0, 1, 2, 3, 4, 5]);
  await setting.fetch('a', some(1));
  const put = { unit: undefined as ReturnType<typeof createdUnit> | undefined };
  setting.outside.before = async () => {
    put.unit = createdUnit(setting.engine(), G, CONFIG, { id: 'x', secrets: ['y'] });
  };
  await setting.fetch('a', some(3));
  await setting.fetch('a', { ...some(1), commit: true });
  expect(setting.committed()).toEqual([5]);
  await setting.engine().commit(put.unit ?? {});
  expect(setting.committed()).toEqual([5]);
  expect(setting.parked().map(({ offset, lease }) => [offset, lease])).toEqual([[4, undefined]]);
});

test('where the group comes to a partition while the subscription is decided, that is decided again', async () => {
  const setting = await setUpShared();
  await setting.fetch('a', some(1));
  await setting.makeTopic(T, 2);
  const unit = createdUnit(setting.engine(), G, CONFIG, { id: 'x', secrets: ['y'] });
  await setting.produce([0, 1], 1);
  expect(offsets(await setting.fetch('a'))).toEqual([0, 1]);
  await expect(setting.engine().commit(unit)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
  expect(setting.committed()).toEqual([0, 2]);
});

test('a fetch looks at the logs that have changed, and at no others', async () => {
  const setting = await setUpShared(50);
  await setting.fetch('a');
  const bounds = vi.spyOn(setting.engine().log, 'bounds');
  expect((await setting.fetch('a')).events).toEqual([]);
  expect(bounds).not.toHaveBeenCalled();
  await setting.produce([0], 7);
  expect((await setting.fetch('a')).events).toMatchObject([{ partition: 7 }]);
  expect(bounds.mock.calls).toEqual([[T, 7]]);
});

test('what was appended or trimmed between two fetches of an idle group is seen by the second', async () => {
  const setting = await setUpShared(2);
  await setting.fetch('a');
  await setting.produce([0, 1, 2], 1);
  const share = await setting.fetch('a');
  expect(offsets(share)).toEqual([0, 1, 2]);
  expect((await setting.fetch('a')).events).toEqual([]);
  await setting.produce([3], 0);
  expect((await setting.fetch('a')).events).toMatchObject([{ partition: 0, offset: 0 }]);
  await setting.settle({ ack: receipts(share.events) });
});
