// What fetches remember of the tables: nothing is looked at twice for nothing, and whatever has changed is looked at again.
import { describe, expect, it, vi } from 'vitest';
import { makeReadMemory } from '#posthorn/consume/groups/read-memory.js';
import type { Expectation } from '#posthorn/engine/engine.js';
import type { GroupName, Offset, PartitionIndex, TopicName } from '#posthorn/model/names.js';
import { settle } from '../growing-log.js';
import { makeGroupEngine } from './group-engine.js';
import { setUpGroup } from './set-up.js';

const [group, topic, partition] = ['g' as GroupName, 'orders' as TopicName, 0 as PartitionIndex];
const PLACE = { group, topic, partition };
const reached = (offset: number) => ({ ...PLACE, committedOffset: offset as Offset, inFlight: [] });

function setUp() {
  const store = makeGroupEngine();
  store.topic('orders', 1);
  const stored = store.attach();
  const { reads, commit } = makeReadMemory(stored);
  return {
    ...{ store, stored, commit },
    committed: () => reads.groups.progressAt(group, topic, partition)?.committedOffset,
    bounds: () => reads.log.bounds(topic, partition),
    read: (offset: number) => reads.log.read(topic, partition, offset as Offset, { maxEvents: 9, maxBytes: 9 }),
  };
}

it('a fetch that finds nothing new asks the tables for nothing', async () => {
  const store = makeGroupEngine();
  store.topic('orders', 50);
  const members = setUpGroup(store);
  const { memberId } = await members.fetch();
  await members.fetch({ memberId, commit: true });
  const asked = [
    vi.spyOn(store.reads.groups, 'progressAt'),
    vi.spyOn(store.reads.groups, 'progress'),
    vi.spyOn(store.reads.log, 'bounds'),
  ];
  await members.fetch({ memberId, commit: true });
  store.append('orders', 7, 3);
  expect((await members.fetch({ memberId, commit: true })).events).toHaveLength(3);
  expect(asked.map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0]);
  await members.fetch({ memberId, commit: true });
  expect(asked.map(({ mock }) => mock.calls.length)).toEqual([1, 0, 0]);
});

describe('progress', () => {
  it('is what this process has committed last, whichever part of it did', async () => {
    const { commit, committed } = setUp();
    expect(committed()).toBeUndefined();
    await commit({ offsets: [reached(3)] });
    expect(committed()).toBe(3);
    await commit({ forgetGroups: [group] });
    expect(committed()).toBeUndefined();
  });

  it('is read again where the writer found it to be another', async () => {
    const { stored, commit, committed } = setUp();
    await commit({ offsets: [reached(3)] });
    expect(committed()).toBe(3);
    await stored.commit({ offsets: [reached(5)] });
    expect(committed()).toBe(3);
    const progress = { committedOffset: 3 as Offset, position: null };
    const expected: Expectation = { kind: 'progress', ...PLACE, progress };
    await expect(commit({ expect: [expected] })).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(committed()).toBe(5);
  });

  it('is read again when the group’s document changes', async () => {
    const { stored, committed } = setUp();
    expect(committed()).toBeUndefined();
    await stored.commit({ offsets: [reached(4)], documents: [{ collection: 'groups', name: group, body: null }] });
    expect(committed()).toBe(4);
  });
});

describe('bounds', () => {
  it('follow appends, and a topic that is gone or made anew', () => {
    const { store, bounds } = setUp();
    expect(bounds()).toMatchObject({ logStartOffset: 0, highWatermark: 0 });
    store.append('orders', 0, 4);
    expect(bounds()).toMatchObject({ logStartOffset: 0, highWatermark: 4 });
    store.remove('orders');
    expect(bounds()).toBeUndefined();
    store.topic('orders', 1);
    expect(bounds()).toMatchObject({ highWatermark: 0 });
  });

  it('are looked at again where a read begins higher up', () => {
    const { store, bounds, read } = setUp();
    store.append('orders', 0, 4);
    expect(bounds()).toMatchObject({ logStartOffset: 0 });
    store.trim('orders', 0, 2);
    expect(bounds()).toMatchObject({ logStartOffset: 0 });
    expect(read(0)[0]?.baseOffset).toBe(2);
    expect(bounds()).toMatchObject({ logStartOffset: 2 });
  });
});

it('what was deleted a moment before its signal is counted as lost', async () => {
  const store = makeGroupEngine();
  store.topic('orders', 1);
  store.append('orders', 0, 10);
  const members = setUpGroup(store);
  const { memberId } = await members.fetch({ maxEvents: 2 });
  store.trim('orders', 0, 6);
  expect((await members.fetch({ memberId, commit: true })).events.map(({ offset }) => offset)).toEqual([6, 7, 8, 9]);
  await settle();
  expect(store.losses).toMatchObject([{ group: 'g', partition: 0, events: 4 }]);
});
