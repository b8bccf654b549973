// What follows for a group from a change of its members or of the topics: who is to have which partition, and what has to
// move. Only what moves stops; the others keep theirs. Pure functions on the record.
import { matchesTopic } from '../../model/topic-match.js';
import { assign } from './assignor.js';
import {
  byPlace,
  type GroupRecord,
  type Member,
  type Move,
  type Owned,
  placeKey,
  type TopicPartition,
} from './group-record.js';

export type TopicNow = { readonly name: string; readonly incarnation: number; readonly partitions: number };

/**
 * The record with another target, under the next generation; the same record where nothing changes. What nobody owns goes to
 * its member at once, everything else by `release`.
 * @param before the record whose members and topics were others
 * @param record the same with the members as they are to be
 */
export function rebalance(before: GroupRecord, record: GroupRecord, topics: readonly TopicNow[]): GroupRecord {
  const { members } = record;
  const incarnations = Object.fromEntries(topics.map(({ name, incarnation }) => [name, incarnation]));
  const places = topics.flatMap(({ name, partitions }) =>
    Array.from({ length: partitions }, (_, partition): TopicPartition => ({ topic: name, partition })),
  );
  const standing = new Set(places.map(placeKey));
  const stands = (place: TopicPartition): boolean =>
    standing.has(placeKey(place)) && before.incarnations[place.topic] === incarnations[place.topic];
  const owners = ownersOf(members, stands);
  const had = targetOf(owners, before.moves);
  const candidates = members.map(({ id, topics: wanted }) => ({
    id,
    topics: new Set(topics.map(({ name }) => name).filter((name) => matchesTopic(wanted, name))),
  }));
  const target = new Map<string, string>();
  for (const [id, assigned] of assign(candidates, places, had)) {
    for (const place of assigned) target.set(placeKey(place), id);
  }
  const isSame =
    sameMembers(before.members, members) && sameTarget(targetOf(ownersOf(before.members), before.moves), target);
  if (isSame && places.every((place) => !target.has(placeKey(place)) || stands(place))) {
    return record;
  }
  const generation = before.generation + 1;
  return { ...record, generation, incarnations, ...handedOver(members, places, owners, target, generation) };
}

/** Gives the partitions of these moves to those that wait for them. */
export function release(record: GroupRecord, isReady: (move: Move) => boolean): GroupRecord {
  const ready = record.moves.filter(isReady);
  if (ready.length === 0) return record;
  const to = new Map(ready.map((move) => [placeKey(move), move.to]));
  const { generation } = record;
  return {
    ...record,
    moves: record.moves.filter((move) => !to.has(placeKey(move))),
    members: record.members.map((member) => {
      const kept = member.owned.filter((place) => !to.has(placeKey(place)));
      const got = ready
        .filter((move) => move.to === member.id)
        .map(({ topic, partition }): Owned => ({ topic, partition, since: generation }));
      if (got.length === 0 && kept.length === member.owned.length) return member;
      return { ...member, owned: [...kept, ...got].sort(byPlace) };
    }),
  };
}

/** Member ids by `placeKey`. */
export function ownersOf(
  members: readonly Member[],
  stands: (place: TopicPartition) => boolean = () => true,
): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { id, owned } of members) for (const place of owned) if (stands(place)) owners.set(placeKey(place), id);
  return owners;
}

function targetOf(owners: ReadonlyMap<string, string>, moves: readonly Move[]): Map<string, string> {
  const target = new Map(owners);
  for (const move of moves) if (target.has(placeKey(move))) target.set(placeKey(move), move.to);
  return target;
}

function sameMembers(before: readonly Member[], now: readonly Member[]): boolean {
  return before.length === now.length && before.every(({ id }, index) => id === now[index]?.id);
}

function sameTarget(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): boolean {
  return before.size === now.size && [...before].every(([place, id]) => now.get(place) === id);
}

function handedOver(
  members: readonly Member[],
  places: readonly TopicPartition[],
  owners: ReadonlyMap<string, string>,
  target: ReadonlyMap<string, string>,
  generation: number,
): Pick<GroupRecord, 'members' | 'moves'> {
  const since = new Map<string, number>();
  for (const { owned } of members) for (const place of owned) since.set(placeKey(place), place.since);
  const moves: Move[] = [];
  const owned = new Map<string, Owned[]>(members.map(({ id }) => [id, []]));
  for (const { topic, partition } of places) {
    const key = placeKey({ topic, partition });
    const to = target.get(key);
    if (to === undefined) continue;
    const owner = owners.get(key);
    if (owner === undefined) owned.get(to)?.push({ topic, partition, since: generation });
    else owned.get(owner)?.push({ topic, partition, since: since.get(key) ?? generation });
    if (owner !== undefined && owner !== to) moves.push({ topic, partition, to });
  }
  return {
    moves,
    members: members.map((member) => ({ ...member, owned: (owned.get(member.id) ?? []).sort(byPlace) })),
  };
}
