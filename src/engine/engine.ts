// The engine port: all that the rest of the program knows about storage. Reads are small roles; `commit` is the only
// way to write. sqlite/ implements it; test/conformance/ holds every engine to it.
import type { EventBatch } from '../model/event-batch.js';
import type { GroupName, Offset, PartitionIndex, TopicName } from '../model/names.js';
import type { AttemptDetail } from './attempt-detail.js';
import type { AttemptPage, AttemptSearch } from './attempt-search.js';
import type { UnitDedupe } from './dedupe.js';
import type { Parked, ParkedChange } from './parked.js';
import type { Position, ProgressExpectation } from './position.js';
import type { RedrivenChange, RedrivenStore } from './redriven.js';
import type { EngineStats } from './stats.js';
import type { Loss, Trim, TrimResult } from './trim.js';
import type { Trouble } from './trouble.js';

// ---------------------------------------------------------------- what is written

/** What must hold, judged by the writer in the same step as the write. */
export type Expectation =
  /** The document has exactly this version; 0: it does not exist. @throws VERSION_CONFLICT */
  | { readonly kind: 'version'; readonly collection: Collection; readonly name: string; readonly version: number }
  /** The document still is the one created as `incarnation`. @throws VERSION_CONFLICT */
  | {
      readonly kind: 'incarnation';
      readonly collection: Collection;
      readonly name: string;
      readonly incarnation: number;
    }
  | ProgressExpectation;

export type Append = {
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly batch: EventBatch;
  /** One key an event (`null`: none). An event whose key was seen in the topic's window is not appended again. */
  readonly dedupeKeys?: readonly (string | null)[];
};

/**
 * How far a group has come in one partition. Everything below `committedOffset` is done, except what is parked and
 * what `inFlight` names: offsets below it whose delivery had begun or was waiting in memory (ascending).
 */
export type Progress = {
  readonly group: GroupName;
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly committedOffset: Offset;
  readonly inFlight: readonly number[];
  /** The last offset that the group was to get below `committedOffset`, -1: none; default: the one right before it. */
  readonly previous?: number | null;
  /** See position.ts. Where it is absent a write leaves it as it is. */
  readonly position?: Offset | null;
};

/** failed: by hand (a redrive, a resend); it is not tried again, and brings forth no dead letter. */
export type AttemptOutcome = 'acknowledged' | 'retry' | 'dead-lettered' | 'expired' | 'paused' | 'failed';
export type AttemptPhase = 'address' | 'dns' | 'connect' | 'tls' | 'auth' | 'timeout' | 'status' | 'reply';

/** One HTTP request for a delivery. `attempt` counts from 1; times in ms. */
export type Attempt = {
  readonly group: GroupName;
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly offset: Offset;
  readonly lastOffset: Offset;
  readonly key: string | null;
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  /** The phase that failed. */
  readonly phase: AttemptPhase | null;
  readonly status: number | null;
  readonly durationMs: number;
  readonly at: number;
  readonly nextAttemptAt: number | null;
  /** The first bytes of the response or the error's text. */
  readonly response: string | null;
  /** The replay that it was part of; absent in the live flow. */
  readonly replay?: string;
  readonly detail?: AttemptDetail;
};

export type Collection = 'topics' | 'schemas' | 'subscriptions' | 'groups' | 'replays' | 'endpoints';

export type DocumentChange = {
  readonly collection: Collection;
  readonly name: string;
  /** JSON-serialisable; `null` deletes. */
  readonly body: unknown;
  /** Gives a document that exists another incarnation: what was made for the one before is refused from now on. */
  readonly renew?: boolean;
};

/** The engine's share of a topic: how many logs it has and how long they keep events. */
export type LogChange =
  /** Create, or change what is there; partitions never shrink. `ifAbsent`: leave an existing topic as it is. */
  | {
      readonly kind: 'put';
      readonly topic: TopicName;
      readonly partitions: number;
      readonly retentionMs: number;
      readonly retentionBytes: number;
      readonly dedupeWindowMs: number;
      /** Compact the logs; a tombstone stays for so long after it has become the one event of its key. Absent: keep all keys. */
      readonly compaction?: { readonly deleteRetentionMs: number };
      readonly ifAbsent?: boolean;
    }
  /** Delete the topic's events and every group's progress in it. */
  | { readonly kind: 'delete'; readonly topic: TopicName }
  | Trim;

/**
 * All or nothing: everything in a unit is one commit. Applied in the order of the fields: a repeat gets the first one's
 * result whatever has become of what the first one expected.
 */
export type CommitUnit = {
  readonly dedupe?: UnitDedupe;
  readonly expect?: readonly Expectation[];
  readonly documents?: readonly DocumentChange[];
  readonly logs?: readonly LogChange[];
  readonly appends?: readonly Append[];
  readonly offsets?: readonly Progress[];
  readonly positions?: readonly Position[];
  readonly parked?: readonly ParkedChange[];
  readonly attempts?: readonly Attempt[];
  readonly losses?: readonly Loss[];
  readonly redriven?: readonly RedrivenChange[];
  /** Forget these groups: progress, parked deliveries, attempts, losses. */
  readonly forgetGroups?: readonly GroupName[];
};

export type EventResult = {
  readonly partition: number;
  readonly offset: number;
  readonly duplicate: boolean;
  /** Of a duplicate: when the first one was appended. */
  readonly timestamp?: number;
};

export type AppendResult = {
  readonly partition: number;
  /** Offset of the first event that was appended; meaningless when `count` is 0. */
  readonly baseOffset: number;
  /** How many events were appended: all, less the duplicates. */
  readonly count: number;
  /** One an event, present where the append came with dedupe keys. */
  readonly events?: readonly EventResult[];
};

