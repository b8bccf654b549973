// Who waits for which log: one registration at the engine for all of them. An append wakes those of its partition and costs
// the others nothing. Called in the middle of a commit's way back: listeners only note what they have to do.
import type { EventLog, Registry } from '../engine/engine.js';
import type { TopicName } from '../model/names.js';

export type TopicListener = {
  readonly appended: (partition: number, highWatermark: number) => void;
  /** The topic's definition has changed, or it is gone. */
  readonly changed: () => void;
};

export type LogWatch = {
  /** `wake`: after appends to the partition, and when the topic has changed or is gone. Returns what ends it. */
  partition(topic: TopicName, partition: number, wake: () => void): () => void;
  topic(topic: TopicName, listener: TopicListener): () => void;
  close(): void;
};

export type LogWatchDeps = {
  readonly log: Pick<EventLog, 'onAppend'>;
  readonly registry: Pick<Registry, 'onChange'>;
};

type Watched = { readonly partitions: Map<number, Set<() => void>>; readonly listeners: Set<TopicListener> };

export function makeLogWatch({ log, registry }: LogWatchDeps): LogWatch {
  const topics = new Map<string, Watched>();
  const ends = [
    log.onAppend((signals) => {
      if (topics.size === 0) return;
      for (const { topic, partition, highWatermark } of signals) {
        const watched = topics.get(topic);
        if (watched === undefined) continue;
        for (const wake of watched.partitions.get(partition) ?? []) wake();
        for (const listener of watched.listeners) listener.appended(partition, highWatermark);
      }
    }),
    registry.onChange((signals) => {
      for (const { collection, name } of signals) {
        const watched = collection === 'topics' ? topics.get(name) : undefined;
        if (watched === undefined) continue;
        for (const waiting of watched.partitions.values()) for (const wake of waiting) wake();
        for (const listener of watched.listeners) listener.changed();
      }
    }),
  ];

  const watchedOf = (topic: TopicName): Watched => {
    const watched = topics.get(topic) ?? { partitions: new Map(), listeners: new Set() };
    topics.set(topic, watched);
    return watched;
  };
  const dropIfIdle = (topic: TopicName, { partitions, listeners }: Watched): void => {
    if (partitions.size === 0 && listeners.size === 0) topics.delete(topic);
  };

  return {
    partition: (topic, partition, wake) => {
      const watched = watchedOf(topic);
      const waiting = watched.partitions.get(partition) ?? new Set();
      watched.partitions.set(partition, waiting.add(wake));
      return () => {
        if (!waiting.delete(wake)) return;
        if (waiting.size === 0) watched.partitions.delete(partition);
        dropIfIdle(topic, watched);
      };
    },
    topic: (topic, listener) => {
      const watched = watchedOf(topic);
      watched.listeners.add(listener);
      return () => {
        if (watched.listeners.delete(listener)) dropIfIdle(topic, watched);
      };
    },
    close: () => {
      for (const end of ends) end();
    },
  };
}
