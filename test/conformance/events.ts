// Short ways to write units and read values in the conformance suite.
import type { CommitUnit, Engine, LogChange, LogSlice } from '#posthorn/engine/engine.js';
import { columnAt, type EventBatch, type EventColumns, valueAt } from '#posthorn/model/event-batch.js';
import { parseGroupName, parseOffset, parsePartition, parseTopicName } from '#posthorn/model/names.js';

export const T = parseTopicName('orders');
export const G = parseGroupName('billing');
export const p = parsePartition;
export const o = parseOffset;

export function batchOf(values: readonly string[], columns: EventColumns = {}): EventBatch {
  const payload = Uint8Array.from(Buffer.from(values.map((value) => `${value}\n`).join('')));
  let end = -1;
  const ends = Uint32Array.from(
    values.map((value) => {
      end += Buffer.byteLength(value) + 1;
      return end;
    }),
  );
  return { count: values.length, payload, ends, columns };
}

export function topic(partitions = 1, change: Partial<Extract<LogChange, { kind: 'put' }>> = {}): CommitUnit {
  const defaults = { retentionMs: -1, retentionBytes: -1, dedupeWindowMs: 60_000 };
  return { logs: [{ kind: 'put', topic: T, partitions, ...defaults, ...change }] };
}

export function append(values: readonly string[], partition = 0, columns: EventColumns = {}): CommitUnit {
  return { appends: [{ topic: T, partition: p(partition), batch: batchOf(values, columns) }] };
}

export const EVERYTHING = { maxEvents: 1_000_000, maxBytes: 1_000_000_000 };

export type Event = { offset: number; value: string; timestamp: number; key: string | null; headers: string | null };

export function flatten(slices: readonly LogSlice[]): Event[] {
  return slices.flatMap(({ batch, baseOffset, timestamp, first, last }) =>
    Array.from({ length: last - first + 1 }, (_, i) => ({
      offset: baseOffset + first + i,
      value: Buffer.from(valueAt(batch, first + i)).toString(),
      timestamp: columnAt(batch.columns.timestamp, first + i) ?? timestamp,
      key: columnAt(batch.columns.key, first + i),
      headers: columnAt(batch.columns.headers, first + i),
    })),
  );
}

export function readAll(engine: Engine, partition = 0, from = 0): Event[] {
  return flatten(engine.log.read(T, p(partition), o(from), EVERYTHING));
}

export const values = (events: readonly Event[]): string[] => events.map((event) => event.value);
