// PUT /v1/subscriptions/{name}: the field `replies`.
import { deadLetterTopicOf } from '../../model/dead-letter-topic.js';
import type { Fields } from '../../model/fields.js';
import { SUBSCRIPTION_MAX_TOPICS } from '../../model/limits.js';
import { isInternalName, NAME_PATTERN } from '../../model/names.js';
import {
  REPLY_DEFAULT_MAX_BYTES,
  REPLY_DEFAULT_MAX_EVENTS,
  REPLY_MAX_BYTES,
  REPLY_MAX_EVENTS,
} from '../../model/reply-limits.js';
import { isPrefix, matchesTopic } from '../../model/topic-match.js';
import type { RepliesConfig } from './replies-config.js';

const NAME = new RegExp(NAME_PATTERN);

/** Nothing where the field is absent or null. @param name the subscription's */
export function readReplies(fields: Fields, name: string): { readonly replies?: RepliesConfig } {
  if ((fields.take('replies') ?? null) === null) return {};
  const replies = fields.inner('replies');
  const topics = readTopics(replies, name);
  const read = {
    topics,
    topic: readTopic(replies, topics),
    maxEvents: replies.integer('maxEvents', 1, REPLY_MAX_EVENTS, REPLY_DEFAULT_MAX_EVENTS),
    maxBytes: replies.integer('maxBytes', 1, REPLY_MAX_BYTES, REPLY_DEFAULT_MAX_BYTES),
  };
  replies.refuseOthers();
  return { replies: read };
}

function readTopics(replies: Fields, name: string): readonly string[] {
  const topics = replies.take('topics');
  if (!Array.isArray(topics) || topics.length === 0 || topics.length > SUBSCRIPTION_MAX_TOPICS) {
    const form = `must be a list of 1 to ${SUBSCRIPTION_MAX_TOPICS} topic names or prefixes such as "invoices.*"`;
    replies.wrong('topics', `${form}: where replies may go`);
    return [];
  }
  for (const [index, topic] of topics.entries()) {
    const message = wrongTopic(topic, name);
    if (message !== undefined) replies.wrong(`topics/${index}`, message);
  }
  return [...new Set(topics as string[])];
}

function wrongTopic(topic: unknown, name: string): string | undefined {
  if (typeof topic !== 'string') return 'must be a string';
  if (topic === '') return 'is empty';
  const plain = isPrefix(topic) ? topic.slice(0, -1) : topic;
  if (plain !== '' && !NAME.test(plain)) return 'is no topic name, nor one with a "*" at its end';
  if (isInternalName(plain)) return "begins with '_': only the bus itself writes to such topics";
  return topic === deadLetterTopicOf(name) ? "is this subscription's own dead letter topic" : undefined;
}

/** Where one topic alone is allowed, by its name, nobody needs to say it twice. */
function readTopic(replies: Fields, topics: readonly string[]): string | null {
  const topic = replies.take('topic') ?? null;
  const [only] = topics;
  if (topic === null) return topics.length === 1 && typeof only === 'string' && !isPrefix(only) ? only : null;
  if (typeof topic !== 'string' || !NAME.test(topic)) replies.wrong('topic', 'must be a topic name');
  else if (topics.every((one) => typeof one === 'string') && !matchesTopic(topics, topic)) {
    replies.wrong('topic', 'is none of replies.topics: put it there as well');
  }
  return topic as string;
}
