// The bus's own topics, made at the start where they are missing: from then on they are read like any other.
import type { CommitUnit, Engine } from '../engine/engine.js';
import { ATTEMPTS_TOPIC, CHANGES_TOPIC } from '../model/internal-topics.js';
import type { TopicName } from '../model/names.js';
import { DEFAULT_TOPIC_CONFIG, readTopicConfig, sameConfig, type TopicConfig } from './topic-config.js';

export type InternalTopics = {
  /** How long `_changes` keeps its events. */
  readonly changesRetentionMs: number;
};

/** What `_attempts` shows goes with the attempts themselves, by their number: nothing is kept for it. */
export async function makeInternalTopics(
  engine: Pick<Engine, 'registry' | 'commit'>,
  { changesRetentionMs }: InternalTopics,
): Promise<void> {
  const wanted: readonly (readonly [TopicName, TopicConfig])[] = [
    [CHANGES_TOPIC, { ...DEFAULT_TOPIC_CONFIG, retentionMs: changesRetentionMs }],
    [ATTEMPTS_TOPIC, { ...DEFAULT_TOPIC_CONFIG, retentionMs: -1 }],
  ];
  const units = wanted.flatMap(([topic, config]) => putUnit(engine, topic, config) ?? []);
  await Promise.all(units.map((unit) => engine.commit(unit)));
}

/** Undefined where it is as it has to be. */
function putUnit(
  { registry }: Pick<Engine, 'registry'>,
  topic: TopicName,
  config: TopicConfig,
): CommitUnit | undefined {
  const stored = registry.get('topics', topic);
  if (stored !== undefined && sameConfig(readTopicConfig(stored.body), config)) return undefined;
  const { partitions, retentionMs, retentionBytes, dedupeWindowMs } = config;
  return {
    documents: [{ collection: 'topics', name: topic, body: config }],
    logs: [{ kind: 'put', topic, partitions, retentionMs, retentionBytes, dedupeWindowMs }],
  };
}
