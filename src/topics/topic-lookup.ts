// First step of every produce and fetch: name to topic, from memory. The engine says which names to forget.
import type { Registry } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import { isInternalName, parseTopicName, type TopicName } from '../model/names.js';
import { isCompacted, readTopicConfig } from './topic-config.js';

/** What the hot paths need of a topic. The same object as long as the topic does not change. */
export type TopicView = {
  readonly name: TopicName;
  /** Tells the topic from an earlier one of the same name. */
  readonly incarnation: number;
  readonly partitions: number;
  /** Its events need keys. */
  readonly compacted: boolean;
  readonly keyPath: string | null;
  readonly dedupeWindowMs: number;
  readonly maxEventBytes: number;
};

export type TopicLookup = { lookup(name: string): TopicView; close(): void };

export function makeTopicLookup(registry: Pick<Registry, 'get' | 'onChange'>): TopicLookup {
  const views = new Map<string, TopicView>();
  const close = registry.onChange((signals) => {
    for (const signal of signals) if (signal.collection === 'topics') views.delete(signal.name);
  });

  const load = (name: string): TopicView => {
    const topic = parseTopicName(name);
    const stored = registry.get('topics', topic);
    if (stored === undefined) throw unknownTopic(topic);
    const config = readTopicConfig(stored.body);
    const { partitions, keyPath, dedupeWindowMs, maxEventBytes } = config;
    const { incarnation } = stored;
    const compacted = isCompacted(config);
    const view = { name: topic, incarnation, partitions, compacted, keyPath, dedupeWindowMs, maxEventBytes };
    views.set(name, view);
    return view;
  };

  return { lookup: (name) => views.get(name) ?? load(name), close };
}

export function unknownTopic(topic: TopicName): PosthornError {
  const mend = isInternalName(topic)
    ? `Only the bus itself creates topics that begin with '_'; GET /v1/topics lists what there is.`
    : `Create it with PUT /v1/topics/${topic} and the body {} (or {"partitions": 4, ...}).`;
  return new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', `Topic '${topic}' does not exist. ${mend}`);
}
