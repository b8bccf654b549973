// What a compacted log must be, by the simplest means: every event ever appended, and which of them have to be there.
import type { LogSlice } from '#posthorn/engine/engine.js';
import { columnAt, valueAt } from '#posthorn/model/event-batch.js';

/** `key` null: none. `value` empty: a tombstone. */
export type Put = { readonly key: string | null; readonly value: string };
export type Seen = Put & { readonly offset: number; readonly timestamp: number };

export function seenIn(slices: readonly LogSlice[]): Seen[] {
  return slices.flatMap(({ batch, baseOffset, timestamp, first, last }) =>
    Array.from({ length: last - first + 1 }, (_, at): Seen => {
      const index = first + at;
      const isTombstone = columnAt(batch.columns.tombstone, index) === 1;
      const value = Buffer.from(valueAt(batch, index)).toString();
      if (isTombstone !== (value === '')) throw new Error(`offset ${baseOffset + index} is torn`);
      const time = columnAt(batch.columns.timestamp, index) ?? timestamp;
      return { offset: baseOffset + index, key: columnAt(batch.columns.key, index), value, timestamp: time };
    }),
  );
}

export type CompactionModel = {
  readonly appended: readonly Seen[];
  append(puts: readonly Put[], timestamp: number): void;
  /** What is wrong with a read of offsets `from` to `to` (exclusive): undefined where nothing is. */
  faultIn(seen: readonly Seen[], from: number, to: number): string | undefined;
  /** What is left below `end` of what was appended below it, when no tombstone's time goes on. */
  cleanBelow(end: number): number[];
};

export function makeCompactionModel(): CompactionModel {
  const appended: Seen[] = [];
  const newest = new Map<string, number>();
  const isNewest = ({ key, offset }: Seen) => key === null || newest.get(key) === offset;

  return {
    appended,
    append: (puts, timestamp) => {
      for (const put of puts) {
        if (put.key !== null) newest.set(put.key, appended.length);
        appended.push({ ...put, offset: appended.length, timestamp });
      }
    },
    faultIn: (seen, from, to) => {
      let last = from - 1;
      for (const one of seen) {
        if (one.offset <= last || one.offset >= to) return `offset ${one.offset} after ${last}`;
        last = one.offset;
        if (JSON.stringify(one) !== JSON.stringify(ordered(appended[one.offset]))) return `${one.offset} has changed`;
      }
      const there = new Set(seen.map(({ offset }) => offset));
      const missing = appended
        .slice(from, to)
        .find((one) => isNewest(one) && one.value !== '' && !there.has(one.offset));
      return missing === undefined ? undefined : `offset ${missing.offset} is missing`;
    },
    cleanBelow: (end) => {
      const last = new Map<string, number>();
      for (const { key, offset } of appended.slice(0, end)) if (key !== null) last.set(key, offset);
      const stays = ({ key, offset, value }: Seen) => key === null || (last.get(key) === offset && value !== '');
      return appended
        .slice(0, end)
        .filter(stays)
        .map(({ offset }) => offset);
    },
  };
}

/** The fields in the order in which `seenIn` gives them. */
function ordered(one: Seen | undefined): Seen | undefined {
  return one && { offset: one.offset, key: one.key, value: one.value, timestamp: one.timestamp };
}
