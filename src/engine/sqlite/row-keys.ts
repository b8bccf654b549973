// compaction ▸ the keys of a stored row as they lie there, in UTF-8: nothing is decoded to compare them.
import { ByteReader } from './bytes.js';
import { StoredColumns } from './row-codec.js';
import type { Run } from './row-runs.js';

/** Event `index` has the key `bytes[start..end - 1]`; `start` -1: it has none. */
export type VisitKey = (index: number, bytes: Uint8Array, start: number, end: number) => void;

const NOTHING = new Uint8Array(0);

/** @param meta of a row with `count` events */
export function eachKey(meta: Uint8Array | null, count: number, visit: VisitKey): void {
  const keys = meta === null ? undefined : new StoredColumns(meta, count).rawKeys();
  const bytes = keys?.bytes ?? NOTHING;
  const reader = new ByteReader(bytes);
  let [start, end] = [-1, -1];
  for (let index = 0; index < count; index += 1) {
    if (keys !== undefined && (keys.each || index === 0)) {
      const length = reader.varint();
      start = length === 0 ? -1 : reader.position;
      end = start + length - 1;
      if (length > 0) reader.position = end;
    }
    visit(index, bytes, start, end);
  }
}

/** Offsets of the row's events, by index. */
export function rowOffsets(baseOffset: number, count: number, runs: readonly Run[] | undefined): Float64Array {
  const offsets = new Float64Array(count);
  for (const run of runs ?? [{ index: 0, delta: 0, count }]) {
    for (let i = 0; i < run.count; i += 1) offsets[run.index + i] = baseOffset + run.delta + i;
  }
  return offsets;
}
