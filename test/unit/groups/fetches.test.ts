// Fetches of members below HTTP: what they are told, what they hold, and what bounds them.
import { describe, expect, it } from 'vitest';
import { GROUP_WAITS_MAX } from '#posthorn/model/group-limits.js';
import { settle } from '../growing-log.js';
import { problemOf } from '../problem-of.js';
import { makeGroupEngine } from './group-engine.js';
import { readAnswer, SESSION_MS, setUpGroup } from './set-up.js';

function setUp(partitions = 2) {
  const store = makeGroupEngine();
  store.topic('orders', partitions);
  return setUpGroup(store);
}

describe('a fetch', () => {
  it('is one unit where there is something to read, and none where there is nothing to write', async () => {
    const group = setUp();
    const { units } = group.store;
    group.store.append('orders', 0, 3);
    const { memberId } = await group.fetch();
    expect(units).toHaveLength(1);
    group.store.append('orders', 1, 3);
    await group.fetch({ memberId, commit: true });
    expect(units).toHaveLength(2);
    expect(units[1]).toMatchObject({ offsets: [{ committedOffset: 3 }], positions: [{ partition: 1, position: 3 }] });
    expect(units[1]?.documents).toBeUndefined();
    await group.fetch({ memberId });
    await group.fetch({ memberId });
    expect(units).toHaveLength(2);
  });

  it('goes round the partitions: each comes first in its turn', async () => {
    const group = setUp(3);
    for (const partition of [0, 1, 2]) group.store.append('orders', partition, 10);
    const { memberId, ...first } = await group.fetch({ maxEvents: 1 });
    const partitions = [first.events[0]?.partition];
    for (let round = 0; round < 5; round += 1) {
      partitions.push((await group.fetch({ memberId, maxEvents: 1 })).events[0]?.partition);
    }
    expect(partitions.toSorted()).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('that nobody takes puts its positions back, and the session runs from there', async () => {
    const group = setUp();
    group.store.append('orders', 0, 3);
    const { memberId } = await group.fetch({ maxEvents: 1 });
    const lost = group.call({ memberId, commit: true });
    await readAnswer(lost);
    expect(group.store.progressAt('g', 'orders', 0)).toMatchObject({ committedOffset: 1, position: 3 });
    lost.over(false);
    await settle();
    expect(group.store.progressAt('g', 'orders', 0)).toEqual(
      expect.not.objectContaining({ position: expect.anything() }),
    );
    expect((await group.fetch({ memberId, commit: true })).events.map(({ offset }) => offset)).toEqual([1, 2]);
    expect(group.store.progressAt('g', 'orders', 0)).toMatchObject({ committedOffset: 1, position: 3 });
  });

  it('whose answer is still on its way does not count for the call that comes after it', async () => {
    const group = setUp();
    group.store.append('orders', 0, 2);
    const slow = group.call();
    const { memberId } = await readAnswer(slow);
    expect((await group.fetch({ memberId, commit: true })).events.map(({ offset }) => offset)).toEqual([0, 1]);
    slow.over(true);
    expect(group.store.progressAt('g', 'orders', 0)?.committedOffset).toBe(0);
  });

  it('is refused beyond the bound, and makes no member then', async () => {
    const store = makeGroupEngine();
    store.topic('orders', 1);
    const { server } = setUpGroup(store);
    const body = { topics: ['orders'], waitMs: 5_000 };
    const calls = Array.from({ length: GROUP_WAITS_MAX }, (_, index) => server.groups.fetch(`g${index}`, body));
    const refused = problemOf(() => server.groups.fetch('one-more', body));
    // In the same breath: none of them has joined yet.
    for (const call of calls) call.over(false);
    expect(await refused).toMatchObject({ code: 'THROTTLING_QUOTA_EXCEEDED' });
    await settle();
    expect(server.groups.load()).toMatchObject({ calls: 0, groups: 0 });
    expect(store.reads.registry.get('groups', 'one-more')).toBeUndefined();
    await server.groups.stop();
  });
});

describe('what is told', () => {
  it('of members: who joins, who leaves, whose session ends, by generation', async () => {
    const group = setUp();
    const { memberId } = await group.fetch();
    await group.expire();
    expect(group.server.told).toEqual([
      { group: 'g', member: memberId, generation: 1, message: 'member joined' },
      { group: 'g', generation: 1, members: 1, message: 'partitions assigned' },
      { group: 'g', member: memberId, message: expect.stringContaining('session ended') },
      { group: 'g', member: memberId, generation: 2, message: 'member left' },
      { group: 'g', generation: 2, members: 0, message: 'partitions assigned' },
    ]);
    expect(group.server.groups.load()).toMatchObject({ rebalances: 2, expiredSessions: 1, members: 0 });
  });

  it('of what was deleted before it was handed out, once', async () => {
    const group = setUp(1);
    group.store.append('orders', 0, 10);
    const { memberId } = await group.fetch({ maxEvents: 2 });
    group.store.trim('orders', 0, 6);
    expect((await group.fetch({ memberId, maxEvents: 2 })).events.map(({ offset }) => offset)).toEqual([6, 7]);
    await group.fetch({ memberId, commit: true });
    expect(group.store.losses).toMatchObject([{ group: 'g', partition: 0, events: 4 }]);
    expect(group.server.told.at(-1)).toMatchObject({ from: 2, to: 6, events: 4 });
  });
});

it('after a restart each member has one session to come back in, and a topic that grew meanwhile is assigned', async () => {
  const group = setUp(1);
  group.store.append('orders', 0, 2);
  const { memberId } = await group.fetch();
  group.restart();
  await settle();
  group.store.topic('orders', 2);
  await settle();
  const back = await group.fetch({ memberId, commit: true });
  expect([back.generation, back.assignment.length]).toEqual([2, 2]);
  group.restart();
  await settle();
  group.server.timer.ring(SESSION_MS);
  await settle();
  expect(group.record().members).toEqual([]);
});
