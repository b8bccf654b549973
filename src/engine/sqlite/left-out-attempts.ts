// Attempts that the topic _attempts does not show: deliveries of its own events, which would feed it for ever, and of dead
// letters, which a subscription to it may have filled.
import { DEAD_LETTER_SUFFIX } from '../../model/dead-letter-topic.js';
import { ATTEMPTS_TOPIC } from '../../model/internal-topics.js';

/** In the words of the index attempts_left_out, or SQLite does not use it. */
export const LEFT_OUT = `(topic = '_attempts' OR substr(topic, -4) = '.dlt')`;

export const LAST_SHOWN = `SELECT id FROM attempts WHERE id > ? AND NOT ${LEFT_OUT} ORDER BY id DESC LIMIT 1`;

export function isLeftOut(topic: string): boolean {
  return topic === ATTEMPTS_TOPIC || topic.endsWith(DEAD_LETTER_SUFFIX);
}
