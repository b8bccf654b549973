// What of a work queue is due next: a binary heap by time, then by offset. An entry whose event was settled or put off stays
// in it and is passed over when its turn comes; once most of them are such, the heap is made anew.
import type { Item } from './backlog.js';

type Due = { readonly at: number; readonly item: Item };

export type DueHeap = {
  /** The event is due at its `nextAttemptAt`; to be said again when that changes. */
  add(item: Item): void;
  /** The first event, due or not; it stays. */
  first(): Item | undefined;
  /** Takes out the first event if it is due by `now`. It must be added again, or settled. */
  take(now: number): Item | undefined;
};

/** Below so many entries the heap is not worth making anew. */
const REBUILD_FROM = 64;

/** `all`: the events that are unsettled; `all.get(offset)` is the entry's own item as long as it counts. */
export function makeDueHeap(all: ReadonlyMap<number, Item>): DueHeap {
  let heap: Due[] = [];

  const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.item.offset < b.item.offset);
  const at = (index: number): Due => heap[index] as Due;
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [at(b), at(a)];
  };
  const up = (from: number): void => {
    for (let index = from; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!isBefore(at(index), at(parent))) return;
      swap(index, parent);
      index = parent;
    }
  };
  const down = (): void => {
    for (let index = 0; ; ) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (left < heap.length && isBefore(at(left), at(least))) least = left;
      if (right < heap.length && isBefore(at(right), at(least))) least = right;
      if (least === index) return;
      swap(index, least);
      index = least;
    }
  };
  const push = (item: Item): void => {
    heap.push({ at: item.nextAttemptAt, item });
    up(heap.length - 1);
  };
  const pop = (): void => {
    const last = heap.pop() as Due;
    if (heap.length === 0) return;
    heap[0] = last;
    down();
  };
  const counts = ({ at: time, item }: Due): boolean => all.get(item.offset) === item && item.nextAttemptAt === time;
  const first = (): Item | undefined => {
    for (let top = heap[0]; top !== undefined; top = heap[0]) {
      if (counts(top)) return top.item;
      pop();
    }
    return undefined;
  };

  return {
    add: (item) => {
      if (heap.length > REBUILD_FROM && heap.length > 2 * all.size) {
        const kept = heap.filter(counts);
        heap = [];
        for (const { item: one } of kept) push(one);
      }
      push(item);
    },
    first,
    take: (now) => {
      const item = first();
      if (item === undefined || item.nextAttemptAt > now) return undefined;
      pop();
      return item;
    },
  };
}
