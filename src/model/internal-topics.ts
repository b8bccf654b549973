// The bus's own topics: anybody may read them, the bus alone writes them.
import type { PartitionIndex, TopicName } from './names.js';

/** What was changed of the bus's own state: see engine/changes.ts. */
export const CHANGES_TOPIC = '_changes' as TopicName;

/** Every attempt to deliver an event: a view over the attempts that the engine keeps. */
export const ATTEMPTS_TOPIC = '_attempts' as TopicName;

/** The one partition of either. */
export const INTERNAL_PARTITION = 0 as PartitionIndex;
