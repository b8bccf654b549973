// Compaction of the topics that ask for it: of every key the newest event stays, at its offset. This file says when a log's turn
// comes, keeps what is known of it, and counts; log-cleaner.ts goes through a log.
import type { Database, Statement } from 'better-sqlite3';
import type { Clock } from '../../model/clock.js';
import { COMPACTION_MIN_DIRTY_RATIO, COMPACTION_STEP_MS } from '../../model/limits.js';
import type { TopicName } from '../../model/names.js';
import type { LogPlace } from '../trouble.js';
import { addPoint, type CleanPoints, makeCleanPoints, tombstonesDueAt, tombstonesEnd } from './clean-points.js';
import { logTable } from './files.js';
import { type Cleaned, cleanLog, type DirtyLog } from './log-cleaner.js';
import type { Rewritten } from './row-rewriter.js';

/** Since the start of the process; `bytes`: of the values that its passes have left. */
export type CompactionStats = {
  readonly compactionPasses: number;
  readonly compactedEvents: number;
  readonly compactedBytes: number;
  readonly compactedLogBytes: number;
};

export type CompactorDeps = {
  readonly db: Database;
  readonly clock: Pick<Clock, 'now' | 'bytes'>;
  readonly maxKeys: number;
  /** Bytes of values written anew. */
  readonly wrote: (bytes: number) => void;
  /** One log could not be gone through. */
  readonly trouble: (error: unknown, place: LogPlace) => void;
};

type LogState = {
  readonly start_offset: number;
  readonly clean_offset: number;
  readonly clean_events: number;
  readonly clean_tombstones: number;
  readonly hole_bytes: number;
  readonly delete_retention_ms: number;
  readonly retention_ms: number;
};

type Topic = { readonly id: number; readonly name: TopicName };
type Log = { readonly id: number; readonly partition: number };

export class Compactor {
  readonly #deps: CompactorDeps;
  readonly #topics: Statement;
  readonly #logs: Statement;
  readonly #exists: Statement;
  readonly #state: Statement;
  readonly #setClean: Statement;
  readonly #points: CleanPoints;
  /** By log id, as its last pass left it. */
  readonly #bytesLeft = new Map<number, number>();
  #stepEnd = 0;
  #passes = 0;
  #events = 0;
  #bytes = 0;

