// Who is to have which partition: as even as the members' topics allow, and as near as possible to what they had. A pure
// function. After the aim of Kafka's sticky assignor (KIP-54), by a way of its own: what is without an owner goes to the member
// that has least, then the shortest chain of members that ends the largest difference is followed until there is none.
import { byPlace, placeKey, type TopicPartition } from './group-record.js';

export type Candidate = { readonly id: string; readonly topics: ReadonlySet<string> };

export type Assignment = ReadonlyMap<string, readonly TopicPartition[]>;

/** Partitions of one topic that one member has, in order. */
type Holding = Map<string, TopicPartition[]>;

/**
 * @param candidates in an order that stays: it decides between equals
 * @param before the member that has had a partition, by `placeKey`
 * @returns by member; a partition whose topic nobody wants is in none
 */
export function assign(
  candidates: readonly Candidate[],
  partitions: readonly TopicPartition[],
  before: ReadonlyMap<string, string>,
): Assignment {
  const board = makeBoard(candidates);
  const free: TopicPartition[] = [];
  for (const place of partitions.toSorted(byPlace)) {
    const owner = board.seats.get(before.get(placeKey(place)) ?? '');
    if (owner?.topics.has(place.topic) === true) give(owner, place);
    else free.push(place);
  }
  const wantedBy = (place: TopicPartition): readonly Seat[] => board.wanting.get(place.topic) ?? [];
  // Those that few can take come first: the others still fit where room is left.
  for (const place of free.toSorted((a, b) => wantedBy(a).length - wantedBy(b).length || byPlace(a, b))) {
    const least = leastLoaded(wantedBy(place));
    if (least !== undefined) give(least, place);
  }
  while (evenOut(board));
  return new Map([...board.seats.values()].map((seat) => [seat.id, [...seat.holding.values()].flat().sort(byPlace)]));
}

type Seat = Candidate & { readonly order: number; readonly holding: Holding; load: number };

type Board = {
  readonly seats: ReadonlyMap<string, Seat>;
  /** By topic. */
  readonly wanting: ReadonlyMap<string, readonly Seat[]>;
};

function makeBoard(candidates: readonly Candidate[]): Board {
  const seats = new Map<string, Seat>();
  const wanting = new Map<string, Seat[]>();
  for (const [order, { id, topics }] of candidates.entries()) {
    const seat: Seat = { id, topics, order, holding: new Map(), load: 0 };
    seats.set(id, seat);
    for (const topic of topics) {
      const wants = wanting.get(topic);
      if (wants === undefined) wanting.set(topic, [seat]);
      else wants.push(seat);
    }
  }
  return { seats, wanting };
}

function give(seat: Seat, place: TopicPartition): void {
  const held = seat.holding.get(place.topic);
  if (held === undefined) seat.holding.set(place.topic, [place]);
  else held.push(place);
  seat.load += 1;
}

/** Of one topic the newest goes first: the oldest stay where they were. */
function take(seat: Seat, topic: string): TopicPartition {
  const held = seat.holding.get(topic) ?? [];
  const place = held.pop();
  if (place === undefined) throw new Error(`${seat.id} holds nothing of ${topic}`);
  if (held.length === 0) seat.holding.delete(topic);
  seat.load -= 1;
  return place;
}

function leastLoaded(seats: readonly Seat[]): Seat | undefined {
  let least: Seat | undefined;
  for (const seat of seats) if (least === undefined || seat.load < least.load) least = seat;
  return least;
}

/** One partition less for a member that has too many; false: there is none. */
function evenOut(board: Board): boolean {
  const byLoad = [...board.seats.values()].sort((a, b) => b.load - a.load || a.order - b.order);
  const lowest = byLoad.at(-1)?.load ?? 0;
  for (const from of byLoad) {
    if (from.load - lowest < 2) return false;
    const chain = shortestChain(board, from);
    if (chain === undefined) continue;
    for (const { giver, topic, taker } of chain) give(taker, take(giver, topic));
    return true;
  }
  return false;
}

type Step = { readonly giver: Seat; readonly topic: string; readonly taker: Seat };

/** From `from` to a member that has at least two less: over as few others as possible, then to the one that has least. */
function shortestChain({ wanting }: Board, from: Seat): Step[] | undefined {
  const cameBy = new Map<Seat, Step | undefined>([[from, undefined]]);
  const seenTopics = new Set<string>();
  for (let ring = [from]; ring.length > 0; ) {
    const next: Seat[] = [];
    for (const giver of ring) {
      for (const topic of giver.holding.keys()) {
        if (seenTopics.has(topic)) continue;
        seenTopics.add(topic);
        for (const taker of wanting.get(topic) ?? []) {
          if (cameBy.has(taker)) continue;
          cameBy.set(taker, { giver, topic, taker });
          next.push(taker);
        }
      }
    }
    const end = leastLoaded(next);
    if (end !== undefined && from.load - end.load >= 2) return chainTo(end, cameBy);
    ring = next;
  }
  return undefined;
}

/** The last step first: each taker hands its own on before it gets another. */
function chainTo(end: Seat, cameBy: ReadonlyMap<Seat, Step | undefined>): Step[] {
  const steps: Step[] = [];
  for (let step = cameBy.get(end); step !== undefined; step = cameBy.get(step.giver)) steps.push(step);
  return steps;
}
