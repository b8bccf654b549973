// The topic that events of a subscription or a shared group end in when every attempt failed.
import { isInternalName } from './names.js';

export const DEAD_LETTER_SUFFIX = '.dlt';

/** `group`: of the subscription's name as well. */
export function deadLetterTopicOf(group: string): string {
  return `${group}${DEAD_LETTER_SUFFIX}`;
}

/** Topics that the bus itself fills. What is told of their deliveries could feed them again, and so on for ever. */
export function isFilledByBus(topic: string): boolean {
  return isInternalName(topic) || topic.endsWith(DEAD_LETTER_SUFFIX);
}