  constructor(deps: CompactorDeps) {
    const { db } = deps;
    this.#deps = deps;
    this.#topics = db.prepare('SELECT id, name FROM topics WHERE delete_retention_ms IS NOT NULL');
    this.#logs = db.prepare('SELECT id, partition FROM logs WHERE topic_id = ? ORDER BY partition');
    this.#exists = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).pluck();
    this.#state = db.prepare(
      `SELECT start_offset, clean_offset, clean_events, clean_tombstones, hole_bytes, delete_retention_ms, retention_ms
       FROM logs JOIN topics ON topics.id = topic_id WHERE logs.id = ? AND delete_retention_ms IS NOT NULL`,
    );
    this.#setClean = db.prepare(
      'UPDATE logs SET clean_offset = ?, clean_events = ?, clean_tombstones = ? WHERE id = ?',
    );
    this.#points = makeCleanPoints(db);
  }

  get stats(): CompactionStats {
    let left = 0;
    for (const bytes of this.#bytesLeft.values()) left += bytes;
    return {
      compactionPasses: this.#passes,
      compactedEvents: this.#events,
      compactedBytes: this.#bytes,
      compactedLogBytes: left,
    };
  }

  /** Over every log that is due, as steps: each `next()` takes a few ms, and holds no transaction open behind it. */
  *pass(): Generator<void> {
    this.#beginStep();
    for (const topic of this.#topics.all() as Topic[]) {
      for (const { id, partition } of this.#logs.all(topic.id) as Log[]) {
        try {
          yield* this.#timed(this.#clean(id));
        } catch (error) {
          this.#deps.trouble(error, { topic: topic.name, partition });
        }
        if (this.#stepIsOver()) {
          yield;
          this.#beginStep();
        }
      }
    }
    for (const id of this.#bytesLeft.keys()) if (this.#state.get(id) === undefined) this.#bytesLeft.delete(id);
  }

  /** What time a step has begins with each `next()`. */
  *#timed(steps: Generator<void>): Generator<void> {
    while (steps.next().done !== true) {
      yield;
      this.#beginStep();
    }
  }

  *#clean(id: number): Generator<void> {
    for (;;) {
      const state = this.#state.get(id) as LogState | undefined;
      if (state === undefined || this.#exists.get(logTable(id)) !== 1) return;
      const endOffset = this.#newestRow(id);
      const now = this.#deps.clock.now();
      const points = this.#points.list(id);
      const gone = tombstonesEnd(points, state.delete_retention_ms, now);
      const tombstonesDue = state.clean_tombstones > 0 && tombstonesDueAt(points, state.delete_retention_ms) <= now;
      if (endOffset === undefined || !(tombstonesDue || isDirty(state, endOffset))) return;
      const { start_offset: startOffset, clean_offset: cleanOffset, retention_ms: retentionMs } = state;
      const log: DirtyLog = { id, startOffset, cleanOffset, endOffset, retentionMs };
      const cleaned = yield* cleanLog(log, gone, this.#cleanerDeps());
      // Rows were deleted meanwhile: the next pass finds the log as it is then.
      if (cleaned === undefined) return;
      this.#finish(id, cleaned, gone, state.delete_retention_ms);
      yield;
    }
  }

  #cleanerDeps(): Parameters<typeof cleanLog>[2] {
    const { db, clock, maxKeys } = this.#deps;
    return {
      ...{ db, maxKeys },
      seed: clock.bytes(4).readInt32LE(),
      stepIsOver: () => this.#stepIsOver(),
      stands: (id) => this.#state.get(id) !== undefined && this.#exists.get(logTable(id)) === 1,
      rewrote: (rewritten) => this.#count(rewritten),
    };
  }

  #count({ events, bytes, writtenBytes }: Rewritten): void {
    this.#events += events;
    this.#bytes += bytes;
    this.#deps.wrote(writtenBytes);
  }

  #finish(id: number, { cleanOffset, events, tombstones }: Cleaned, gone: number, deleteRetentionMs: number): void {
    const point = { offset: cleanOffset, at: this.#deps.clock.now() };
    const points = addPoint(this.#points.list(id), point, gone, deleteRetentionMs);
    this.#deps.db.transaction(() => {
      this.#setClean.run(cleanOffset, events, tombstones, id);
      this.#points.set(id, points);
    })();
    this.#passes += 1;
    this.#bytesLeft.set(id, this.#bytesIn(id));
  }

  #newestRow(id: number): number | undefined {
    const newest = this.#deps.db.prepare(`SELECT max(base_offset) FROM ${logTable(id)}`).pluck();
    return (newest.get() as number | null) ?? undefined;
  }

  #bytesIn(id: number): number {
    const edge = (order: string) => `(SELECT %s FROM ${logTable(id)} ORDER BY base_offset ${order} LIMIT 1)`;
    const first = edge('').replace('%s', 'position');
    const last = edge('DESC').replace('%s', 'position + bytes');
    const bytes = this.#deps.db.prepare(`SELECT ${last} - ${first} - hole_bytes FROM logs WHERE id = ?`).pluck();
    return (bytes.get(id) as number | null) ?? 0;
  }

  #beginStep(): void {
    this.#stepEnd = performance.now() + COMPACTION_STEP_MS;
  }

  #stepIsOver(): boolean {
    return performance.now() >= this.#stepEnd;
  }
}

/** As Kafka's min.cleanable.dirty.ratio, by events: tombstones have no bytes. */
function isDirty(
  { start_offset: start, clean_offset: clean, clean_events: cleanEvents }: LogState,
  end: number,
): boolean {
  const dirty = end - Math.max(clean, start);
  if (dirty <= 0) return false;
  const left = Math.min(cleanEvents, Math.max(0, clean - start));
  return dirty >= COMPACTION_MIN_DIRTY_RATIO * (dirty + left);
}
