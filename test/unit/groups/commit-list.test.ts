// What a list of a fetch may commit: what this member was handed out under this ownership, and nothing else.
import { describe, expect, it } from 'vitest';
import { settle } from '../growing-log.js';
import { problemOf } from '../problem-of.js';
import { makeGroupEngine } from './group-engine.js';
import { type Fetched, setUpGroup } from './set-up.js';

function setUp(partitions = 1, commitTurns?: () => number) {
  const store = makeGroupEngine(commitTurns);
  store.topic('orders', partitions);
  for (let partition = 0; partition < partitions; partition += 1) store.append('orders', partition, 10);
  const group = setUpGroup(store);
  const committed = (): readonly (number | undefined)[] =>
    store.partitions('orders').map((_, at) => store.progressAt('g', 'orders', at)?.committedOffset);
  const explicit = ({ memberId, generation }: Fetched, offset: number, partition = 0) =>
    group.server.groups.setOffsets('g', { memberId, generation, offsets: [{ topic: 'orders', partition, offset }] });
  const renew = (events: number): void => {
    store.remove('orders');
    store.topic('orders', partitions);
    store.append('orders', 0, events);
  };
  return { ...group, committed, explicit, renew };
}

const at = (offset: number, partition = 0) => [{ topic: 'orders', partition, offset }];
const offsetsOf = ({ events }: Fetched) => events.map(({ offset }) => offset);

describe('a list', () => {
  it('moves a committed offset neither back nor past what was handed out', async () => {
    const group = setUp();
    const { memberId } = await group.fetch({ maxEvents: 4 });
    expect(offsetsOf(await group.fetch({ memberId, commit: at(4), maxEvents: 2 }))).toEqual([4, 5]);
    expect(offsetsOf(await group.fetch({ memberId, commit: at(3), maxEvents: 2 }))).toEqual([4, 5]);
    expect(offsetsOf(await group.fetch({ memberId, commit: at(7), maxEvents: 2 }))).toEqual([4, 5]);
    expect(group.committed()).toEqual([4]);
    await group.fetch({ memberId, commit: at(6), maxEvents: 2 });
    expect(group.committed()).toEqual([6]);
  });

  it('heals an answer that was lost, sent again as it was too', async () => {
    const group = setUp();
    const { memberId } = await group.fetch({ maxEvents: 4 });
    expect(offsetsOf(await group.fetch({ memberId, commit: [], maxEvents: 4 }))).toEqual([0, 1, 2, 3]);
    for (let times = 0; times < 2; times += 1) {
      expect(offsetsOf(await group.fetch({ memberId, commit: at(4), maxEvents: 4 }))).toEqual([4, 5, 6, 7]);
    }
    group.restart();
    await settle();
    expect(offsetsOf(await group.fetch({ memberId, commit: at(8) }))).toEqual([8, 9]);
    expect(group.committed()).toEqual([8]);
  });

  it('names what a slow answer brought: it counts, also before the server has heard of its end', async () => {
    const group = setUp();
    const { memberId } = await group.fetch({ maxEvents: 2 });
    const slow = group.call({ memberId, maxEvents: 2 });
    (await slow.answer).release();
    expect(offsetsOf(await group.fetch({ memberId, commit: at(4), maxEvents: 2 }))).toEqual([4, 5]);
    slow.over(true);
    expect(group.committed()).toEqual([4]);
  });

  it('of a partition that was another’s in between does not bring it back', async () => {
    const group = setUp(2);
    const one = await group.fetch();
    await group.fetch({ memberId: one.memberId, commit: true });
    const two = await group.fetch();
    const partition = two.assignment[0]?.partition as number;
    group.store.append('orders', partition, 10);
    expect(await group.fetch({ memberId: one.memberId, commit: one.positions })).toMatchObject({ events: [] });
    await group.fetch({ memberId: two.memberId });
    await group.fetch({ memberId: two.memberId, commit: true });
    await group.server.groups.removeMember('g', two.memberId);
    const again = await group.fetch({ memberId: one.memberId, commit: one.positions });
    expect([again.assignment.length, again.events]).toEqual([2, []]);
    expect(group.committed()[partition]).toBe(20);
  });

  it.each(['assigned', 'about to be assigned'])(
    'of a topic that was made anew, and is %s, skips nothing',
    async (is) => {
      const group = setUp();
      const { memberId, positions } = await group.fetch({ maxEvents: 5 });
      group.renew(8);
      if (is === 'assigned') await settle();
      await group.fetch({ memberId, commit: positions, maxEvents: 1 });
      await settle();
      expect(group.committed()).toEqual([0]);
    },
  );

  it('is refused beyond the high watermark', async () => {
    const group = setUp();
    const { memberId } = await group.fetch();
    expect(await problemOf(() => group.fetch({ memberId, commit: at(11) }))).toMatchObject({
      code: 'OFFSET_OUT_OF_RANGE',
      members: { logStartOffset: 0, highWatermark: 10 },
    });
    expect(group.committed()).toEqual([0]);
  });
});

describe('a trim that was faster', () => {
  it('than a list leaves it in force, and counts what is gone as lost', async () => {
    const group = setUp();
    const { memberId, positions } = await group.fetch({ maxEvents: 5 });
    group.store.trim('orders', 0, 8);
    expect(offsetsOf(await group.fetch({ memberId, commit: positions }))).toEqual([8, 9]);
    expect(group.committed()).toEqual([8]);
    expect(group.store.losses).toMatchObject([{ partition: 0, events: 3 }]);
  });

  it('than a commit of a member does not refuse it', async () => {
    const group = setUp();
    const one = await group.fetch({ maxEvents: 5 });
    group.store.trim('orders', 0, 8);
    expect(await group.explicit(one, 5)).toEqual({ offsets: at(5) });
    expect(offsetsOf(await group.fetch({ memberId: one.memberId }))).toEqual([8, 9]);
    expect(group.store.losses).toMatchObject([{ partition: 0, events: 3 }]);
    expect(await problemOf(() => group.explicit(one, 11))).toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
  });
});

it('a commit of a member to a topic that was made anew is refused, also before that is assigned', async () => {
  const group = setUp();
  const one = await group.fetch({ maxEvents: 5 });
  group.renew(8);
  expect(await problemOf(() => group.explicit(one, 5))).toMatchObject({ code: 'ILLEGAL_GENERATION' });
  await settle();
  expect(group.committed()).toEqual([0]);
});

it('a call that a newer one overtakes while its hand-out is written leaves the events to that', async () => {
  const group = setUp(1, () => 4);
  const { memberId } = await group.fetch({ maxEvents: 1 });
  const older = group.fetch({ memberId, maxEvents: 2 });
  await settle(1);
  const newer = group.fetch({ memberId, commit: true, maxEvents: 2 });
  expect(offsetsOf(await older)).toEqual([]);
  expect(offsetsOf(await newer)).toEqual([1, 2]);
  expect(group.committed()).toEqual([1]);
});
