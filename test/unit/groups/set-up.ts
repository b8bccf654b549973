// Groups over an engine in memory, with timers that ring when the test says so.
import { makeAnswerBudget } from '#posthorn/consume/answer-budget.js';
import type { GroupCall } from '#posthorn/consume/groups/group-fetch.js';
import type { GroupRecord } from '#posthorn/consume/groups/group-record.js';
import { type Groups, makeGroups } from '#posthorn/consume/groups/groups.js';
import { makeReadMemory } from '#posthorn/consume/groups/read-memory.js';
import { makeLogWatch } from '#posthorn/consume/log-watch.js';
import { makeTurns } from '#posthorn/consume/turns.js';
import { makeTurnedTimer, settle, type TurnedTimer } from '../growing-log.js';
import { type GroupEngine, makeGroupEngine } from './group-engine.js';

export const SESSION_MS = 30_000;

let ids = 0;
const nextUuid = (): string => `00000000-0000-0000-0000-${String(++ids).padStart(12, '0')}`;

export type Told = { readonly message: string } & Readonly<Record<string, unknown>>;

export type Server = {
  readonly groups: Groups;
  readonly timer: TurnedTimer;
  readonly told: readonly Told[];
};

/** A process over the engine: several one after the other are restarts. */
export function startServer(store: GroupEngine): Server {
  const { lookupTopic } = store;
  const stored = store.attach();
  const { reads, commit } = makeReadMemory(stored);
  const engine = { ...stored, commit };
  const timer = makeTurnedTimer();
  const told: Told[] = [];
  const note = (fields: object, message: string) => void told.push({ ...fields, message });
  const groups = makeGroups({
    ...{ engine, reads, lookupTopic, watch: makeLogWatch(engine), turns: makeTurns(), timer: timer.timer },
    budget: makeAnswerBudget(),
    clock: { now: () => 0, uuid: nextUuid },
    log: { info: note, warn: note },
    sharedFetches: () => 0,
    fetchShared: () => {
      throw new Error('not here');
    },
  });
  return { groups, timer, told };
}

export type Fetched = {
  readonly memberId: string;
  readonly generation: number;
  readonly assignment: readonly { readonly topic: string; readonly partition: number }[];
  readonly positions: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[];
  readonly events: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[];
};

export async function readAnswer({ answer }: GroupCall): Promise<Fetched> {
  const { chunks, release } = await answer;
  release();
  return JSON.parse(Buffer.concat(chunks).toString()) as Fetched;
}

/** One group over a topic `orders`, or what else `topics` says. */
export function setUpGroup(store: GroupEngine = makeGroupEngine(), topics: readonly string[] = ['orders']) {
  let server = startServer(store);
  const call = (body: object = {}): GroupCall =>
    server.groups.fetch('g', { topics, start: 'earliest', waitMs: 0, ...body });
  const fetch = async (body: object = {}): Promise<Fetched> => {
    const made = call(body);
    const fetched = await readAnswer(made);
    made.over(true);
    return fetched;
  };
  return {
    ...{ store, call, fetch },
    get server() {
      return server;
    },
    record: () => store.reads.registry.get('groups', 'g')?.body as GroupRecord,
    /** Kills the process: nothing that it knew is left. */
    restart: (): void => {
      server = startServer(store);
    },
    expire: async (): Promise<void> => {
      server.timer.ring(SESSION_MS);
      await settle();
    },
  };
}
