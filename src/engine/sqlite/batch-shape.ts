// Pure operations on event batches: join small ones into one row, cut large ones into several.
import { type Column, columnAt, type EventBatch, type EventColumns, valueStart } from '../../model/event-batch.js';

const STRING_COLUMNS = ['key', 'headers', 'contentType'] as const;
const NUMBER_COLUMNS = ['schemaVersion', 'timestamp', 'tombstone', 'unframed'] as const;

/** All events of `batches` in order, as one batch with a payload of its own. */
export function joinBatches(batches: readonly EventBatch[]): EventBatch {
  const [first] = batches;
  if (batches.length === 1 && first !== undefined) return first;
  let count = 0;
  let bytes = 0;
  for (const batch of batches) {
    count += batch.count;
    bytes += batch.payload.byteLength;
  }
  const payload = new Uint8Array(bytes);
  const ends = new Uint32Array(count);
  let position = 0;
  let index = 0;
  for (const batch of batches) {
    payload.set(batch.payload, position);
    for (let i = 0; i < batch.count; i += 1) ends[index++] = position + (batch.ends[i] as number);
    position += batch.payload.byteLength;
  }
  return { count, payload, ends, columns: joinColumns(batches, count) };
}

function joinColumns(batches: readonly EventBatch[], count: number): EventColumns {
  const columns: Record<string, unknown> = {};
  for (const name of STRING_COLUMNS) {
    const joined = joinColumn<string>(batches, count, (batch) => batch.columns[name]);
    if (joined !== undefined) columns[name] = joined;
  }
  for (const name of NUMBER_COLUMNS) {
    const joined = joinColumn<number>(batches, count, (batch) => batch.columns[name]);
    if (joined !== undefined) columns[name] = joined;
  }
  return columns;
}

function joinColumn<T extends string | number>(
  batches: readonly EventBatch[],
  count: number,
  columnOf: (batch: EventBatch) => Column<T> | undefined,
): Column<T> | undefined {
  const constant = columnOf(batches[0] as EventBatch);
  if (typeof constant !== 'object' && batches.every((batch) => columnOf(batch) === constant)) return constant;
  const each: (T | null)[] = new Array(count);
  let index = 0;
  for (const batch of batches) {
    const column = columnOf(batch);
    for (let i = 0; i < batch.count; i += 1) each[index++] = columnAt(column, i);
  }
  return each;
}

/** Events `from` to `to` (exclusive) as a batch whose payload is a view of the same bytes. */
export function cutBatch(batch: EventBatch, from: number, to: number): EventBatch {
  if (from === 0 && to === batch.count) return batch;
  const start = valueStart(batch.ends, from);
  const ends = batch.ends.slice(from, to);
  if (start > 0) for (let i = 0; i < ends.length; i += 1) ends[i] = (ends[i] as number) - start;
  const payload = batch.payload.subarray(start, (batch.ends[to - 1] as number) + 1);
  const columns: Record<string, unknown> = {};
  for (const name of [...STRING_COLUMNS, ...NUMBER_COLUMNS]) {
    const column = batch.columns[name];
    if (column !== undefined) columns[name] = typeof column === 'object' ? column.slice(from, to) : column;
  }
  return { count: to - from, payload, ends, columns };
}

/** The events at `indexes` (ascending) as a batch of its own. */
export function pickEvents(batch: EventBatch, indexes: readonly number[]): EventBatch {
  if (indexes.length === batch.count) return batch;
  return joinBatches(indexes.map((index) => cutBatch(batch, index, index + 1)));
}

/**
 * Cuts and joins `batches` into rows of at most `maxBytes` of payload and `maxEvents` events, in order. A single
 * larger event is a row of its own.
 */
export function shapeRows(batches: readonly EventBatch[], maxBytes: number, maxEvents: number): EventBatch[] {
  const rows: EventBatch[] = [];
  let open: EventBatch[] = [];
  let openBytes = 0;
  let openEvents = 0;
  const close = () => {
    if (open.length > 0) rows.push(joinBatches(open));
    open = [];
    openBytes = 0;
    openEvents = 0;
  };
  for (const batch of batches) {
    for (const piece of cutToSize(batch, maxBytes, maxEvents)) {
      if (openBytes + piece.payload.byteLength > maxBytes || openEvents + piece.count > maxEvents) close();
      open.push(piece);
      openBytes += piece.payload.byteLength;
      openEvents += piece.count;
    }
  }
  close();
  return rows;
}

function cutToSize(batch: EventBatch, maxBytes: number, maxEvents: number): EventBatch[] {
  if (batch.payload.byteLength <= maxBytes && batch.count <= maxEvents) return [batch];
  const pieces: EventBatch[] = [];
  let from = 0;
  for (let i = 1; i <= batch.count; i += 1) {
    const full =
      i === batch.count ||
      i - from >= maxEvents ||
      (batch.ends[i] as number) + 1 - valueStart(batch.ends, from) > maxBytes;
    if (full) {
      pieces.push(cutBatch(batch, from, i));
      from = i;
    }
  }
  return pieces;
}
