// compaction ▸ what is left of several rows as one row: the same bytes, keys, headers and times at the same offsets.
import { type Column, columnAt, type EventBatch, type EventColumns, valueStart } from '../../model/event-batch.js';
import { type Run, runsOf } from './row-runs.js';

/** The events of one row that stay: by index in its batch, and their offsets. */
export type Kept = {
  readonly batch: EventBatch;
  /** Default timestamp of the row's events, ms since the epoch. */
  readonly timestamp: number;
  readonly indexes: readonly number[];
  readonly offsets: readonly number[];
};

export type Gathered = {
  readonly batch: EventBatch;
  readonly baseOffset: number;
  readonly runs: readonly Run[];
  readonly timestampMax: number;
};

const COLUMNS = ['key', 'headers', 'contentType', 'schemaVersion', 'tombstone', 'unframed'] as const;

/** @param timestamp the default of the new row. `parts` are in order of offsets, and hold at least one event. */
export function gatherEvents(parts: readonly Kept[], timestamp: number): Gathered {
  const offsets = parts.flatMap((part) => part.offsets);
  const baseOffset = offsets[0] as number;
  const times = gatherTimes(parts, timestamp);
  const columns: Record<string, unknown> = times.column === undefined ? {} : { timestamp: times.column };
  for (const name of COLUMNS) {
    const column = gatherColumn(parts, (batch) => batch.columns[name] as Column<string | number> | undefined);
    if (column !== undefined) columns[name] = column;
  }
  return {
    batch: { count: offsets.length, ...gatherValues(parts, offsets.length), columns: columns as EventColumns },
    baseOffset,
    runs: runsOf(offsets.map((offset) => offset - baseOffset)),
    timestampMax: times.max,
  };
}

function gatherValues(parts: readonly Kept[], count: number): Pick<EventBatch, 'payload' | 'ends'> {
  const ends = new Uint32Array(count);
  let bytes = 0;
  for (const { batch, indexes } of parts) {
    for (const index of indexes) bytes += (batch.ends[index] as number) + 1 - valueStart(batch.ends, index);
  }
  const payload = new Uint8Array(bytes);
  let to = 0;
  let at = 0;
  for (const { batch, indexes } of parts) {
    for (const index of indexes) {
      const start = valueStart(batch.ends, index);
      const end = (batch.ends[index] as number) + 1;
      payload.set(batch.payload.subarray(start, end), to);
      to += end - start;
      ends[at++] = to - 1;
    }
  }
  return { payload, ends };
}

function gatherTimes(
  parts: readonly Kept[],
  timestamp: number,
): { readonly column: Column<number> | undefined; readonly max: number } {
  const each: (number | null)[] = [];
  let max = 0;
  let same = true;
  for (const { batch, timestamp: ofRow, indexes } of parts) {
    const { timestamp: column } = batch.columns;
    for (const index of indexes) {
      const time = columnAt(column, index) ?? ofRow;
      max = Math.max(max, time);
      same &&= time === timestamp;
      each.push(time === timestamp ? null : time);
    }
  }
  return { column: same ? undefined : each, max };
}

function gatherColumn<T extends string | number>(
  parts: readonly Kept[],
  columnOf: (batch: EventBatch) => Column<T> | undefined,
): Column<T> | undefined {
  const columns = parts.map(({ batch }) => columnOf(batch));
  const [one] = columns;
  if (typeof one !== 'object' && columns.every((column) => column === one)) return one;
  const each: (T | null)[] = [];
  for (const [at, { indexes }] of parts.entries()) {
    for (const index of indexes) each.push(columnAt(columns[at], index));
  }
  return each.every((value) => value === null) ? undefined : each;
}
