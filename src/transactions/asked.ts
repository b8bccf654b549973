// What a transaction asks for, and what it needs of producing and of groups; src/bus.ts plugs in who knows it.
import type { Append, AppendResult, CommitUnit, EventResult } from '../engine/engine.js';
import type { JsonRange } from '../json/parts.js';
import type { GroupName, Offset, PartitionIndex, TopicName } from '../model/names.js';

/** The events of one topic: where they lie in the body, an element each. */
export type AskedEvents = { readonly topic: string; readonly events: readonly JsonRange[] };
export type AskedOffset = { readonly topic: TopicName; readonly partition: PartitionIndex; readonly offset: Offset };
export type AskedCommit = {
  readonly group: GroupName;
  /** With `generation`: the member that owns the partitions. Without both: the group has no members. */
  readonly memberId?: string;
  readonly generation?: number;
  readonly offsets: readonly AskedOffset[];
};
export type AskedTransaction = { readonly produce: readonly AskedEvents[]; readonly commit: readonly AskedCommit[] };

/** Checked events of one topic. */
export type PlannedEvents = {
  readonly topic: TopicName;
  readonly incarnation: number;
  readonly appends: readonly Append[];
  /** Of each append: which of the request's events it holds; null: all, in order. */
  readonly indexes: readonly (readonly number[] | null)[];
};
/** Errors that have an `index` name wrong events, with paths into them. @throws the codes of produce */
export type PlanEvents = (request: AskedEvents & { readonly body: Buffer }) => PlannedEvents;
/** One result an event, from those of `appends`. */
export type ResultsInOrder = (
  indexes: PlannedEvents['indexes'],
  appends: readonly AppendResult[],
  repeated: boolean,
) => readonly EventResult[];

/** The parts of a unit that commit offsets of one group. */
export type PlannedCommit = Pick<CommitUnit, 'expect' | 'documents' | 'offsets'>;
/** @throws ILLEGAL_GENERATION and the other codes of a commit */
export type PlanCommit = (commit: AskedCommit) => PlannedCommit;
