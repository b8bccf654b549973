// The work queues of one shared group in memory, as of one standing of it: loaded as they are asked for, changed by steps, and
// thrown away as soon as storage may be otherwise.
import { type Change, changeEvents, lossChanges } from '../../../engine/changes.js';
import { type DeadLetterTopic, deadLetterParts } from '../../../engine/dead-letter.js';
import type { Append, CommitUnit, Engine, Expectation } from '../../../engine/engine.js';
import type { Clock } from '../../../model/clock.js';
import { deadLetterTopicOf } from '../../../model/dead-letter-topic.js';
import type { EventBatch } from '../../../model/event-batch.js';
import type { PartitionIndex, TopicName } from '../../../model/names.js';
import { type Backlog, collectChanges, type Item, takeExhausted } from './backlog.js';
import { giveUp } from './give-up.js';
import { type Holders, makeHolders } from './holders.js';
import { loadBacklog } from './load-backlog.js';
import { expectationsOf, type SharedRecord, type Standing } from './standing.js';
import type { SharedTopic } from './topic-choice.js';

export type SharedState = {
  readonly standing: Standing & { readonly record: SharedRecord };
  readonly holders: Holders;
  /** Loads what is missing of the topic, and forgets what there was of an earlier one of its name. */
  load(topic: SharedTopic): Promise<void>;
  forget(topic: string): void;
  /** In order of partitions. */
  of(topic: string): readonly Backlog[];
  all(): readonly Backlog[];
  find(topic: string, partition: number, offset: number): Item | undefined;
  /** The event goes to the dead letter topic with the next unit. */
  giveUp(item: Item, why: string): void;
  /** Gives up what was held for the last time. */
  sweep(now: number): void;
  /** What has changed; undefined: nothing. It counts as written from then on. */
  unit(): CommitUnit | undefined;
};

export type SharedStateDeps = {
  readonly engine: Pick<Engine, 'log' | 'groups' | 'registry'>;
  readonly deadLetterTopic: DeadLetterTopic;
  readonly clock: Pick<Clock, 'now'>;
};

export function makeSharedState(deps: SharedStateDeps, standing: SharedState['standing']): SharedState {
  const { engine } = deps;
  const { group, record, subscription } = standing;
  const topics = new Map<string, Backlog[]>();
  const holders = makeHolders();
  const owner = subscription === undefined ? 'group' : 'subscription';
  let deadLetters: EventBatch[] = [];

  const forget = (topic: string): void => {
    for (const { items } of topics.get(topic) ?? []) for (const item of items.values()) holders.drop(item);
    topics.delete(topic);
  };
  const all = (): readonly Backlog[] => [...topics.values()].flat();
  const give = (item: Item, why: string): void => {
    const batch = giveUp(engine.log, item, { owner, name: group, why });
    if (batch !== undefined) deadLetters.push(batch);
  };

  return {
    standing,
    holders,
    forget,
    all,
    of: (topic) => topics.get(topic) ?? [],
    find: (topic, partition, offset) => topics.get(topic)?.[partition]?.items.get(offset),
    load: async ({ name: topic, incarnation: topicIncarnation, partitions }) => {
      const before = topics.get(topic) ?? [];
      const isSame = before[0] === undefined || before[0].topicIncarnation === topicIncarnation;
      if (isSame && before.length === partitions) return;
      if (!isSame) forget(topic);
      const loaded = isSame ? [...before] : [];
      const progress = engine.groups.progress(group).filter((one) => one.topic === topic);
      for (let at = loaded.length; at < partitions; at += 1) {
        const partition = at as PartitionIndex;
        const own = progress.find((one) => one.partition === partition);
        const position = own?.committedOffset ?? subscription?.startOffset(topic, topicIncarnation, at) ?? 0;
        const place = { topic, topicIncarnation, partition, holders, position, maxAttempts: record.maxAttempts };
        const backlog = await loadBacklog(engine, group, place, own?.inFlight ?? []);
        if (own === undefined) backlog.moved = true;
        loaded.push(backlog);
      }
      topics.set(topic, loaded);
    },
    giveUp: give,
    sweep: (now) => {
      for (const backlog of all()) {
        const why = `not acknowledged in ${backlog.maxAttempts} attempts (maxAttempts): the last lease ended`;
        for (const item of takeExhausted(backlog, now)) give(item, why);
      }
    },
    unit: () => {
      const batches = deadLetters;
      deadLetters = [];
      return unitOf(deps, standing, all(), batches);
    },
  };
}

function unitOf(
  { engine, deadLetterTopic, clock }: SharedStateDeps,
  standing: Standing,
  backlogs: readonly Backlog[],
  batches: readonly EventBatch[],
): CommitUnit | undefined {
  const { group, subscription } = standing;
  const changed = backlogs.filter(({ moved, touched, lost }) => moved || touched.size > 0 || lost > 0);
  if (changed.length === 0 && batches.length === 0) return undefined;
  const incarnations = new Map(changed.map(({ topic, topicIncarnation }) => [topic, topicIncarnation]));
  const expect: Expectation[] = [
    ...expectationsOf(standing),
    ...[...incarnations].map(
      ([name, incarnation]) => ({ kind: 'incarnation', collection: 'topics', name, incarnation }) as const,
    ),
  ];
  const changes = changed.map((backlog) => collectChanges(backlog, group));
  const losses = changes.flatMap((change) => change.losses);
  const unit: CommitUnit = {
    offsets: changes.flatMap(({ progress }) => progress),
    parked: changes.flatMap(({ parked }) => parked),
    losses,
  };
  const told = lossChanges(subscription === undefined ? 'group.lost' : 'subscription.lost', losses);
  if (batches.length === 0) {
    return told.length === 0 ? { ...unit, expect } : { ...unit, expect, appends: telling(clock, told) };
  }
  const target = deadLetterTopicOf(group) as TopicName;
  const existing = engine.registry.get('topics', target);
  const { expect: also, ...parts } = deadLetterParts(target, existing, deadLetterTopic, batches);
  const made = (parts.documents ?? []).map(({ name, body: config }): Change => {
    return { kind: 'topic.created', name, config, deadLettersOf: group };
  });
  const appends = [...(parts.appends ?? []), ...telling(clock, [...made, ...told])];
  return { ...unit, ...parts, appends, expect: [...expect, also] };
}

function telling(clock: Pick<Clock, 'now'>, changes: readonly Change[]): readonly Append[] {
  return changes.length === 0 ? [] : [changeEvents(clock.now(), changes)];
}
