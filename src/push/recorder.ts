// The push thread's way to the writer: one unit a subscription, all dirty ones at the same time, so that they share
// one transaction and one fsync. A unit that fails is kept and tried again; its subscription sends nothing meanwhile.
import type { CommitUnit, Engine } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import { PROGRESS_COMMIT_INTERVAL_MS, PROGRESS_RETRY_MAX_MS, PROGRESS_RETRY_MIN_MS } from '../model/limits.js';

export type Source = {
  /** What to write; undefined: nothing. */
  unit(): CommitUnit | undefined;
  revise(unit: CommitUnit): CommitUnit | undefined;
  committed(): void;
  /** The unit can't be written now. It will be tried again; send nothing until `committed`. */
  stalled(error: unknown): void;
  /** The subscription is no longer what the unit was made for: load again. */
  conflicted(): void;
};

export type Recorder = {
  /** `source` has something to write. */
  changed(source: Source): void;
  /** Writes what `source` has; resolves when it is on disk, or when there is no longer a place for it. */
  settle(source: Source): Promise<void>;
  forget(source: Source): void;
  /** Tries no failed unit again: whoever waits for one is let go. */
  stop(): void;
};

export type RecorderDeps = {
  readonly commit: Engine['commit'];
  readonly timer: (callback: () => void, ms: number) => () => void;
};

type Stuck = { readonly unit: CommitUnit; readonly failures: number; readonly cancel: () => void };

export function makeRecorder({ commit, timer }: RecorderDeps): Recorder {
  const dirty = new Set<Source>();
  const stuck = new Map<Source, Stuck>();
  const waiters = new Map<Source, (() => void)[]>();
  const committing = new Set<Source>();
  let running = false;
  let stopped = false;

  const release = (source: Source): void => {
    if (dirty.has(source) || committing.has(source) || (stuck.has(source) && !stopped)) return;
    const waiting = waiters.get(source);
    waiters.delete(source);
    for (const resolve of waiting ?? []) resolve();
  };

  const fail = (source: Source, unit: CommitUnit, failures: number, error: unknown): void => {
    const waitMs = Math.min(PROGRESS_RETRY_MAX_MS, PROGRESS_RETRY_MIN_MS * 2 ** failures);
    const cancel = stopped ? () => undefined : timer(() => mark(source), waitMs);
    stuck.set(source, { unit, failures: failures + 1, cancel });
    source.stalled(error);
  };

  const write = async (source: Source): Promise<void> => {
    const kept = stuck.get(source);
    // What came later must not be written without it.
    if (kept !== undefined && stopped) return;
    const unit = kept?.unit ?? source.unit();
    if (unit === undefined) return;
    try {
      await commit(unit);
    } catch (error) {
      const revised = isConflict(error) ? source.revise(unit) : unit;
      if (revised !== undefined) return fail(source, revised, kept?.failures ?? 0, error);
      stuck.delete(source);
      return source.conflicted();
    }
    // What came in while the unit was stuck follows in the next one.
    if (stuck.delete(source)) dirty.add(source);
    source.committed();
  };

  const commitOne = async (source: Source): Promise<void> => {
    await write(source);
    committing.delete(source);
    release(source);
  };

  const pause = (): Promise<void> => new Promise((resolve) => timer(resolve, PROGRESS_COMMIT_INTERVAL_MS));

  const run = async (): Promise<void> => {
    while (dirty.size > 0) {
      const sources = [...dirty];
      dirty.clear();
      for (const source of sources) committing.add(source);
      await Promise.all(sources.map(commitOne));
      await pause();
    }
    running = false;
  };

  const mark = (source: Source): void => {
    dirty.add(source);
    if (running) return;
    running = true;
    setImmediate(() => void run());
  };

  return {
    changed: (source) => {
      if (!stuck.has(source) && !dirty.has(source)) mark(source);
    },
    settle: (source) =>
      new Promise((resolve) => {
        waiters.set(source, [...(waiters.get(source) ?? []), resolve]);
        if (!stuck.has(source)) mark(source);
        else release(source);
      }),
    forget: (source) => {
      dirty.delete(source);
      stuck.get(source)?.cancel();
      stuck.delete(source);
      release(source);
    },
    stop: () => {
      stopped = true;
      for (const [source, { cancel }] of stuck) {
        cancel();
        release(source);
      }
    },
  };
}

function isConflict(error: unknown): boolean {
  return (
    error instanceof PosthornError && (error.code === 'VERSION_CONFLICT' || error.code === 'UNKNOWN_TOPIC_OR_PARTITION')
  );
}
