// decode ▸ what every content type is turned into: a batch, and what else the producer said about its events.
import type { EventBatch } from '../model/event-batch.js';
import { pack } from '../model/values.js';

export type Decoded = {
  /** The form of the answer: one event, offset ranges, or one result an event. */
  readonly answer: 'event' | 'ranges' | 'results';
  readonly batch: EventBatch;
  readonly dedupeKeys?: readonly (string | null)[];
  /** Partitions that the events themselves ask for. */
  readonly partitions?: readonly (number | null)[];
};

/** One event before it becomes a row of columns. `null`: the default. */
export type DraftEvent = {
  readonly value: Uint8Array;
  readonly tombstone: boolean;
  readonly key: string | null;
  readonly headers: string | null;
  readonly contentType: string | null;
  readonly timestamp: number | null;
  readonly dedupeKey: string | null;
  readonly partition: number | null;
  /** The value is JSON (and may stand on a line of its own, if it holds no line break). */
  readonly json: boolean;
};

export function framed(value: Uint8Array): Pick<EventBatch, 'payload' | 'ends'> {
  const payload = Buffer.allocUnsafe(value.length + 1);
  payload.set(value);
  payload[value.length] = 0x0a;
  return { payload, ends: Uint32Array.of(value.length) };
}

/** Values of one column, from the first event that has one: most columns stay without, and cost nothing. */
type Column<T> = { values: (T | null)[] | undefined };

function put<T>(column: Column<T>, count: number, index: number, value: T | null): void {
  if (value === null) return;
  column.values ??= new Array<T | null>(count).fill(null);
  column.values[index] = value;
}

const isUnframed = (draft: DraftEvent): 1 | null => (draft.json && !draft.value.includes(0x0a) ? null : 1);

export function batchOf(drafts: readonly DraftEvent[]): Omit<Decoded, 'answer'> {
  const count = drafts.length;
  const key: Column<string> = { values: undefined };
  const headers: Column<string> = { values: undefined };
  const contentType: Column<string> = { values: undefined };
  const timestamp: Column<number> = { values: undefined };
  const tombstone: Column<number> = { values: undefined };
  const unframed: Column<number> = { values: undefined };
  const dedupeKeys: Column<string> = { values: undefined };
  const partitions: Column<number> = { values: undefined };
  for (let index = 0; index < count; index += 1) {
    const draft = drafts[index] as DraftEvent;
    put(key, count, index, draft.key);
    put(headers, count, index, draft.headers);
    put(contentType, count, index, draft.contentType);
    put(timestamp, count, index, draft.timestamp);
    put(tombstone, count, index, draft.tombstone ? 1 : null);
    put(unframed, count, index, isUnframed(draft));
    put(dedupeKeys, count, index, draft.dedupeKey);
    put(partitions, count, index, draft.partition);
  }
  const columns = { key, headers, contentType, timestamp, tombstone, unframed };
  return {
    batch: { count, ...pack(drafts.map((draft) => draft.value)), columns: filled(columns) },
    ...filled({ dedupeKeys, partitions }),
  };
}

/** Those that have a value. */
function filled<T extends Readonly<Record<string, Column<unknown>>>>(
  columns: T,
): { readonly [K in keyof T]?: NonNullable<T[K]['values']> } {
  const found = Object.entries(columns).flatMap(([name, { values }]) => (values === undefined ? [] : [[name, values]]));
  return Object.fromEntries(found) as { readonly [K in keyof T]?: NonNullable<T[K]['values']> };
}
