// What clients did and what they were told, in one order: a line for each call as it began and as it ended. The checker
// reads only this. An operation that ended before another one began stands before it, so lines serve as times.

/** `<topic>/<partition>`. */
export type Partition = `${string}/${number}`;

/** An event as somebody saw it; `id` names the value (event-text.ts). */
export type Seen = readonly [offset: number, id: string];

/** Events of one partition, in the order of an answer. */
export type Stretch = { readonly partition: Partition; readonly events: readonly Seen[] };

/** The next offset: everything below is done. */
export type Position = { readonly partition: Partition; readonly offset: number };

export type Placed = { readonly partition: Partition; readonly offset: number };

// ---------------------------------------------------------------- calls and what they answer

/** `unit`: the same over all attempts. `ids`: one an event, never used by another unit. */
export type SendCall = {
  readonly unit: string;
  readonly topic: string;
  readonly form: 'single' | 'lines' | 'batch';
  readonly ids: readonly string[];
  /** Of all of them. */
  readonly key?: string;
};
/** One an event; of lines, the first alone: the others stand behind it. */
export type SendResult = { readonly placed: readonly Placed[]; readonly duplicate: boolean };

/** `offset` absent: from the log start. */
export type FetchCall = { readonly partition: Partition; readonly offset?: number };
export type FetchResult = {
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly nextOffset: number;
  readonly events: readonly Seen[];
};

/** A group's fetch. No `memberId`: a join, or a known instance that comes back. A list commits and rewinds. */
export type PollCall = {
  readonly group: string;
  readonly memberId?: string;
  readonly instanceId?: string;
  readonly commit: boolean | readonly Position[];
};
export type PollResult = {
  readonly memberId: string;
  readonly generation: number;
  readonly assignment: readonly Partition[];
  readonly handed: readonly Stretch[];
  /** Behind what was handed out of each of its partitions. */
  readonly positions: readonly Position[];
};

export type CommitCall = {
  readonly group: string;
  readonly memberId: string;
  readonly generation: number;
  readonly offsets: readonly Position[];
};

/** `inputs`: what it was computed from, handed out by the group to this member. */
export type TransactCall = {
  readonly unit: string;
  readonly produce: readonly { readonly topic: string; readonly ids: readonly string[] }[];
  readonly commit?: CommitCall;
  readonly inputs: readonly Stretch[];
};
/** Of all events, in the order of the call. */
export type TransactResult = { readonly placed: readonly Placed[]; readonly duplicate: boolean };

/** A shared group's event, handed out for the `attempt`th time. */
export type Leased = {
  readonly partition: Partition;
  readonly offset: number;
  readonly id: string;
  readonly attempt: number;
};
/** A shared group's fetch: nobody else gets the events for `leaseMs`, unless they are given back. */
export type LeaseCall = { readonly group: string; readonly memberId: string; readonly leaseMs: number };
export type LeaseResult = { readonly leased: readonly Leased[] };

export type Receipt = Omit<Leased, 'id'>;
/** Done, and given back. */
export type SettleCall = {
  readonly group: string;
  readonly ack: readonly Receipt[];
  readonly nack: readonly Receipt[];
};

export type DescribeCall = { readonly group: string };
export type DescribeResult = {
  readonly committed: readonly Position[];
  readonly watermarks: readonly Position[];
};

export type TrimCall = { readonly offsets: readonly Position[] };
export type GrowCall = { readonly topic: string; readonly partitions: number };
export type LeaveCall = { readonly group: string; readonly memberId: string };
type Nothing = Record<string, never>;

type Calls = {
  send: [SendCall, SendResult];
  fetch: [FetchCall, FetchResult];
  poll: [PollCall, PollResult];
  commit: [CommitCall, Nothing];
  transact: [TransactCall, TransactResult];
  lease: [LeaseCall, LeaseResult];
  settle: [SettleCall, Nothing];
  describe: [DescribeCall, DescribeResult];
  trim: [TrimCall, Nothing];
  grow: [GrowCall, Nothing];
  leave: [LeaveCall, Nothing];
};

export type Kind = keyof Calls;
export type CallOf<K extends Kind> = Calls[K][0];
export type ResultOf<K extends Kind> = Calls[K][1];

// ---------------------------------------------------------------- lines

export type Invoked<K extends Kind = Kind> = {
  readonly line: 'invoke';
  readonly op: number;
  /** ms since the run began. Leases alone are judged by it. */
  readonly at: number;
  /** Who calls: one call at a time. */
  readonly worker: string;
  readonly kind: K;
  readonly call: CallOf<K>;
};

/** It took effect between its two lines. */
export type Succeeded<K extends Kind = Kind> = {
  readonly line: 'ok';
  readonly op: number;
  readonly at: number;
  readonly result: ResultOf<K>;
};
/** It never had and never will have an effect. `code`: the server's, or `UNREACHED`. */
export type Failed = { readonly line: 'fail'; readonly op: number; readonly at: number; readonly code: string };
/** Nobody knows: it may take effect until the server goes down. */
export type Unknown = { readonly line: 'info'; readonly op: number; readonly at: number; readonly reason: string };

/** The server is gone, with all that it had begun. */
export type Down = { readonly line: 'down'; readonly at: number; readonly signal: string };
export type Up = { readonly line: 'up'; readonly at: number };
/** Of the topic's events of one key only the newest has to stay. */
export type Compacted = { readonly line: 'compacted'; readonly at: number; readonly topic: string };
/** All clients have ended: what is fetched from here on reads every partition from its start to its end. */
export type Quiet = { readonly line: 'quiet'; readonly at: number };
/** At the end: the group has been handed all there is. `exactlyOnce`: by transactions alone. `shared`: all is done. */
export type Drained = {
  readonly line: 'drained';
  readonly at: number;
  readonly group: string;
  readonly topics: readonly string[];
  readonly exactlyOnce: boolean;
  readonly shared?: boolean;
};

export type Line = Invoked | Succeeded | Failed | Unknown | Down | Up | Compacted | Quiet | Drained;
