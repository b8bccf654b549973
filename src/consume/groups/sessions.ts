// Who is alive: in the memory of this process alone. A member's session runs from the end of its last call; a call that is
// under way or waits keeps it. After a start of the server each member has one whole session time-out to call again.
import type { Timer } from '../../model/timer.js';
import type { Member } from './group-record.js';

/** A call under way: a newer one of the same member ends it. */
export type Underway = {
  /** `byList`: the newer one says by a list what it has processed. */
  readonly supersede: (byList: boolean) => void;
  readonly done: Promise<unknown>;
};

export type Session = {
  timeoutMs: number;
  /** Goes up with each answer: which partition comes first in the next one. */
  turn: number;
  underway: Underway | undefined;
};

export type Sessions = {
  /** The member's session, made where there is none. */
  of(group: string, member: Pick<Member, 'id' | 'sessionTimeoutMs'>): Session;
  find(group: string, memberId: string): Session | undefined;
  /** A call begins: it is not to expire. */
  begin(group: string, memberId: string, call: Underway): void;
  /** The call has ended: the session runs from now on. */
  end(group: string, memberId: string, call: Underway): void;
  /** Some sign of life other than a fetch. */
  touch(group: string, memberId: string): void;
  /** Forgets who is not among `members`, and gives the others a session. */
  follow(group: string, members: readonly Member[]): void;
  count(): number;
  stop(): void;
};

type Held = Session & { disarm: (() => void) | undefined };

export function makeSessions(timer: Timer, expire: (group: string, memberId: string) => void): Sessions {
  const groups = new Map<string, Map<string, Held>>();
  let stopped = false;

  const arm = (group: string, id: string, session: Held): void => {
    session.disarm?.();
    session.disarm = stopped
      ? undefined
      : timer(() => {
          session.disarm = undefined;
          expire(group, id);
        }, session.timeoutMs);
  };
  const of = (group: string, { id, sessionTimeoutMs }: Pick<Member, 'id' | 'sessionTimeoutMs'>): Held => {
    const members = groups.get(group) ?? new Map<string, Held>();
    groups.set(group, members);
    const known = members.get(id);
    if (known !== undefined) {
      known.timeoutMs = sessionTimeoutMs;
      return known;
    }
    const session: Held = { timeoutMs: sessionTimeoutMs, turn: 0, underway: undefined, disarm: undefined };
    members.set(id, session);
    arm(group, id, session);
    return session;
  };
  const drop = (group: string, id: string): void => {
    const members = groups.get(group);
    members?.get(id)?.disarm?.();
    members?.delete(id);
    if (members?.size === 0) groups.delete(group);
  };

  return {
    of,
    find: (group, id) => groups.get(group)?.get(id),
    begin: (group, id, call) => {
      const session = groups.get(group)?.get(id);
      if (session === undefined) return;
      session.underway = call;
      session.disarm?.();
      session.disarm = undefined;
    },
    end: (group, id, call) => {
      const session = groups.get(group)?.get(id);
      if (session?.underway !== call) return;
      session.underway = undefined;
      arm(group, id, session);
    },
    touch: (group, id) => {
      const session = groups.get(group)?.get(id);
      if (session !== undefined && session.underway === undefined) arm(group, id, session);
    },
    follow: (group, members) => {
      const staying = new Set(members.map(({ id }) => id));
      for (const id of groups.get(group)?.keys() ?? []) if (!staying.has(id)) drop(group, id);
      for (const member of members) of(group, member);
    },
    count: () => [...groups.values()].reduce((sum, members) => sum + members.size, 0),
    stop: () => {
      stopped = true;
      for (const members of groups.values()) {
        for (const session of members.values()) session.disarm?.();
      }
    },
  };
}