export type UnitResult = {
  /** Time of the append, ms since the epoch (the first one's for a repeat). */
  readonly timestamp: number;
  /** The unit repeated an earlier one (`dedupe`): nothing was written, the results are the first one's. */
  readonly duplicate: boolean;
  /** Of a repeat: what the first one's `dedupe` said to keep. */
  readonly note?: unknown;
  readonly appends: readonly AppendResult[];
  /** One for each trim in `logs`, where there are any. */
  readonly trims?: readonly TrimResult[];
};

// ---------------------------------------------------------------- what is read

export type LogBounds = {
  /** Oldest readable offset. */
  readonly logStartOffset: Offset;
  /** First offset not yet readable. */
  readonly highWatermark: Offset;
  /** Bytes of the values in the log; what was trimmed counts until it is cleared away. */
  readonly bytes: number;
};

/** Events `first..last` (indexes, inclusive) of a stored batch; event i has offset `baseOffset + i`. */
export type LogSlice = {
  readonly batch: EventBatch;
  readonly baseOffset: number;
  /** Default timestamp of the batch's events, ms since the epoch. */
  readonly timestamp: number;
  readonly first: number;
  readonly last: number;
};

export type ReadLimits = {
  readonly maxEvents: number;
  /** Bytes of values; the first event is returned whatever its size. */
  readonly maxBytes: number;
  /** Read nothing at or above this offset. */
  readonly before?: number;
};

export type AppendSignal = {
  readonly topic: TopicName;
  readonly partition: number;
  readonly highWatermark: number;
  /** Present where events below it were deleted, by a trim or by retention; nothing may have been appended then. */
  readonly logStartOffset?: number;
};

export type EventLog = {
  /** Undefined where the topic has no such partition. */
  bounds(topic: TopicName, partition: PartitionIndex): LogBounds | undefined;
  /** From `offset` (or the log start, if that is higher), in offset order. Empty at the high watermark. */
  read(topic: TopicName, partition: PartitionIndex, offset: Offset, limits: ReadLimits): LogSlice[];
  /** The first offset whose event has a timestamp >= `timestamp`; the high watermark where there is none. */
  offsetForTimestamp(topic: TopicName, partition: PartitionIndex, timestamp: number): Offset;
  /** How many events have `from <= offset < to` and can be read. Offsets may have gaps: no difference of two tells it. */
  count(topic: TopicName, partition: PartitionIndex, from: Offset, to: Offset): number;
  /** Called once a commit for every partition that it appended to, and when a log start has moved. Returns what ends it. */
  onAppend(listener: (signals: readonly AppendSignal[]) => void): () => void;
};

export type Document = {
  readonly collection: Collection;
  readonly name: string;
  /** Counts from 1, up by 1 with each change. */
  readonly version: number;
  /** Tells a document from an earlier one of the same name. */
  readonly incarnation: number;
  readonly body: unknown;
};

export type DocumentSignal = { readonly collection: Collection; readonly name: string };

export type Registry = {
  get(collection: Collection, name: string): Document | undefined;
  /** In order of name (code points). */
  list(collection: Collection, page?: { after?: string; limit?: number }): Document[];
  /** Called after the commit, before the commit's caller goes on. Returns what ends it. */
  onChange(listener: (signals: readonly DocumentSignal[]) => void): () => void;
};

export type GroupStore = {
  progress(group: GroupName): Progress[];
  progressAt(group: GroupName, topic: TopicName, partition: PartitionIndex): Progress | undefined;
  /** In offset order, `after` exclusive. */
  parked(
    group: GroupName,
    topic: TopicName,
    partition: PartitionIndex,
    page: { after: number; limit: number },
  ): Parked[];
  parkedCount(group: GroupName, topic: TopicName, partition: PartitionIndex): number;
  /** Whether any of its parked events is held by a lease that ends after `now`, ms since the epoch. */
  hasLease(group: GroupName, now: number): boolean;
  /** What the group has lost, a total for each partition where it has lost any. */
  losses(group: GroupName): Loss[];
};

export type StoredAttempt = Attempt & { readonly id: number };

export type AttemptLog = {
  /** Newest first; `before`: ids below it. Looks at no more than ATTEMPTS_SEARCH_MAX_ROWS of them. */
  list(group: GroupName, page: { before?: number; limit: number; search?: AttemptSearch }): AttemptPage;
  get(group: GroupName, id: number): StoredAttempt | undefined;
};

/** Opens the same engine in another thread (pass it as `workerData` with `transferList`). */
export type EngineLink = {
  readonly value: unknown;
  readonly transfer: readonly import('node:worker_threads').Transferable[];
};

export type Engine = {
  readonly log: EventLog;
  readonly registry: Registry;
  readonly groups: GroupStore;
  readonly attempts: AttemptLog;
  readonly redriven: RedrivenStore;
  /**
   * Resolves once the unit is on disk (fsynced); the reads of this thread then see it.
   * @throws VERSION_CONFLICT IDEMPOTENCY_KEY_REUSED UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE
   *   THROTTLING_QUOTA_EXCEEDED STORAGE_FULL STORAGE_READ_ONLY KAFKA_STORAGE_ERROR SHUTTING_DOWN; nothing of the unit is written then.
   */
  commit(unit: CommitUnit): Promise<UnitResult>;
  /** Counts the commits this thread has sent: keyless events stick to one partition until it moves. */
  commitSequence(): number;
  stats(): Promise<EngineStats>;
  link(): EngineLink;
  /** In the thread that opened the engine: what could not be done between commits. Returns what ends it. */
  onTrouble(listener: (trouble: Trouble) => void): () => void;
  /** Finishes what is queued, then lets go of the storage. */
  close(): Promise<void>;
};
