// Whatever members do, and whatever is done to them: each event is handed out, in the order of its partition, to one owner at a
// time, and is committed only after somebody has got it.
import { describe, expect, it } from 'vitest';
import type { GroupCall } from '#posthorn/consume/groups/group-fetch.js';
import { PosthornError } from '#posthorn/errors/posthorn-error.js';
import { GROUP_ASSIGNMENT_WAIT_MS } from '#posthorn/model/group-limits.js';
import { seededRandom } from '../../harness/seeded-random.js';
import { settle } from '../growing-log.js';
import { makeGroupEngine } from './group-engine.js';
import { type Fetched, readAnswer, setUpGroup } from './set-up.js';

const CLIENTS = 5;
const STEPS = 300;
const WAIT_MS = 7;

type Client = {
  readonly index: number;
  readonly instanceId: string | undefined;
  memberId: string | undefined;
  generation: number;
  /** What it has got since its last commit that is known to have worked. */
  done: Map<string, number>;
  /** Its last call got no answer: what became of it is not known. */
  isUnsure: boolean;
  /** Its answer was lost, and the server has heard of it. */
  isLost: boolean;
  call: GroupCall | undefined;
  answered: Promise<void>;
};

function run(seed: number) {
  const random = seededRandom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const store = makeGroupEngine(() => below(4));
  store.topic('orders', 2);
  store.topic('other', 1);
  const group = setUpGroup(store);
  const received = new Map<string, Set<number>>();
  /** Where each owner of a partition is, by the generation since which it has it. */
  const reached = new Map<string, { readonly next: number; readonly generation: number }>();
  const faults: string[] = [];

  const place = ({ topic, partition }: { topic: string; partition: number }) => `${topic}/${partition}`;
  const clients = Array.from({ length: CLIENTS }, (_, index): Client => {
    const instanceId = index < 2 ? `i${index}` : undefined;
    return {
      ...{ index, instanceId, memberId: undefined, generation: 0, done: new Map(), isUnsure: false, isLost: false },
      ...{ call: undefined, answered: Promise.resolve() },
    };
  });

  const take = (client: Client, fetched: Fetched): void => {
    client.memberId = fetched.memberId;
    client.generation = fetched.generation;
    for (const event of fetched.events) {
      const at = place(event);
      received.set(at, (received.get(at) ?? new Set()).add(event.offset));
      const owner = `${fetched.memberId} ${at}`;
      const before = reached.get(owner);
      // In another generation the partition may have been somebody else's in between.
      const goesOn = before === undefined || before.generation !== fetched.generation || before.next === event.offset;
      if (!goesOn) faults.push(`${owner}: ${event.offset} after ${before.next}`);
      reached.set(owner, { next: event.offset + 1, generation: fetched.generation });
    }
    for (const { offset, ...at } of fetched.positions) client.done.set(place(at), offset);
  };

  /** What it goes on with where it does not know what became of its last call. */
  const forget = (client: Client): void => {
    for (const owner of [...reached.keys()]) if (owner.startsWith(`${client.memberId} `)) reached.delete(owner);
  };

  const begin = (client: Client): void => {
    // An instance that comes back does not know what its former self has got.
    const returns = client.instanceId !== undefined && (client.memberId === undefined || random() < 0.3);
    const commit = client.isUnsure || returns ? [] : random() < 0.6;
    if (client.isUnsure || returns || client.memberId === undefined) forget(client);
    const identity = {
      ...(client.instanceId === undefined ? {} : { instanceId: client.instanceId }),
      ...(client.memberId === undefined || returns ? {} : { memberId: client.memberId }),
    };
    client.isUnsure = false;
    client.isLost = false;
    let call: GroupCall;
    try {
      call = group.call({
        ...{ ...identity, commit, topics: random() < 0.9 ? ['orders', 'ot*'] : ['orders'] },
        ...{ maxEvents: 1 + below(4), waitMs: random() < 0.5 ? WAIT_MS : 0, sessionTimeoutMs: 1_000 + client.index },
      });
    } catch (error) {
      refused(client, error);
      return;
    }
    client.call = call;
    client.answered = readAnswer(call).then(
      (fetched) => {
        if (client.call !== call) return;
        client.call = undefined;
        // Some answers get lost on the way, and the server hears of it; some are lost without a word.
        const luck = random();
        if (luck < 0.1) {
          client.isLost = true;
          call.over(false);
        } else {
          call.over(true);
          if (luck > 0.95) client.isUnsure = true;
          else take(client, fetched);
        }
      },
      (error: unknown) => {
        call.over(true);
        if (client.call !== call) return;
        client.call = undefined;
        refused(client, error);
      },
    );
  };

  const refused = (client: Client, error: unknown): void => {
    if (!(error instanceof PosthornError)) throw error;
    const { code } = error;
    if (code !== 'ILLEGAL_GENERATION' && code !== 'FENCED_INSTANCE_ID') faults.push(`${code}: ${error.message}`);
    forget(client);
    client.memberId = undefined;
    client.done.clear();
  };

  /** Everything below a committed offset was received by somebody. */
  const check = (): void => {
    const { members, generation, moves } = group.record() ?? { members: [], generation: 0, moves: [] };
    const owned = members.flatMap((member) => member.owned.map(place));
    if (new Set(owned).size !== owned.length) faults.push(`two owners in generation ${generation}: ${owned.join(' ')}`);
    if (moves.some((move) => !owned.includes(place(move)))) faults.push('a move of what nobody owns');
    for (const topic of ['orders', 'other']) {
      for (const partition of store.partitions(topic).keys()) {
        const committed = store.progressAt('g', topic, partition)?.committedOffset ?? 0;
        const got = received.get(`${topic}/${partition}`) ?? new Set();
        for (let offset = 0; offset < committed; offset += 1) {
          if (!got.has(offset)) faults.push(`${topic}/${partition}: ${offset} committed, and nobody got it`);
        }
      }
    }
  };

  const act = async (): Promise<void> => {
    const client = clients[below(CLIENTS)] as Client;
    const luck = random();
    if (luck < 0.25) store.append(random() < 0.8 ? 'orders' : 'other', 0, 1 + below(3));
    else if (luck < 0.3) store.append('orders', below(store.partitions('orders').length));
    else if (luck < 0.7 && client.call === undefined) begin(client);
    else if (luck < 0.78) group.server.timer.ring(WAIT_MS);
    else if (luck < 0.79) group.server.timer.ring(GROUP_ASSIGNMENT_WAIT_MS);
    else if (luck < 0.81) group.server.timer.ring(1_000 + client.index);
    else if (luck < 0.85 && client.call !== undefined) {
      client.call.over(false);
      client.call = undefined;
      // It never heard of an answer: only the list says what it has got.
      client.isUnsure = true;
    } else if (luck < 0.86) store.topic('orders', Math.min(5, store.partitions('orders').length + 1));
    else if (luck < 0.87) {
      group.restart();
      for (const each of clients) {
        if (each.call === undefined && !each.isLost) continue;
        each.call = undefined;
        each.isUnsure = true;
      }
    } else await settle(below(6));
  };

  const finish = async (): Promise<void> => {
    while ((group.record()?.members.length ?? 0) > 0) {
      for (const ms of [WAIT_MS, GROUP_ASSIGNMENT_WAIT_MS]) group.server.timer.ring(ms);
      await settle(60);
      for (const { index } of clients) group.server.timer.ring(1_000 + index);
      await settle(60);
    }
    const names = { topics: ['orders', 'ot*'], sessionTimeoutMs: 9_000 };
    const { memberId, ...first } = await group.fetch(names);
    const last = { ...(clients[0] as Client), index: 99 };
    take(last, { ...first, memberId });
    for (let rounds = 0; rounds < 200; rounds += 1) {
      const more = await group.fetch({ ...names, memberId, commit: true });
      if (more.events.length === 0) break;
      take(last, more);
    }
  };

  return { act, check, finish, faults, store };
}

describe('a group under stress', () => {
  it.each([...Array(24).keys(), 1_751])('seed %i', async (seed) => {
    const { act, check, finish, faults, store } = run(seed);
    for (let step = 0; step < STEPS && faults.length === 0; step += 1) {
      await act();
      check();
    }
    await finish();
    check();
    expect(faults).toEqual([]);
    for (const topic of ['orders', 'other']) {
      for (const [partition, { end }] of store.partitions(topic).entries()) {
        expect(store.progressAt('g', topic, partition)?.committedOffset ?? 0, `${topic}/${partition}`).toBe(end);
      }
    }
  });
});
