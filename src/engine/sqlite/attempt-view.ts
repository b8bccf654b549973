// The topic _attempts: the table of attempts, read as a log of one partition. Nothing is stored for it. The attempt with the
// id n is the event at offset n - 1; what is left out makes gaps, but the event below the high watermark is always there.
import type { Database } from 'better-sqlite3';
import type { EventBatch } from '../../model/event-batch.js';
import { type Offset, parseOffset } from '../../model/names.js';
import { pack } from '../../model/values.js';
import { attemptDocument } from '../attempt-document.js';
import type { LogBounds, LogSlice, ReadLimits, StoredAttempt } from '../engine.js';
import { ATTEMPT_COLUMNS, type AttemptRow, attemptOf } from './attempt-reader.js';
import { ENDED, makeEndedBefore } from './attempt-times.js';
import { LAST_SHOWN, LEFT_OUT } from './left-out-attempts.js';

export type AttemptView = {
  bounds(): LogBounds;
  read(offset: Offset, limits: ReadLimits): LogSlice[];
  offsetForTimestamp(timestamp: number): Offset;
  count(from: Offset, to: Offset): number;
};

type Row = AttemptRow & { readonly name: string | null };
type Edges = [first: number | null, last: number | null, given: number | null];

export function makeAttemptView(db: Database): AttemptView {
  const edges = db
    .prepare(
      `SELECT (SELECT min(id) FROM attempts), (SELECT max(id) FROM attempts),
         (SELECT seq FROM sqlite_sequence WHERE name = 'attempts')`,
    )
    .raw();
  const lastShown = db.prepare(LAST_SHOWN).pluck();
  const leftOut = db.prepare(`SELECT count(*) FROM attempts WHERE id > ? AND id <= ? AND ${LEFT_OUT}`).pluck();
  const rows = db.prepare(
    `SELECT coalesce(groups.name, former_groups.name) AS name, ${ATTEMPT_COLUMNS}
     FROM attempts LEFT JOIN groups ON groups.id = group_id LEFT JOIN former_groups ON former_groups.id = group_id
     WHERE attempts.id > ? AND attempts.id <= ? AND NOT ${LEFT_OUT} ORDER BY attempts.id`,
  );
  const endedBefore = makeEndedBefore(db);
  const reaching = db
    .prepare(`SELECT id FROM attempts WHERE id > ? AND ${ENDED} >= ? AND NOT ${LEFT_OUT} ORDER BY id LIMIT 1`)
    .pluck();
  let shown = 0;
  let looked = 0;

  /** Each row at the end of the table is looked at once, however many are left out there. */
  const lastShownUpTo = (last: number): number => {
    if (last > looked) {
      shown = (lastShown.get(looked) as number | undefined) ?? shown;
      looked = Math.max(last, shown);
    }
    return shown;
  };

  const bounds = (): LogBounds => {
    const [first, last, given] = edges.get() as Edges;
    const start = first === null ? (given ?? 0) : first - 1;
    const end = last === null ? start : Math.max(start, lastShownUpTo(last));
    return { logStartOffset: parseOffset(start), highWatermark: parseOffset(end), bytes: 0 };
  };

  return {
    bounds,
    read: (offset, limits) => {
      const before = limits.before ?? Number.MAX_SAFE_INTEGER;
      return slicesOf(rows.iterate(offset, before) as IterableIterator<Row>, limits);
    },
    offsetForTimestamp: (timestamp) => {
      const { logStartOffset, highWatermark } = bounds();
      const low = endedBefore(timestamp, logStartOffset, highWatermark);
      const found = reaching.get(low, timestamp) as number | undefined;
      return found === undefined ? highWatermark : parseOffset(Math.min(found - 1, highWatermark));
    },
    // The ids between the first and the last have no gaps: they are given in order, and only the oldest go.
    count: (from, to) => {
      const { logStartOffset, highWatermark } = bounds();
      const first = Math.max(from, logStartOffset);
      const end = Math.min(to, highWatermark);
      return first >= end ? 0 : end - first - (leftOut.get(first, end) as number);
    },
  };
}

/** A slice for each run of offsets without a gap. */
function slicesOf(rows: Iterable<Row>, { maxEvents, maxBytes }: ReadLimits): LogSlice[] {
  const slices: LogSlice[] = [];
  let run: Row[] = [];
  let values: Uint8Array[] = [];
  let [events, bytes] = [0, 0];
  const close = (): void => {
    if (run.length > 0) slices.push(sliceOf(run, values));
    run = [];
    values = [];
  };
  for (const row of rows) {
    const value = Buffer.from(JSON.stringify(shownAs(row)));
    if (events > 0 && (events >= maxEvents || bytes + value.length > maxBytes)) break;
    if (run.length > 0 && run[run.length - 1]?.id !== row.id - 1) close();
    run.push(row);
    values.push(value);
    events += 1;
    bytes += value.length;
  }
  close();
  return slices;
}

function sliceOf(run: readonly Row[], values: readonly Uint8Array[]): LogSlice {
  const timestamps = run.map(({ at, durationMs }) => Math.round(at + durationMs));
  const columns = { key: run.map(({ name }) => name), timestamp: timestamps };
  const batch: EventBatch = { count: run.length, ...pack(values), columns };
  const [first] = run as readonly [Row];
  return { batch, baseOffset: first.id - 1, timestamp: timestamps[0] as number, first: 0, last: run.length - 1 };
}

/** Of groups that were gone before their names were kept, there is no name. */
function shownAs({ name, ...row }: Row): Record<string, unknown> {
  const document = attemptDocument(attemptOf((name ?? '') as StoredAttempt['group'], row));
  return name === null ? document : { ...document, subscription: name };
}
