// The topic that events of a subscription or a shared group end in when every attempt failed.

export const DEAD_LETTER_SUFFIX = '.dlt';

/** `group`: of the subscription's name as well. */
export function deadLetterTopicOf(group: string): string {
  return `${group}${DEAD_LETTER_SUFFIX}`;
}
