// Which topics wake a shared group: only while somebody waits for their events.
import type { TopicName } from '../../../model/names.js';
import type { LogWatch } from '../../log-watch.js';

export type TopicWatches = {
  /** From now on these, and no others. */
  keep(topics: ReadonlySet<TopicName>): void;
};

export function makeTopicWatches(watch: Pick<LogWatch, 'topic'>, wake: () => void): TopicWatches {
  const watched = new Map<TopicName, () => void>();
  return {
    keep: (topics) => {
      for (const [topic, unwatch] of watched) {
        if (topics.has(topic)) continue;
        unwatch();
        watched.delete(topic);
      }
      for (const topic of topics) {
        if (!watched.has(topic)) watched.set(topic, watch.topic(topic, { appended: wake, changed: wake }));
      }
    },
  };
}
