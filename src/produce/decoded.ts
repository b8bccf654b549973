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

function column<T extends string | number>(
  drafts: readonly DraftEvent[],
  pick: (draft: DraftEvent) => T | null,
): readonly (T | null)[] | undefined {
  const values = drafts.map(pick);
  return values.every((value) => value === null) ? undefined : values;
}

const isUnframed = (draft: DraftEvent): 1 | null => (draft.json && !draft.value.includes(0x0a) ? null : 1);

export function batchOf(drafts: readonly DraftEvent[]): Omit<Decoded, 'answer'> {
  const columns = {
    key: column(drafts, (draft) => draft.key),
    headers: column(drafts, (draft) => draft.headers),
    contentType: column(drafts, (draft) => draft.contentType),
    timestamp: column(drafts, (draft) => draft.timestamp),
    tombstone: column(drafts, (draft) => (draft.tombstone ? 1 : null)),
    unframed: column(drafts, isUnframed),
  };
  const present = Object.fromEntries(Object.entries(columns).filter(([, values]) => values !== undefined));
  const dedupeKeys = column(drafts, (draft) => draft.dedupeKey);
  const partitions = column(drafts, (draft) => draft.partition);
  return {
    batch: { count: drafts.length, ...pack(drafts.map((draft) => draft.value)), columns: present },
    ...(dedupeKeys === undefined ? {} : { dedupeKeys }),
    ...(partitions === undefined ? {} : { partitions }),
  };
}
