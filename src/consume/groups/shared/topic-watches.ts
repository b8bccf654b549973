// Which topics a shared group hears of: those whose work queues it has in memory.
import type { TopicName } from '../../../model/names.js';
import type { LogWatch } from '../../log-watch.js';

export type TopicWatches = {
  /** From now on these, and no others. */
  keep(topics: ReadonlySet<TopicName>): void;
};

export type TopicNews = {
  /** The log of this partition is another: something was appended or deleted. */
  readonly moved: (topic: TopicName, partition: number) => void;
  /** The topic itself is. */
  readonly changed: () => void;
};

export function makeTopicWatches(watch: Pick<LogWatch, 'topic'>, { moved, changed }: TopicNews): TopicWatches {
  const watched = new Map<TopicName, () => void>();
  return {
    keep: (topics) => {
      for (const [topic, unwatch] of watched) {
        if (topics.has(topic)) continue;
        unwatch();
        watched.delete(topic);
      }
      for (const topic of topics) {
        if (watched.has(topic)) continue;
        const appended = (partition: number): void => moved(topic, partition);
        watched.set(topic, watch.topic(topic, { appended, changed }));
      }
    },
  };
}
