// Everything that was seen from outside while the server was killed again and again. The checker reads only this.

/** An event as its producer made it. `sequence` counts from 1 within its key; `value` is the exact text sent. */
export type Produced = { readonly key: string; readonly sequence: number; readonly value: string };

/** A 2xx on produce. */
export type Acknowledged = Produced & {
  readonly kind: 'acknowledged';
  readonly partition: number;
  readonly offset: number;
  readonly dedupeKey: string | null;
};

/** An event that was sent, whatever became of it. */
export type Sent = Produced & { readonly kind: 'sent'; readonly dedupeKey: string | null };

/** An event as a fetch showed it. `pass` counts the full reads of the log. */
export type Stored = {
  readonly kind: 'stored';
  readonly pass: number;
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
};

/** One POST to the receiver. */
export type Delivery = {
  readonly kind: 'delivery';
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
  readonly webhookId: string;
  /** Place in the one order in which the receiver saw arrivals and wrote answers. */
  readonly arrivedOrder: number;
  /** Milliseconds since the epoch. */
  readonly arrivedAt: number;
  /** Absent: never answered. `at`: ms since the epoch, just before the answer was written. */
  readonly answer?: { readonly status: number; readonly order: number; readonly at: number };
};

/** SIGKILL was sent at `at`, the process was seen to be gone at `goneAt`; ms since the epoch. */
export type Kill = { readonly kind: 'kill'; readonly at: number; readonly goneAt: number };

export type Fact = Acknowledged | Sent | Stored | Delivery | Kill;
