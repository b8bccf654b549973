// The topics that members name, in full or by a prefix, as they are now.
import type { Registry } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import { isPrefix, matchesTopic } from '../../model/topic-match.js';
import type { GroupTopics } from './draft.js';
import type { TopicNow } from './rebalance.js';

export type GroupTopicsDeps = {
  readonly registry: Pick<Registry, 'list'>;
  /** @throws UNKNOWN_TOPIC_OR_PARTITION */
  readonly lookupTopic: (name: string) => TopicNow;
};

export function makeGroupTopics({ registry, lookupTopic }: GroupTopicsDeps): GroupTopics {
  const find = (name: string): TopicNow | undefined => {
    try {
      return lookupTopic(name);
    } catch (error) {
      if (error instanceof PosthornError && error.code === 'UNKNOWN_TOPIC_OR_PARTITION') return undefined;
      throw error;
    }
  };
  return {
    find,
    matching: (patterns) => {
      const names = new Set(patterns.filter((pattern) => !isPrefix(pattern)));
      const prefixes = [...new Set(patterns.filter(isPrefix))];
      if (prefixes.length > 0) {
        for (const { name } of registry.list('topics')) if (matchesTopic(prefixes, name)) names.add(name);
      }
      return [...names].sort().flatMap((name) => find(name) ?? []);
    },
  };
}
