// All waiting of the push thread: one heap of times and one timer, however many deliveries wait.

export type Alarm = {
  /** Calls `ring` at `at` (ms since the epoch), not before. */
  at(at: number, owner: object, ring: () => void): void;
  /** Forgets everything that `owner` waits for. */
  forget(owner: object): void;
  /** Rings what is due; for whoever moves the clock. */
  check(): void;
  stop(): void;
  readonly size: number;
};

export type AlarmDeps = {
  readonly now: () => number;
  /** Starts the one timer; returns what stops it. */
  readonly timer: (callback: () => void, ms: number) => () => void;
};

type Item = { readonly at: number; readonly owner: object; readonly ring: () => void };

const TIMER_MAX_MS = 2 ** 31 - 1;

export function nodeTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

export function makeAlarm({ now, timer }: AlarmDeps): Alarm {
  let heap: Item[] = [];
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
      first.ring();
    }
    arm();
  };

  return {
    at: (at, owner, ring) => {
      add(heap, { at, owner, ring });
      arm();
    },
    forget: (owner) => {
      // A sorted array is a heap.
      heap = heap.filter((item) => item.owner !== owner).sort((a, b) => a.at - b.at);
    },
    check,
    stop: () => {
      disarm?.();
      heap = [];
    },
    get size() {
      return heap.length;
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
