// Which topics a subscription or a group receives: names, and prefixes written `orders.*`.
import { isFilledByBus } from './dead-letter-topic.js';

export function isPrefix(pattern: string): boolean {
  return pattern.endsWith('*');
}

/**
 * A prefix takes in topics that appear later, but neither the bus's own nor dead letter topics: two subscriptions to
 * `*` with failing endpoints would feed each other for ever. Both can be named in full.
 */
export function matchesTopic(patterns: readonly string[], topic: string): boolean {
  return patterns.some((pattern) =>
    isPrefix(pattern) ? topic.startsWith(pattern.slice(0, -1)) && !isFilledByBus(topic) : topic === pattern,
  );
}
