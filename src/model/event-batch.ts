// What travels from a request to the log and from the log to readers: many events as one block of bytes and a few
// columns, never one object an event.

/**
 * One value for every event of a batch: absent (all have the default), one value for all, or one an event
 * (`null`: the default).
 */
export type Column<T extends string | number> = T | readonly (T | null)[];

export type EventColumns = {
  /** Event keys; default: no key. */
  readonly key?: Column<string> | undefined;
  /** Event headers as the JSON text of one flat object of strings; default: none. */
  readonly headers?: Column<string> | undefined;
  /** Content type of the value; default: `application/json`. */
  readonly contentType?: Column<string> | undefined;
  /** Version of the topic's schema that the value was checked against; default: none. */
  readonly schemaVersion?: Column<number> | undefined;
  /** Milliseconds since the epoch given by the producer; default: the time of the append. */
  readonly timestamp?: Column<number> | undefined;
  /** 1 where the event is a tombstone (value null); its bytes are empty. */
  readonly tombstone?: Column<number> | undefined;
  /**
   * 1 where the value can't stand on a line of its own as it is: not JSON, or JSON with a line break between tokens.
   * Absent: every value is JSON on one line, and the payload as a whole is NDJSON.
   */
  readonly unframed?: Column<number> | undefined;
};

export type EventBatch = {
  readonly count: number;
  /** The values' bytes as they were produced, each followed by one line feed that is not part of it. */
  readonly payload: Uint8Array;
  /** Where each value ends in `payload` (exclusive). Value i starts at 0 or at `ends[i - 1] + 1`. */
  readonly ends: Uint32Array;
  readonly columns: EventColumns;
};

/** The value of column `column` at event `index`. */
export function columnAt<T extends string | number>(column: Column<T> | undefined, index: number): T | null {
  if (column === undefined) return null;
  return typeof column === 'object' ? (column[index] ?? null) : column;
}

export function valueStart(ends: Uint32Array, index: number): number {
  return index === 0 ? 0 : (ends[index - 1] as number) + 1;
}

/** The bytes of value `index`: a view, not a copy. */
export function valueAt(batch: Pick<EventBatch, 'payload' | 'ends'>, index: number): Uint8Array {
  return batch.payload.subarray(valueStart(batch.ends, index), batch.ends[index]);
}
