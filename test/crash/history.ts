// Everything that was seen from outside while the server was killed again and again. The checker reads only this.

/** An event as its producer made it. `sequence` counts from 1 within its key; `value` is the exact text sent. */
export type Produced = { readonly key: string; readonly sequence: number; readonly value: string };

export type Place = { readonly partition: number; readonly offset: number };

/** A 2xx on produce. */
export type Acknowledged = Produced & Place & { readonly kind: 'acknowledged'; readonly dedupeKey: string | null };

/** An event that was sent, whatever became of it. */
export type Sent = Produced & { readonly kind: 'sent'; readonly dedupeKey: string | null };

/** An event as a fetch showed it. `pass` counts the full reads of the log. */
export type Stored = Place & { readonly kind: 'stored'; readonly pass: number; readonly value: string };

export type Ordering = 'key' | 'partition' | 'none';

/** A subscription to the whole log, from its beginning. `maxEvents` above 1: it takes batches. */
export type Subscribed = {
  readonly kind: 'subscribed';
  readonly subscription: string;
  readonly ordering: Ordering;
  readonly maxEvents: number;
};

/** One POST to the receiver: an event, or a batch of them. */
export type Delivery = Place & {
  readonly kind: 'delivery';
  readonly subscription: string;
  /** The first event's offset is `offset`; equal for a single event. */
  readonly lastOffset: number;
  readonly previousOffset: number;
  /** How many events the headers claim. */
  readonly count: number;
  /** The event's value, or a batch's lines. */
  readonly values: readonly string[];
  readonly webhookId: string;
  /** Place in the one order in which the receiver saw arrivals, wrote answers, and learnt of kills. */
  readonly arrivedOrder: number;
  /** Milliseconds since the epoch. */
  readonly arrivedAt: number;
  /** Absent: never answered. `at`: ms since the epoch, just before the answer was written. */
  readonly answer?: { readonly status: number; readonly order: number; readonly at: number };
};

/**
 * SIGKILL was sent at `at`, ms since the epoch. What stands before `order` came from the killed process, what stands
 * behind it from a later one.
 */
export type Kill = { readonly kind: 'kill'; readonly at: number; readonly order: number };

export type Fact = Acknowledged | Sent | Stored | Subscribed | Delivery | Kill;
