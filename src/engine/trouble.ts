// What the engine could not do between commits. Nobody waits for it, so it is told to whoever listens, for the log.
import type { TopicName } from '../model/names.js';

export type LogPlace = { readonly topic: TopicName; readonly partition: number };

/** Without a place: it concerns no log, or that of a deleted topic. */
export type Trouble = Partial<LogPlace> & {
  readonly task: 'retention' | 'compaction';
  /** What the storage, or reading what it holds, said. */
  readonly reason: string;
};
