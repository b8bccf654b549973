// The port's share of repeats: what makes a whole unit one, however often it is committed.

/** A second unit with the same scope and key changes nothing and gets the first one's result. */
export type UnitDedupe = {
  readonly scope: string;
  readonly key: string;
  /** Digest of what was asked; the same key with another fingerprint is refused. @throws IDEMPOTENCY_KEY_REUSED */
  readonly fingerprint: string;
  /** 0: nothing is remembered. A unit with nothing else in it then only asks whether there was a first one. */
  readonly windowMs: number;
  /** JSON-serialisable; kept with the result and given to every repeat, which can be answered from that alone. */
  readonly note?: unknown;
};
