// Shared groups over a real engine on a folder of its own, with a clock that only the test turns.
import { onTestFinished } from 'vitest';
import { makeAnswerBudget } from '#posthorn/consume/answer-budget.js';
import type { SharedFetch } from '#posthorn/consume/groups/shared/jobs.js';
import type { Receipt, Settlement } from '#posthorn/consume/groups/shared/settle.js';
import { makeSharedGroups, type SharedGroups } from '#posthorn/consume/groups/shared/shared-groups.js';
import type { PulledSubscription } from '#posthorn/consume/groups/shared/standing.js';
import { makeLogWatch } from '#posthorn/consume/log-watch.js';
import { makeTurns } from '#posthorn/consume/turns.js';
import type { CommitUnit, Engine } from '#posthorn/engine/engine.js';
import type { Loss } from '#posthorn/engine/trim.js';
import { compileFilter } from '#posthorn/filters/compile-filter.js';
import type { Timer } from '#posthorn/model/timer.js';
import { makeTopicLookup } from '#posthorn/topics/topic-lookup.js';
import { ENGINES, scratchFolder } from '../../conformance/engines.js';
import { append, G, p, T, topic } from '../../conformance/events.js';

export type Handed = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly attempt: number;
  readonly key: string | null;
  readonly value: unknown;
};

export type Share = {
  readonly memberId: string;
  readonly assignment: readonly unknown[];
  readonly events: readonly Handed[];
};

const LOG = { retentionMs: -1, retentionBytes: -1, dedupeWindowMs: 60_000 };
const CONFIG = { ...LOG, keyPath: null, maxEventBytes: 1_000_000, cleanupPolicy: 'delete' };

function makeTurnedTime() {
  let now = 1_700_000_000_000;
  const waiting = new Set<{ readonly at: number; readonly ring: () => void }>();
  const timer: Timer = (ring, ms) => {
    const item = { at: now + ms, ring };
    waiting.add(item);
    return () => void waiting.delete(item);
  };
  const longest = (): number => Math.max(0, ...[...waiting].map(({ at }) => at - now));
  const pass = (ms: number): void => {
    now += ms;
    for (const item of [...waiting]) if (item.at <= now && waiting.delete(item)) item.ring();
  };
  return { clock: { now: () => now, uuid: () => 'made' }, timer, pass, longest };
}

export async function setUpShared(partitions = 1) {
  const scratch = scratchFolder();
  const open = () => (ENGINES[0] as (typeof ENGINES)[0]).open(scratch.folder);
  const time = makeTurnedTime();
  const units: CommitUnit[] = [];
  const losses: Loss[] = [];
  const outside: {
    subscription: PulledSubscription | undefined;
    isResting: boolean;
    before: (() => Promise<void>) | undefined;
  } = {
    ...{ subscription: undefined, isResting: true, before: undefined },
  };
  let engine: Engine = await open();

  const start = (): SharedGroups => {
    const watching: Engine = {
      ...engine,
      commit: async (unit) => {
        const { before } = outside;
        outside.before = undefined;
        await before?.();
        const result = await engine.commit(unit);
        units.push(unit);
        return result;
      },
    };
    return makeSharedGroups({
      engine: watching,
      ...time,
      turns: makeTurns(),
      watch: makeLogWatch(engine),
      budget: makeAnswerBudget(),
      lookupTopic: makeTopicLookup(engine.registry).lookup,
      subscription: () => outside.subscription,
      rested: async () => outside.isResting,
      compileFilter,
      deadLetterTopic: { document: { ...CONFIG, partitions: 1 }, log: { partitions: 1, ...LOG } },
      tellLosses: (lost) => losses.push(...lost),
    });
  };
  const makeTopic = async (name: string, count: number): Promise<void> => {
    const log = { kind: 'put', topic: name as typeof T, partitions: count, ...LOG } as const;
    const body = { ...CONFIG, partitions: count };
    await engine.commit({ documents: [{ collection: 'topics', name, body }], logs: [log] });
  };
  await makeTopic('_changes', 1);
  await makeTopic(T, partitions);
  let groups = start();
  onTestFinished(async () => {
    groups.stop();
    await engine.close();
    scratch.remove();
  });

  const poll = (member: string, more: Partial<SharedFetch> = {}) => {
    const { answer, leave } = groups.fetch(G, {
      ...{ memberId: member, topics: [T], start: { kind: 'earliest' }, maxAttempts: undefined, leaseMs: 30_000 },
      ...{ wanted: { maxEvents: 500, maxBytes: 1_000_000 }, waitMs: 0, commit: false, settlement: undefined },
      ...more,
    });
    const share = answer.then(({ chunks, release }): Share => {
      release();
      return JSON.parse(Buffer.concat(chunks).toString()) as Share;
    });
    return { share, leave };
  };
  return {
    time,
    units,
    losses,
    outside,
    makeTopic,
    groups: () => groups,
    engine: () => engine,
    poll,
    fetch: (member: string, more: Partial<SharedFetch> = {}) => poll(member, more).share,
    settle: (settlement: Partial<Settlement>) =>
      groups.acknowledge(G, { ack: [], nack: [], extend: [], ...settlement }),
    produce: (values: readonly (string | number)[], partition = 0) =>
      engine.commit(append(values.map(String), partition)),
    /** As a restart does: what is in memory is gone. */
    restart: async () => {
      groups.stop();
      await engine.close();
      engine = await open();
      groups = start();
    },
    parked: (partition = 0) => engine.groups.parked(G, T, p(partition), { after: -1, limit: 100_000 }),
    committed: () => engine.groups.progress(G).map(({ committedOffset }) => committedOffset),
    deadLetters: () =>
      engine.log.read(`${G}.dlt` as typeof T, p(0), 0 as never, { maxEvents: 100, maxBytes: 1_000_000 }),
    growTopic: (count: number) => engine.commit(topic(count)),
  };
}

export const receipts = (events: readonly Handed[]): Receipt[] =>
  events.map(({ topic: of, partition, offset, attempt }) => ({ topic: of, partition, offset, attempt }));

export const offsets = (share: Pick<Share, 'events'>): number[] => share.events.map(({ offset }) => offset);
