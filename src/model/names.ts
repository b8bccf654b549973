// Names and positions as branded types: a string or number that has been checked once, at the edge.
import { PosthornError } from '../errors/posthorn-error.js';

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type TopicName = Branded<string, 'TopicName'>;
/** A consumer group; every subscription is the group of the same name. */
export type GroupName = Branded<string, 'GroupName'>;
export type PartitionIndex = Branded<number, 'PartitionIndex'>;
export type Offset = Branded<number, 'Offset'>;

const NAME = /^[A-Za-z0-9._-]{1,249}$/;
export const NAME_PATTERN = NAME.source;

function checkName(kind: string, code: 'INVALID_TOPIC_EXCEPTION' | 'INVALID_GROUP_ID', value: string): string {
  if (!NAME.test(value) || value === '.' || value === '..') {
    throw new PosthornError(
      code,
      `'${value.slice(0, 80)}' is no ${kind} name: use 1 to 249 of A-Z a-z 0-9 . _ -, and neither "." nor "..".`,
    );
  }
  return value;
}

/** @throws INVALID_TOPIC_EXCEPTION */
export function parseTopicName(value: string): TopicName {
  return checkName('topic', 'INVALID_TOPIC_EXCEPTION', value) as TopicName;
}

/** Consumer group or subscription name. @throws INVALID_GROUP_ID */
export function parseGroupName(value: string): GroupName {
  return checkName('group or subscription', 'INVALID_GROUP_ID', value) as GroupName;
}

/** Names with a leading underscore are the bus's own and read-only for users. */
export function isInternalName(name: string): boolean {
  return name.startsWith('_');
}

/** @throws INVALID_REQUEST */
export function parsePartition(value: number): PartitionIndex {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new PosthornError('INVALID_REQUEST', `'${value}' is no partition: use an integer from 0.`);
  }
  return value as PartitionIndex;
}

/** @throws INVALID_REQUEST */
export function parseOffset(value: number): Offset {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new PosthornError('INVALID_REQUEST', `'${value}' is no offset: use an integer from 0.`);
  }
  return value as Offset;
}
