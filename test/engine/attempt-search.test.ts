// Looking for attempts: what is named must hold, a call looks at a bounded number of rows, and what is kept is bounded by number,
// age and size.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AttemptSearch } from '#posthorn/engine/attempt-search.js';
import type { Attempt, Engine } from '#posthorn/engine/engine.js';
import { openSqliteEngine } from '#posthorn/engine/sqlite/sqlite-engine.js';
import { ATTEMPT_ROW_BYTES, ATTEMPTS_SEARCH_MAX_ROWS } from '#posthorn/model/attempt-limits.js';
import { parseGroupName, parseTopicName } from '#posthorn/model/names.js';
import { scratchFolder } from '../conformance/engines.js';
import { G, o, p, T } from '../conformance/events.js';
import { eventually } from '../harness/eventually.js';

let scratch: ReturnType<typeof scratchFolder>;
let engine: Engine;
const open = async (kept: { attemptsMax?: number; attemptsRetentionMs?: number; attemptsMaxBytes?: number } = {}) => {
  engine = await openSqliteEngine({
    folder: scratch.folder,
    attemptsRetentionMs: 1e15,
    retentionIntervalMs: 5,
    ...kept,
  });
};
beforeEach(async () => {
  scratch = scratchFolder();
  await open();
});
afterEach(async () => {
  await engine.close();
  scratch.remove();
});

const attempt = (offset: number, change: Partial<Attempt> = {}): Attempt => ({
  group: G,
  topic: T,
  partition: p(0),
  offset: o(offset),
  lastOffset: o(offset),
  key: null,
  attempt: 1,
  outcome: 'acknowledged',
  phase: null,
  status: 200,
  durationMs: 5,
  at: 1000 + offset,
  nextAttemptAt: null,
  response: null,
  ...change,
});
const found = (search: AttemptSearch, limit = 100) =>
  engine.attempts.list(G, { limit, search }).items.map(({ offset }) => offset);

it('finds by each field, and by all of them together', async () => {
  const failed = { outcome: 'retry', phase: 'status', status: 503 } as const;
  await engine.commit({
    attempts: [
      attempt(1, { key: 'a' }),
      attempt(2, { ...failed, key: 'a' }),
      attempt(3, { ...failed, partition: p(1) }),
      attempt(4, { topic: parseTopicName('other'), outcome: 'retry', phase: 'timeout', status: null }),
      attempt(10, { lastOffset: o(19) }),
    ],
  });
  expect(found({})).toEqual([10, 4, 3, 2, 1]);
  expect(found({ outcome: 'retry' })).toEqual([4, 3, 2]);
  expect(found({ phase: 'timeout' })).toEqual([4]);
  expect(found({ status: 503 })).toEqual([3, 2]);
  expect(found({ key: 'a' })).toEqual([2, 1]);
  expect(found({ topic: 'other' })).toEqual([4]);
  expect(found({ partition: 1 })).toEqual([3]);
  // A batch is found by any of its events.
  expect([found({ fromOffset: 19 }), found({ fromOffset: 20 }), found({ fromOffset: 3, toOffset: 10 })]).toEqual([
    [10],
    [],
    [10, 4, 3],
  ]);
  expect(found({ since: 1003, until: 1004 })).toEqual([4, 3]);
  expect(found({ ...failed, key: 'a', partition: 0, toOffset: 2, since: 1002 })).toEqual([2]);
  expect(found({ ...failed, key: 'b' })).toEqual([]);
});

it('goes on with `next` behind what one call looks at, and misses nothing', async () => {
  const other = parseGroupName('other');
  const attempts = Array.from({ length: ATTEMPTS_SEARCH_MAX_ROWS + 500 }, (_, at) =>
    attempt(at, at % 5000 === 7 ? { status: 500 } : {}),
  );
  await engine.commit({
    attempts: [...attempts.flatMap((one, at) => (at % 100 === 0 ? [one, { ...one, group: other }] : [one]))],
  });
  const first = engine.attempts.list(G, { limit: 10, search: { status: 500 } });
  expect(first.items.map(({ offset }) => offset)).toEqual([10_007, 5_007]);
  const second = engine.attempts.list(G, { limit: 10, search: { status: 500 }, before: first.next as number });
  expect([second.items.map(({ offset }) => offset), second.next]).toEqual([[7], undefined]);
  const full = engine.attempts.list(G, { limit: 1, search: { status: 500 } });
  const rest = engine.attempts.list(G, { limit: 1, search: { status: 500 }, before: full.next as number });
  expect([...full.items, ...rest.items].map(({ offset }) => offset)).toEqual([10_007, 5_007]);
});

it('finds by time without looking at all that is newer or older', async () => {
  const hour = 60 * 60 * 1000;
  const attempts = Array.from({ length: 30_000 }, (_, at) => attempt(at, { at: 1000 + at * 1000 }));
  await engine.commit({ attempts });
  expect(found({ since: 1000 + hour, until: 1000 + hour + 2000 })).toEqual([3602, 3601, 3600]);
  const { next } = engine.attempts.list(G, { limit: 10, search: { since: 1000 + hour, until: 1000 + hour + 2000 } });
  expect(next).toBeUndefined();
  expect(found({ since: 1000 + 29_999 * 1000 })).toEqual([29_999]);
  expect(found({ until: 1000 })).toEqual([0]);
});

it('keeps what is known of an attempt, and gives it to nobody else', async () => {
  const detail = { durations: { dnsMs: 1.5, firstByteMs: 2 }, requestHeaders: { 'webhook-id': 'x' } };
  await engine.commit({ attempts: [attempt(1, { detail, replay: 'r' }), attempt(2)] });
  const [second, first] = engine.attempts.list(G, { limit: 10 }).items;
  expect(first).toMatchObject({ detail, replay: 'r' });
  expect(second).not.toHaveProperty('detail');
  expect(engine.attempts.get(G, first?.id ?? 0)).toEqual(first);
  expect(engine.attempts.get(parseGroupName('other'), first?.id ?? 0)).toBeUndefined();
});

const ids = () => engine.attempts.list(G, { limit: 1000 }).items.map(({ offset }) => offset);

it('drops attempts that are older than they are kept', async () => {
  await engine.commit({ attempts: [attempt(1), attempt(2), attempt(3, { at: Date.now() })] });
  await engine.close();
  await open({ attemptsRetentionMs: 60_000 });
  await eventually(() => expect(ids()).toEqual([3]));
});

it('drops the oldest beyond a size, and counts on rightly after a restart and after a unit that was refused', async () => {
  const large = (offset: number) => attempt(offset, { response: 'x'.repeat(1000) });
  const bytes = 1000 + ATTEMPT_ROW_BYTES + T.length;
  await engine.commit({ attempts: [large(1), large(2), large(3)] });
  const refused = engine.commit({
    attempts: [large(9)],
    positions: [{ group: G, topic: T, partition: p(0), position: o(1) }],
  });
  await expect(refused).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
  await engine.commit({ attempts: [large(4)] });
  await engine.close();
  await open({ attemptsMaxBytes: 3 * bytes });
  await eventually(() => expect(ids()).toEqual([4, 3, 2]));
  await engine.commit({ attempts: [large(5), large(6)] });
  await eventually(() => expect(ids()).toEqual([6, 5, 4]));
  await engine.close();
  await open({ attemptsMaxBytes: 0 });
  await eventually(() => expect(ids()).toEqual([]));
  await engine.close();
  await open({ attemptsMaxBytes: 2 * bytes });
  await engine.commit({ attempts: [large(7), large(8), large(9)] });
  await eventually(() => expect(ids()).toEqual([9, 8]));
});
