// A member of a group as a client plays it: what it must remember between calls, and how it goes on after each outcome.
import { type Caller, makeCaller } from './caller.js';
import { commitRequest, leaveRequest, type Membership, pollRequest } from './group-calls.js';
import type { Partition, PollCall, PollResult, Position } from './history.js';
import type { Outcome } from './operations.js';
import type { World } from './world.js';

/** Codes after which a client has to join anew. */
const OUT = ['ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'];

export type GroupMember = {
  readonly memberId: string | undefined;
  readonly generation: number;
  /** Behind what it was handed out, of the partitions that it still has. */
  readonly positions: readonly Position[];
  /** An answer was lost: it does not know what it was handed out. */
  readonly unsure: boolean;
  poll(commit: PollCall['commit'], cutAfterMs?: number): Promise<Outcome<'poll'>>;
  /** Commits by a call of its own, as of the generation that it knows. */
  commit(offsets: readonly Position[], cutAfterMs?: number): Promise<void>;
  leave(): Promise<void>;
  /** As after a crash: the next poll joins as another member, or comes back as the instance. */
  forget(): void;
  /** Told by a call that was made elsewhere. */
  noteCode(code: string): void;
  /** Another process has taken its place, since the last time that this was asked. */
  wasFenced(): boolean;
};

export type GroupMemberOptions = {
  readonly group: string;
  readonly instanceId?: string;
  /** Drawn for each call. */
  readonly membership: () => Membership;
};

export function makeGroupMember(
  world: World,
  worker: string,
  { group, instanceId, membership }: GroupMemberOptions,
): GroupMember {
  const caller: Caller = makeCaller(world.recorder, worker);
  const reached = new Map<Partition, number>();
  let memberId: string | undefined;
  let generation = 0;
  let unsure = false;
  let fenced = false;

  const forget = () => {
    memberId = undefined;
    unsure = false;
    reached.clear();
  };

  const noteCode = (code: string) => {
    if (OUT.includes(code)) forget();
    if (code === 'FENCED_INSTANCE_ID') fenced = true;
    // What it was handed out was trimmed: on from what is committed.
    if (code === 'OFFSET_OUT_OF_RANGE') unsure = true;
  };

  const learn = (result: PollResult) => {
    const owned = new Set(result.assignment);
    ({ memberId, generation } = result);
    for (const partition of reached.keys()) if (!owned.has(partition)) reached.delete(partition);
    for (const position of result.positions) {
      reached.set(position.partition, position.offset);
      world.noteProgress(group, position);
    }
  };

  return {
    get memberId() {
      return memberId;
    },
    get generation() {
      return generation;
    },
    get positions() {
      return [...reached].map(([partition, offset]) => ({ partition, offset }));
    },
    get unsure() {
      return unsure;
    },
    poll: async (commit, cutAfterMs) => {
      const identity = memberId === undefined ? {} : { memberId };
      const instance = instanceId === undefined ? {} : { instanceId };
      const call = { group, commit, ...identity, ...instance };
      const outcome = await caller.make(pollRequest(world.client, call, membership()), cutAfterMs);
      if (outcome.kind === 'ok') {
        if (typeof commit !== 'boolean' || memberId === undefined) reached.clear();
        if (commit !== false) unsure = false;
        learn(outcome.result);
      } else if (outcome.kind === 'fail') noteCode(outcome.code);
      else if (memberId === undefined) forget();
      else unsure = true;
      return outcome;
    },
    commit: async (offsets, cutAfterMs) => {
      if (memberId === undefined || offsets.length === 0) return;
      const outcome = await caller.make(
        commitRequest(world.client, { group, memberId, generation, offsets }),
        cutAfterMs,
      );
      if (outcome.kind === 'fail') noteCode(outcome.code);
    },
    leave: async () => {
      if (memberId === undefined) return;
      await caller.make(leaveRequest(world.client, group, memberId));
      forget();
    },
    forget,
    noteCode,
    wasFenced: () => {
      const was = fenced;
      fenced = false;
      return was;
    },
  };
}
