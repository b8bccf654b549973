// The work queues of one shared group in memory, as of one standing of it: loaded as they are asked for, changed by steps, and
// thrown away as soon as storage may be otherwise.
import { type Change, changeEvents, lossChanges } from '../../../engine/changes.js';
import { type DeadLetterTopic, deadLetterParts } from '../../../engine/dead-letter.js';
import type { Append, CommitUnit, Engine, Expectation, Progress } from '../../../engine/engine.js';
import type { Clock } from '../../../model/clock.js';
import { deadLetterTopicOf } from '../../../model/dead-letter-topic.js';
import type { EventBatch } from '../../../model/event-batch.js';
import type { PartitionIndex, TopicName } from '../../../model/names.js';
import type { CompileFilter, EventFilter } from '../../event-filter.js';
import { type Backlog, collectChanges, hasEnded, type Item, takeExhausted } from './backlog.js';
import { giveUp } from './give-up.js';
import { type Holders, makeHolders } from './holders.js';
import { loadBacklog } from './load-backlog.js';
import { expectationsOf, type SharedRecord, type Standing } from './standing.js';
import type { SharedTopic } from './topic-choice.js';

export type SharedState = {
  readonly standing: Standing & { readonly record: SharedRecord };
  readonly holders: Holders;
  /** What new events have to pass; undefined: nothing. */
  readonly filter: EventFilter | undefined;
  /**
   * Loads what is missing of the topics, and forgets what there was of earlier ones of their names. `isFetched`: whether the
   * group comes to it, which is written down; else it is only looked at.
   */
  load(wanted: Iterable<SharedTopic>, isFetched: (topic: SharedTopic) => boolean): Promise<void>;
  forget(topic: TopicName): void;
  /** In order of partitions. */
  of(topic: TopicName): readonly Backlog[];
  all(): readonly Backlog[];
  /** The names of the loaded ones. */
  topics(): ReadonlySet<TopicName>;
  /** Its log is another than before. */
  logMoved(topic: TopicName, partition: number): void;
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
  readonly compileFilter: CompileFilter;
  readonly clock: Pick<Clock, 'now'>;
};

export function makeSharedState(deps: SharedStateDeps, standing: SharedState['standing']): SharedState {
  const { engine } = deps;
  const { group, record, subscription } = standing;
  const topics = new Map<TopicName, Backlog[]>();
  /** All of them; undefined: to be put together anew. */
  let flat: readonly Backlog[] | undefined;
  const holders = makeHolders();
  const owner = subscription === undefined ? 'group' : 'subscription';
  let deadLetters: EventBatch[] = [];

  const forget = (topic: TopicName): void => {
    for (const { items } of topics.get(topic) ?? []) for (const item of items.values()) holders.drop(item);
    topics.delete(topic);
    flat = undefined;
  };
  const all = (): readonly Backlog[] => {
    flat ??= [...topics.values()].flat();
    return flat;
  };
  const give = (item: Item, why: string): void => {
    const batch = giveUp(engine.log, item, { owner, name: group, why });
    if (batch !== undefined) deadLetters.push(batch);
  };

  const isSame = (before: Backlog | undefined, incarnation: number): boolean =>
    before === undefined || before.topicIncarnation === incarnation;
  const isLoaded = ({ name, incarnation, partitions }: SharedTopic): boolean => {
    const before = topics.get(name);
    return before?.length === partitions && isSame(before[0], incarnation);
  };
  const loadTopic = async (
    { name: topic, incarnation: topicIncarnation, partitions }: SharedTopic,
    progress: ReadonlyMap<string, Progress>,
    isFetched: boolean,
  ): Promise<void> => {
    if (!isSame(topics.get(topic)?.[0], topicIncarnation)) forget(topic);
    const loaded = [...(topics.get(topic) ?? [])];
    for (let at = loaded.length; at < partitions; at += 1) {
      const partition = at as PartitionIndex;
      const own = progress.get(`${topic}/${at}`);
      const position = own?.committedOffset ?? subscription?.startOffset(topic, topicIncarnation, at) ?? 0;
      const previous = own === undefined ? -1 : (own.previous ?? position - 1);
      const reached = { holders, position, previous, maxAttempts: record.maxAttempts };
      const place = { topic, topicIncarnation, partition, ...reached };
      const backlog = await loadBacklog(engine, group, place, own?.inFlight ?? []);
      if (own === undefined && isFetched) backlog.moved = true;
      loaded.push(backlog);
    }
    topics.set(topic, loaded);
    flat = undefined;
  };

  return {
    ...{ standing, holders, filter: filterOf(standing, deps.compileFilter) },
    forget,
    all,
    of: (topic) => topics.get(topic) ?? [],
    find: (topic, partition, offset) => topics.get(topic as TopicName)?.[partition]?.items.get(offset),
    topics: () => new Set(topics.keys()),
    logMoved: (topic, partition) => {
      const backlog = topics.get(topic)?.[partition];
      if (backlog !== undefined) backlog.bounds = undefined;
    },
    load: async (wanted, isFetched) => {
      let progress: ReadonlyMap<string, Progress> | undefined;
      for (const topic of wanted) {
        if (isLoaded(topic)) continue;
        progress ??= new Map(engine.groups.progress(group).map((one) => [`${one.topic}/${one.partition}`, one]));
        await loadTopic(topic, progress, isFetched(topic));
      }
    },
    giveUp: give,
    sweep: (now) => {
      for (const backlog of all()) {
        if (!hasEnded(backlog, now)) continue;
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

function filterOf({ subscription }: Standing, compile: CompileFilter): EventFilter | undefined {
  return subscription?.filter === undefined ? undefined : compile(JSON.stringify(subscription.filter));
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
