// One member of a group as its calls show it: what it was handed out, and how far that is committed.
import type { Partition, Position } from './history.js';

export type Holding = {
  /** Behind the last hand-out; undefined: nothing since it began anew at the committed offset. */
  next: number | undefined;
  /** False: an answer was lost, more may have been handed out. */
  sure: boolean;
  /** Handed out and not committed. */
  open: 'no' | 'maybe' | 'yes';
};

export type Member = {
  readonly group: string;
  readonly id: string;
  readonly instanceId: string | undefined;
  generation: number;
  readonly holdings: Map<Partition, Holding>;
  /** An answer was lost: partitions may have been handed out that nobody here knows of. */
  unsure: boolean;
  /** A call that begins anew at the committed offsets, and whose end nobody knows, may come to the server up to then (a line). */
  rewindsUntil: number;
};

export function makeMember(group: string, id: string, instanceId: string | undefined, generation: number): Member {
  return { group, id, instanceId, generation, holdings: new Map(), unsure: false, rewindsUntil: 0 };
}

/** From now on the member is at the committed offsets. */
export function rewind(member: Member): void {
  member.holdings.clear();
  member.unsure = false;
}

/** An answer to the member was lost. */
export function loseAnswer(member: Member): void {
  member.unsure = true;
  for (const holding of member.holdings.values()) {
    holding.sure = false;
    if (holding.open === 'no') holding.open = 'maybe';
  }
}

/** Everything that was handed out is committed. */
export function commitAll(member: Member): void {
  member.unsure = false;
  for (const holding of member.holdings.values()) holding.open = 'no';
}

/** These offsets are committed; `certain` false: perhaps. */
export function commitTo(member: Member, positions: readonly Position[], certain: boolean): void {
  for (const { partition, offset } of positions) {
    const holding = member.holdings.get(partition);
    if (holding === undefined || holding.next === undefined || holding.open === 'no') continue;
    if (certain && holding.sure && offset >= holding.next) holding.open = 'no';
    else if (!certain) holding.open = 'maybe';
  }
}

export function keepOnly(member: Member, assignment: readonly Partition[]): void {
  const owned = new Set(assignment);
  for (const partition of member.holdings.keys()) if (!owned.has(partition)) member.holdings.delete(partition);
}

/** `positions`: behind what the answer held. */
export function handOut(member: Member, positions: readonly Position[]): void {
  for (const { partition, offset } of positions) {
    member.holdings.set(partition, { next: offset, sure: true, open: 'yes' });
  }
}
