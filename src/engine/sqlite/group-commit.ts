// The one place that writes: every unit that has queued up, in one transaction and one fsync. A unit that may not be
// applied fails alone (its savepoint is rolled back); when SQLite itself fails, the whole commit does.
import type { Database, Statement } from 'better-sqlite3';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { Clock } from '../../model/clock.js';
import type { AppendSignal, LogChange, UnitResult } from '../engine.js';
import type { TrimResult } from '../trim.js';
import { EventAppender } from './append-events.js';
import { DocumentWriter } from './document-writer.js';
import { LogStore } from './log-store.js';
import { LogTrimmer } from './log-trimmer.js';
import { makePageReserve, type PageReserve } from './page-reserve.js';
import { ProgressWriter } from './progress-writer.js';
import { storageError } from './storage-error.js';
import { TopicTable } from './topic-table.js';
import { UnitDedupeStore } from './unit-dedupe.js';
import type { Signals, WireResult, WireUnit } from './wire.js';

export type GroupCommit = { readonly results: readonly WireResult[] } & Signals;

export class GroupCommitter {
  readonly #clock: Clock;
  readonly #topics: TopicTable;
  readonly #logs: LogStore;
  readonly #trimmer: LogTrimmer;
  readonly #appender: EventAppender;
  readonly #documents: DocumentWriter;
  readonly #progress: ProgressWriter;
  readonly #dedupe: UnitDedupeStore;
  readonly #reserve: PageReserve;
  readonly #savepoint: Statement;
  readonly #rollbackTo: Statement;
  readonly #releasePoint: Statement;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #db: Database;
  #lastNow = 0;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
    this.#topics = new TopicTable(db);
    this.#logs = new LogStore(db);
    this.#trimmer = new LogTrimmer(db, this.#topics, this.#logs);
    this.#appender = new EventAppender(db, this.#topics, this.#logs);
    this.#documents = new DocumentWriter(db);
    this.#progress = new ProgressWriter(db, this.#topics);
    this.#dedupe = new UnitDedupeStore(db);
    this.#reserve = makePageReserve(db);
    this.#savepoint = db.prepare('SAVEPOINT unit');
    this.#rollbackTo = db.prepare('ROLLBACK TO unit');
    this.#releasePoint = db.prepare('RELEASE unit');
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
  }

  /** Commits `units` in order. Never throws: a storage failure is every unit's result. */
  run(units: readonly WireUnit[]): GroupCommit {
    const now = Math.max(this.#clock.now(), this.#lastNow);
    this.#lastNow = now;
    const reserved = units.some(changesDefinitions);
    if (reserved) this.#reserve.open();
    try {
      this.#begin.run();
      const results = units.map((unit) => this.#tryUnit(unit, now));
      const appends: AppendSignal[] = [
        ...this.#logs.flush(now),
        ...this.#trimmer.takeSignals(),
        ...this.#progress.takeSignals(),
      ];
      this.#commit.run();
      return { results, appends, documents: this.#documents.takeSignals(), logs: this.#topics.takeChanged() };
    } catch (error) {
      this.#abandon();
      const failed: WireResult = { error: storageError(error).toWire() };
      return { results: units.map(() => failed), appends: [], documents: [], logs: [] };
    } finally {
      if (reserved) this.#reserve.close();
    }
  }

  /** Rolls back and forgets everything that was known from memory alone. */
  #abandon(): void {
    if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
    this.#documents.takeSignals();
    this.#topics.takeChanged();
    this.#trimmer.reset();
    this.#topics.reset();
    this.#logs.reset();
    this.#progress.reset();
  }

  #tryUnit(unit: WireUnit, now: number): WireResult {
    const guarded = !isPlainAppend(unit);
    if (guarded) this.#savepoint.run();
    try {
      const ok = this.#apply(unit, now);
      if (guarded) this.#releasePoint.run();
      return { ok };
    } catch (error) {
      if (!(error instanceof PosthornError)) throw error;
      if (guarded) {
        this.#rollbackTo.run();
        this.#releasePoint.run();
        this.#topics.reset();
        this.#progress.reset();
      }
      return { error: error.toWire() };
    }
  }

  #apply(unit: WireUnit, now: number): UnitResult {
    const first = unit.dedupe === undefined ? undefined : this.#dedupe.find(unit.dedupe, now);
    if (first !== undefined) return first;
    for (const expectation of unit.expect ?? []) {
      if (expectation.kind === 'progress') this.#progress.expect(expectation);
      else this.#documents.expect(expectation);
    }
    for (const change of unit.documents ?? []) this.#documents.write(change);
    const trims = this.#changeLogs(unit.logs ?? []);
    this.#progress.write(unit);
    // Last, because it changes memory too: whatever can fail has not by now.
    const appends = unit.appends === undefined ? [] : this.#appender.append(unit.appends, now);
    const result: UnitResult = { timestamp: now, duplicate: false, appends, ...(trims.length === 0 ? {} : { trims }) };
    if (unit.dedupe !== undefined) this.#dedupe.remember(unit.dedupe, result, now);
    return result;
  }

  #changeLogs(changes: readonly LogChange[]): TrimResult[] {
    const trims: TrimResult[] = [];
    for (const change of changes) {
      if (change.kind === 'trim') {
        trims.push(this.#trimmer.trim(change));
        continue;
      }
      if (change.kind === 'delete') this.#logs.forget(this.#topics.find(change.topic)?.logs ?? []);
      this.#topics.apply(change);
    }
    return trims;
  }
}

function changesDefinitions({ documents, logs }: WireUnit): boolean {
  return documents !== undefined || logs !== undefined;
}

function isPlainAppend(unit: WireUnit): boolean {
  return (
    unit.expect === undefined &&
    unit.dedupe === undefined &&
    unit.documents === undefined &&
    unit.logs === undefined &&
    unit.offsets === undefined &&
    unit.positions === undefined &&
    unit.parked === undefined &&
    unit.attempts === undefined &&
    unit.losses === undefined &&
    unit.redriven === undefined &&
    unit.forgetGroups === undefined &&
    (unit.appends ?? []).every((append) => append.dedupeKeys === undefined)
  );
}
