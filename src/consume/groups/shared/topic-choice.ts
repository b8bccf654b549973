// Which topics a shared fetch is about: names and prefixes, as they stand in this turn.
import { PosthornError } from '../../../errors/posthorn-error.js';
import { deadLetterTopicOf } from '../../../model/dead-letter-topic.js';
import type { TopicName } from '../../../model/names.js';
import { isPrefix, matchesTopic } from '../../../model/topic-match.js';
import type { Standing } from './standing.js';

export type SharedTopic = { readonly name: TopicName; readonly incarnation: number; readonly partitions: number };

export type TopicSource = {
  /** @throws UNKNOWN_TOPIC_OR_PARTITION */
  readonly lookupTopic: (name: string) => SharedTopic;
  /** All that there are, in order of name. */
  readonly allTopics: () => readonly SharedTopic[];
};

/** @throws UNKNOWN_TOPIC_OR_PARTITION INVALID_REQUEST */
export function chooseTopics(
  { lookupTopic, allTopics }: TopicSource,
  { group, subscription }: Standing,
  patterns: readonly string[],
): readonly SharedTopic[] {
  const chosen = new Map<string, SharedTopic>();
  for (const pattern of patterns) {
    if (isPrefix(pattern)) {
      for (const topic of allTopics()) {
        const isReceived = subscription?.receives(topic.name) ?? true;
        if (isReceived && matchesTopic([pattern], topic.name)) chosen.set(topic.name, topic);
      }
      continue;
    }
    const topic = lookupTopic(pattern);
    refuseForeign(group, subscription, topic.name);
    chosen.set(topic.name, topic);
  }
  return [...chosen.values()];
}

function refuseForeign(group: string, subscription: Standing['subscription'], topic: string): void {
  if (topic === deadLetterTopicOf(group)) {
    const detail = `'${topic}' is where group '${group}' itself leaves what nobody could handle: it would feed itself. Fetch it by another group.`;
    throw new PosthornError('INVALID_REQUEST', detail);
  }
  if (subscription?.receives(topic) ?? true) return;
  throw new PosthornError(
    'UNKNOWN_TOPIC_OR_PARTITION',
    `'${topic}' is none of the topics that subscription '${group}' receives: GET /v1/subscriptions/${group} lists them. ` +
      'Fetch one of them, or this one by another group.',
  );
}
