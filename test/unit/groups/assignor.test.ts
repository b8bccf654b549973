import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Assignment, assign, type Candidate } from '#posthorn/consume/groups/assignor.js';
import { placeKey, type TopicPartition } from '#posthorn/consume/groups/group-record.js';

const TOPICS = ['a', 'b', 'c', 'd'];

const candidate = (id: string, topics: readonly string[] = TOPICS): Candidate => ({ id, topics: new Set(topics) });
const places = (counts: Readonly<Record<string, number>>): TopicPartition[] =>
  Object.entries(counts).flatMap(([topic, count]) =>
    Array.from({ length: count }, (_, partition) => ({ topic, partition })),
  );
const ownersOf = (assignment: Assignment): Map<string, string> =>
  new Map([...assignment].flatMap(([id, owned]) => owned.map((place): [string, string] => [placeKey(place), id])));
const loads = (assignment: Assignment): number[] => [...assignment.values()].map((owned) => owned.length);
const moved = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number =>
  [...before].filter(([place, owner]) => after.has(place) && after.get(place) !== owner).length;

const members = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 8 });
const counts = fc.record(Object.fromEntries(TOPICS.map((topic) => [topic, fc.integer({ min: 0, max: 9 })])));
const mixed = fc.uniqueArray(
  fc.record({ id: fc.integer({ min: 0, max: 30 }), topics: fc.subarray(TOPICS, { minLength: 1 }) }),
  { minLength: 1, maxLength: 8, selector: ({ id }) => id },
);
const named = (ids: readonly number[]) => ids.map((id) => candidate(`m${id}`));

describe('the assignor', () => {
  it('gives the first member everything, and a second one half of it', () => {
    const first = assign([candidate('x')], places({ a: 4 }), new Map());
    expect(loads(first)).toEqual([4]);
    const second = assign([candidate('x'), candidate('y')], places({ a: 4 }), ownersOf(first));
    expect([...second].map(([id, owned]) => [id, owned.map(({ partition }) => partition)])).toEqual([
      ['x', [0, 1]],
      ['y', [2, 3]],
    ]);
  });

  it('leaves a member without any where there are more members than partitions', () => {
    expect(loads(assign(named([1, 2, 3]), places({ a: 2 }), new Map()))).toEqual([1, 1, 0]);
  });

  it('follows a chain of members where no direct way evens it out', () => {
    const three = [candidate('x', ['a']), candidate('y', ['a', 'b']), candidate('z', ['b'])];
    const before = new Map([
      ...places({ a: 3 }).map((place): [string, string] => [placeKey(place), 'x']),
      ...places({ b: 2 }).map((place): [string, string] => [placeKey(place), 'y']),
    ]);
    expect(loads(assign(three, places({ a: 3, b: 2 }), before))).toEqual([2, 2, 1]);
  });

  it('gives every wanted partition to exactly one member that wants it', () => {
    fc.assert(
      fc.property(mixed, counts, (given, sizes) => {
        const candidates = given.map(({ id, topics }) => candidate(`m${id}`, topics));
        const assignment = assign(candidates, places(sizes), new Map());
        const given_ = [...assignment.values()].flat().map(placeKey);
        const wanted = new Set(given.flatMap(({ topics }) => topics));
        const expected = places(sizes).filter(({ topic }) => wanted.has(topic));
        expect(given_.toSorted()).toEqual(expected.map(placeKey).toSorted());
        for (const { id, topics } of candidates) {
          expect((assignment.get(id) ?? []).every(({ topic }) => topics.has(topic))).toBe(true);
        }
      }),
    );
  });

  it('differs by at most one among members with the same topics, whatever they had', () => {
    fc.assert(
      fc.property(mixed, mixed, counts, (before, after, sizes) => {
        const as = (given: typeof before) => given.map(({ id, topics }) => candidate(`m${id}`, topics));
        const first = assign(as(before), places(sizes), new Map());
        const second = assign(as(after), places(sizes), ownersOf(first));
        const byTopics = new Map<string, number[]>();
        for (const { id, topics } of after) {
          const same = topics.join();
          byTopics.set(same, [...(byTopics.get(same) ?? []), second.get(`m${id}`)?.length ?? 0]);
        }
        for (const ofSame of byTopics.values()) expect(Math.max(...ofSame) - Math.min(...ofSame)).toBeLessThan(2);
      }),
    );
  });

  it('moves the fewest partitions where all members want the same topics', () => {
    fc.assert(
      fc.property(members, members, counts, counts, (before, after, sizesBefore, sizes) => {
        const owners = ownersOf(assign(named(before), places(sizesBefore), new Map()));
        const assignment = assign(named(after), places(sizes), owners);
        const staying = new Set(places(sizes).map(placeKey));
        const kept = after.map(
          (id) => [...owners].filter(([at, owner]) => staying.has(at) && owner === `m${id}`).length,
        );
        const total = places(sizes).length;
        const quotas = after.map((_, index) => Math.floor((total + after.length - 1 - index) / after.length));
        const fewest = kept
          .toSorted((a, b) => b - a)
          .reduce((sum, had, index) => sum + Math.max(0, had - (quotas[index] ?? 0)), 0);
        const ids = new Set(after.map((id) => `m${id}`));
        const ofStaying = new Map([...owners].filter(([, owner]) => ids.has(owner)));
        expect(moved(ofStaying, ownersOf(assignment))).toBe(fewest);
      }),
    );
  });

  it('moves nothing where nothing has changed, and says the same each time', () => {
    fc.assert(
      fc.property(mixed, counts, (given, sizes) => {
        const candidates = given.map(({ id, topics }) => candidate(`m${id}`, topics));
        const first = assign(candidates, places(sizes), new Map());
        expect(assign(candidates, places(sizes).reverse(), new Map())).toEqual(first);
        expect(assign(candidates, places(sizes), ownersOf(first))).toEqual(first);
      }),
    );
  });

  it('takes a thousand members of a thousand partitions within reason', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => candidate(`m${index}`, ['a']));
    const all = places({ a: 1_024 });
    const first = assign(many, all, new Map());
    const half = assign(many.slice(0, 500), all, ownersOf(first));
    expect(Math.max(...loads(half)) - Math.min(...loads(half))).toBeLessThan(2);
    expect(loads(assign(many, all, ownersOf(half))).filter((load) => load === 0)).toEqual([]);
  });
});
