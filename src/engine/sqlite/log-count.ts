// How many events a log holds between two offsets. Where compaction has been, their difference does not tell it.
import type { Database, Statement } from 'better-sqlite3';
import { logTable } from './files.js';
import { StoredBatch } from './row-codec.js';
import type { Run } from './row-runs.js';

/** Log start, where gaps end, high watermark; null: no row is left. */
type State = [number, number, number | null];
type Edge = { readonly base_offset: number; readonly count: number; readonly meta: Buffer | null };
type Statements = { readonly edge: Statement; readonly between: Statement };

const NO_PAYLOAD = new Uint8Array(0);

/**
 * Counts the readable events of log `id`, which has a table, with `from <= offset < to`. Where there are no gaps, from three
 * numbers; where there are, the heads of the rows in between are read: about 0.3 us each.
 */
export function makeEventCounter(db: Database, id: number): (from: number, to: number) => number {
  const name = logTable(id);
  const state = db
    .prepare(
      `SELECT start_offset, sparse_offset, (SELECT base_offset + count FROM ${name} ORDER BY base_offset DESC LIMIT 1)
       FROM logs WHERE id = ?`,
    )
    .raw();
  let statements: Statements | undefined;
  const count = (from: number, to: number, sparse: (from: number, to: number) => number): number => {
    const found = state.get(id) as State | undefined;
    if (found === undefined) return 0;
    const [start, gapsEnd, highWatermark] = found;
    const [first, end] = [Math.max(from, start), Math.min(to, highWatermark ?? start)];
    if (first >= end) return 0;
    const dense = Math.max(0, end - Math.max(first, gapsEnd));
    return first < gapsEnd ? dense + sparse(first, Math.min(end, gapsEnd)) : dense;
  };
  // Looked at again, in one snapshot with the rows.
  const countGaps = db.transaction((from: number, to: number): number => {
    statements ??= prepare(db, name);
    const prepared = statements;
    return count(from, to, (first, end) => countSparse(prepared, first, end));
  });
  return (from, to) => {
    let hasGaps = false;
    const dense = count(from, to, () => {
      hasGaps = true;
      return 0;
    });
    return hasGaps ? countGaps(from, to) : dense;
  };
}

function prepare(db: Database, name: string): Statements {
  return {
    edge: db.prepare(
      `SELECT base_offset, count, meta FROM ${name} WHERE base_offset <= ? ORDER BY base_offset DESC LIMIT 1`,
    ),
    between: db
      .prepare(`SELECT coalesce(sum(count), 0) FROM ${name} WHERE base_offset > ? AND base_offset < ?`)
      .pluck(),
  };
}

/** Whole rows by their number of events, the two at the ends by their runs. */
function countSparse({ edge, between }: Statements, from: number, to: number): number {
  if (from >= to) return 0;
  const first = edge.get(from) as Edge | undefined;
  const last = edge.get(to - 1) as Edge | undefined;
  if (last === undefined) return 0;
  if (first?.base_offset === last.base_offset) return countIn(last, from, to);
  const inner = between.get(first?.base_offset ?? -1, last.base_offset) as number;
  return (first === undefined ? 0 : countIn(first, from, to)) + inner + countIn(last, from, to);
}

function countIn({ base_offset: base, count, meta }: Edge, from: number, to: number): number {
  const { runs } = new StoredBatch(count, null, meta, NO_PAYLOAD);
  const whole: readonly Run[] = [{ index: 0, delta: 0, count }];
  let events = 0;
  for (const run of runs ?? whole) {
    const start = base + run.delta;
    events += Math.max(0, Math.min(start + run.count, to) - Math.max(start, from));
  }
  return events;
}
