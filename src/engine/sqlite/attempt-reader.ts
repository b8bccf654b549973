// Reads of a group's attempts, newest first, a bounded number of rows at a time.
import type { Database } from 'better-sqlite3';
import { ATTEMPTS_DISORDER_MAX_MS, ATTEMPTS_SEARCH_MAX_ROWS } from '../../model/attempt-limits.js';
import { ENDPOINT_MAX_TIMEOUT_MS } from '../../model/limits.js';
import type { AttemptDetail } from '../attempt-detail.js';
import type { AttemptSearch } from '../attempt-search.js';
import type { AttemptLog, StoredAttempt } from '../engine.js';
import { makeEndedBefore } from './attempt-times.js';

/** Of a row of attempts, named as StoredAttempt names them. */
export const ATTEMPT_COLUMNS = `attempts.id, topic, partition, "offset", last_offset AS lastOffset, key, attempt, outcome,
  phase, status, duration_ms AS durationMs, at, next_attempt_at AS nextAttemptAt, response, replay, detail`;

export type AttemptRow = Omit<StoredAttempt, 'group' | 'replay' | 'detail'> & {
  readonly replay: string | null;
  readonly detail: string | null;
};

const OWN = 'group_id = (SELECT id FROM groups WHERE name = @group)';
const SOUGHT = `(@outcome IS NULL OR outcome = @outcome) AND (@phase IS NULL OR phase = @phase)
  AND (@status IS NULL OR status = @status) AND (@key IS NULL OR key = @key) AND (@topic IS NULL OR topic = @topic)
  AND (@partition IS NULL OR partition = @partition) AND (@fromOffset IS NULL OR last_offset >= @fromOffset)
  AND (@toOffset IS NULL OR "offset" <= @toOffset) AND (@since IS NULL OR at >= @since) AND (@until IS NULL OR at <= @until)`;
const NOTHING = {
  ...{ outcome: null, phase: null, status: null, key: null, topic: null, partition: null },
  ...{ fromOffset: null, toOffset: null, since: null, until: null },
};

/** What `row` has of an attempt of `group`. */
export function attemptOf(group: StoredAttempt['group'], { replay, detail, ...row }: AttemptRow): StoredAttempt {
  const more = detail === null ? {} : { detail: JSON.parse(detail) as AttemptDetail };
  return { group, ...row, ...(replay === null ? {} : { replay }), ...more };
}

export function makeAttemptReader(db: Database): AttemptLog {
  const floor = db
    .prepare(
      `SELECT id FROM attempts INDEXED BY attempts_by_group WHERE ${OWN} AND id < @before AND id > @above ORDER BY id DESC
       LIMIT 1 OFFSET ${ATTEMPTS_SEARCH_MAX_ROWS - 1}`,
    )
    .pluck();
  const found = db.prepare(
    `SELECT ${ATTEMPT_COLUMNS} FROM attempts INDEXED BY attempts_by_group WHERE ${OWN} AND id < @before AND id >= @floor AND id > @above AND ${SOUGHT}
     ORDER BY id DESC LIMIT @limit`,
  );
  const one = db.prepare(`SELECT ${ATTEMPT_COLUMNS} FROM attempts WHERE ${OWN} AND id = @id`);
  const span = makeSpan(db);
  return {
    list: (group, { before = Number.MAX_SAFE_INTEGER, limit, search = {} }) => {
      const { above, below } = span(search);
      const place = { group, before: Math.min(before, below), above };
      const lowest = floor.get(place) as number | undefined;
      const asked = { ...NOTHING, ...search, ...place, floor: lowest ?? 0, limit: limit + 1 };
      const rows = (found.all(asked) as AttemptRow[]).map((row) => attemptOf(group, row));
      const items = rows.slice(0, limit);
      const next = rows.length > limit ? items.at(-1)?.id : lowest;
      return next === undefined ? { items } : { items, next };
    },
    get: (group, id) => {
      const row = one.get({ group, id }) as AttemptRow | undefined;
      return row === undefined ? undefined : attemptOf(group, row);
    },
  };
}

/** Ids outside of which no attempt began between `since` and `until`. */
function makeSpan(db: Database): (search: AttemptSearch) => { readonly above: number; readonly below: number } {
  const edges = db.prepare('SELECT min(id), max(id) FROM attempts').raw();
  const endedBefore = makeEndedBefore(db);
  return ({ since, until }) => {
    const [first, last] = edges.get() as [number | null, number | null];
    if (first === null || last === null || (since === undefined && until === undefined)) {
      return { above: 0, below: Number.MAX_SAFE_INTEGER };
    }
    const above = since === undefined ? 0 : endedBefore(since, first - 1, last);
    // One that had begun by then was written down before the next one that ended so much later.
    const latest = (until ?? 0) + ENDPOINT_MAX_TIMEOUT_MS + 2 * ATTEMPTS_DISORDER_MAX_MS;
    const below = until === undefined ? Number.MAX_SAFE_INTEGER : endedBefore(latest, first - 1, last) + 1;
    return { above, below };
  };
}
