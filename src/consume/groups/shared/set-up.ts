// A shared fetch, step set up: the group's document is written before anything is handed out by it, with the places where its
// topics begin. Where the group is a paused subscription, all that push left unfinished becomes due with it.
import type { CommitUnit, Engine, Expectation, Progress } from '../../../engine/engine.js';
import { startOffset } from '../../../engine/start-position.js';
import { PosthornError } from '../../../errors/posthorn-error.js';
import { GROUP_MAX_TOPICS, WORK_QUEUE_DEFAULT_ATTEMPTS } from '../../../model/group-limits.js';
import type { PartitionIndex } from '../../../model/names.js';
import type { StartAt } from '../../../model/start-at.js';
import { matchesTopic } from '../../../model/topic-match.js';
import { emptyGroup } from '../group-record.js';
import { expectationsOf, type SharedRecord, type Standing } from './standing.js';
import type { SharedTopic } from './topic-choice.js';

export type Wish = {
  /** Names and prefixes. */
  readonly topics: readonly string[];
  readonly start: StartAt;
  readonly maxAttempts: number | undefined;
  /** The group was as it is wished before. */
  readonly isSetUp: boolean;
};

type Reads = Pick<Engine, 'log' | 'groups'>;

/** Undefined: the group is as it is wished. `topics`: all that there are. @throws INVALID_REQUEST ILLEGAL_GENERATION */
export function setUpUnit(
  engine: Reads,
  standing: Standing,
  wish: Wish,
  topics: () => readonly SharedTopic[],
): CommitUnit | undefined {
  const { group, record } = standing;
  // Who waited while it was deleted does not make it again.
  if (wish.isSetUp && record === undefined) throw deletedMeanwhile(group);
  const known = record?.topics ?? [];
  const unknown = wish.topics.filter((pattern) => !known.includes(pattern));
  const wished = wish.isSetUp ? undefined : wish.maxAttempts;
  const maxAttempts = wished ?? record?.maxAttempts ?? WORK_QUEUE_DEFAULT_ATTEMPTS;
  if (record !== undefined && unknown.length === 0 && record.maxAttempts === maxAttempts) return undefined;
  if (known.length + unknown.length > GROUP_MAX_TOPICS) {
    const detail = `Group '${group}' was fetched by ${known.length} names and prefixes already; it takes ${GROUP_MAX_TOPICS} at most. Fetch by a prefix, or use another group.`;
    throw new PosthornError('INVALID_REQUEST', detail);
  }
  const body: SharedRecord = {
    ...(record ?? emptyGroup('shared')),
    mode: 'shared',
    topics: [...known, ...unknown],
    maxAttempts,
  };
  const progress = engine.groups.progress(group);
  const added = topics().filter(({ name }) => matchesTopic(unknown, name) && !matchesTopic(known, name));
  const starts = added.flatMap((topic) => startsOf(engine, standing, topic, wish.start, progress));
  return {
    expect: [...expectationsOf(standing), ...added.map(asItIs)],
    documents: [{ collection: 'groups', name: group, body }],
    offsets: starts,
    parked:
      record === undefined
        ? progress.map(({ topic, partition }) => ({ kind: 'release', group, topic, partition }) as const)
        : [],
  };
}

function deletedMeanwhile(group: string): PosthornError {
  return new PosthornError(
    'ILLEGAL_GENERATION',
    `Group '${group}' was deleted while this fetch waited. What it had handed out is forgotten with it: fetch again with POST ` +
      `/v1/groups/${group}/fetch to make it anew.`,
  );
}

function asItIs({ name, incarnation }: SharedTopic): Expectation {
  return { kind: 'incarnation', collection: 'topics', name, incarnation };
}

/** Of the partitions that have no progress yet. Those of a topic that the group has read come from later: they begin at 0. */
function startsOf(
  { log }: Reads,
  { group, subscription }: Standing,
  { name: topic, incarnation, partitions }: SharedTopic,
  start: Wish['start'],
  progress: readonly Progress[],
): Progress[] {
  const own = progress.filter((one) => one.topic === topic);
  return Array.from({ length: partitions }, (_, index) => index as PartitionIndex).flatMap((partition) => {
    const bounds = log.bounds(topic, partition);
    if (bounds === undefined || own.some((one) => one.partition === partition)) return [];
    const resolved = (): number => {
      if (subscription !== undefined) return subscription.startOffset(topic, incarnation, partition);
      return own.length > 0 ? 0 : startOffset(log, topic, partition, bounds, start);
    };
    return [{ group, topic, partition, committedOffset: resolved() as Progress['committedOffset'], inFlight: [] }];
  });
}
