// All waiting of the push thread: one heap of times and one timer, however many deliveries wait.

export type Alarm = {
  /** Calls `ring` at `at` (ms since the epoch), not before. */
  at(at: number, owner: object, ring: () => void): void;
  /** Forgets everything that `owner` waits for. */
  forget(owner: object): void;
  /** Rings what is due; for whoever moves the clock. */
  check(): void;
  /** Rings nothing more. */
  stop(): void;
  readonly size: number;
};

export type AlarmDeps = {
  readonly now: () => number;
  /** Starts the one timer; returns what stops it. */
  readonly timer: (callback: () => void, ms: number) => () => void;
};

type Owner = { waiting: number; forgotten: boolean };
type Item = { readonly at: number; readonly owner: Owner; readonly ring: () => void };

const TIMER_MAX_MS = 2 ** 31 - 1;

export function nodeTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

export function makeAlarm({ now, timer }: AlarmDeps): Alarm {
  let heap: Item[] = [];
  const owners = new WeakMap<object, Owner>();
  /** Items of the heap that were forgotten. */
  let forgotten = 0;
  let stopped = false;
  let armedFor = Number.POSITIVE_INFINITY;
  let disarm: (() => void) | undefined;

  const arm = (): void => {
    const first = heap[0];
    if (first === undefined || first.at >= armedFor) return;
    disarm?.();
    armedFor = first.at;
    disarm = timer(check, Math.min(TIMER_MAX_MS, Math.max(0, first.at - now())));
  };

  const check = (): void => {
    disarm?.();
    disarm = undefined;
    armedFor = Number.POSITIVE_INFINITY;
    const time = now();
    for (let first = heap[0]; first !== undefined && first.at <= time; first = heap[0]) {
      removeFirst(heap);
      if (first.owner.forgotten) {
        forgotten -= 1;
        continue;
      }
      first.owner.waiting -= 1;
      first.ring();
    }
    arm();
  };

  /** Forgotten items stay where they are until they are half of the heap: so each is moved once, not at each forget. */
  const sweep = (): void => {
    if (forgotten * 2 <= heap.length) return;
    // A sorted array is a heap.
    heap = heap.filter(({ owner }) => !owner.forgotten).sort((a, b) => a.at - b.at);
    forgotten = 0;
  };

  return {
    at: (at, who, ring) => {
      if (stopped) return;
      const owner = owners.get(who) ?? { waiting: 0, forgotten: false };
      owners.set(who, owner);
      owner.waiting += 1;
      add(heap, { at, owner, ring });
      arm();
    },
    forget: (who) => {
      const owner = owners.get(who);
      if (owner === undefined) return;
      owners.delete(who);
      owner.forgotten = true;
      forgotten += owner.waiting;
      sweep();
    },
    check,
    stop: () => {
      stopped = true;
      disarm?.();
      heap = [];
      forgotten = 0;
    },
    get size() {
      return heap.length - forgotten;
    },
  };
}

function add(heap: Item[], item: Item): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up] as Item;
    if (parent.at <= item.at) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = item;
}

function removeFirst(heap: Item[]): void {
  const item = heap.pop();
  if (item === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= heap.length) break;
    if (down + 1 < heap.length && (heap[down + 1] as Item).at < (heap[down] as Item).at) down += 1;
    const child = heap[down] as Item;
    if (child.at >= item.at) break;
    heap[at] = child;
    at = down;
  }
  heap[at] = item;
}
