// Compaction step by step, with appends, reads, trims of time and kills between any two steps, against the simplest model of it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addPoint, type CleanPoint, tombstonesDueAt, tombstonesEnd } from '#posthorn/engine/sqlite/clean-points.js';
import { makeKeyOffsets } from '#posthorn/engine/sqlite/key-offsets.js';
import { scratchFolder } from '../conformance/engines.js';
import { append, o, p, T, topic } from '../conformance/events.js';
import { openCompactedLog } from './compacted-log.js';
import { type CompactionModel, makeCompactionModel, type Put, seenIn } from './compaction-model.js';

const DELETE_RETENTION_MS = 1_000;
const MAX_KEYS = 12;
const COMPACTED = topic(1, { compaction: { deleteRetentionMs: DELETE_RETENTION_MS } });

type Action =
  | { readonly kind: 'append'; readonly puts: readonly Put[] }
  | { readonly kind: 'steps'; readonly count: number }
  | { readonly kind: 'read'; readonly from: number; readonly maxEvents: number; readonly maxBytes: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'kill' };

const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'é', '') },
  { weight: 2, arbitrary: fc.constantFrom('a key of more than 15 bytes', 'a key of more than 15 bytez') },
  { weight: 1, arbitrary: fc.constant(null) },
);
const puts = fc.array(fc.record({ key, value: fc.constantFrom('1', '22', '333', '') }), { minLength: 1, maxLength: 9 });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('append' as const), puts: puts.map(withValues) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('steps' as const), count: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      ...{ from: fc.nat(40), maxEvents: fc.integer({ min: 1, max: 9 }), maxBytes: fc.integer({ min: 1, max: 9 }) },
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(10, 600, 2_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const) }) },
);

/** No tombstone without a key: nothing could be meant by it. */
function withValues(given: readonly Put[]): Put[] {
  return given.map((put) => (put.key === null && put.value === '' ? { ...put, value: '0' } : put));
}

const openLog = (folder: string, now: () => number) => openCompactedLog(folder, now, MAX_KEYS);

type Played = ReturnType<typeof openLog>;

function check(
  { reader }: Played,
  model: CompactionModel,
  from: number,
  limits: { maxEvents: number; maxBytes: number },
) {
  const highWatermark = model.appended.length;
  const everything = { maxEvents: 1_000_000, maxBytes: 1_000_000 };
  const seen = seenIn(reader.read(T, p(0), o(from), everything));
  expect(model.faultIn(seen, from, highWatermark)).toBeUndefined();
  const part = seenIn(reader.read(T, p(0), o(from), limits));
  expect(part).toEqual(seen.slice(0, part.length));
  expect(part.length > 0).toBe(seen.length > 0);
  expect(part.length).toBeLessThanOrEqual(limits.maxEvents);
  const middle = Math.floor((from + highWatermark) / 2);
  expect(reader.count(T, p(0), o(from), o(middle))).toBe(seen.filter(({ offset }) => offset < middle).length);
  const all = seenIn(reader.read(T, p(0), o(0), everything));
  const bytes = all.reduce((sum, { value }) => sum + value.length, 0);
  expect(reader.bounds(T, p(0))).toEqual({ logStartOffset: 0, highWatermark, bytes });
}

function appendOf(given: readonly Put[]) {
  return append(
    given.map(({ value }) => value),
    0,
    { key: given.map((put) => put.key), tombstone: given.map(({ value }) => (value === '' ? 1 : null)) },
  );
}

function play(actions: readonly Action[]): void {
  const scratch = scratchFolder();
  let time = 1_000_000;
  let log = openLog(scratch.folder, () => time);
  const model = makeCompactionModel();
  let pass: Generator<void> | undefined;
  let newestRow = 0;
  const step = (): boolean => {
    pass ??= log.compactor.pass();
    const ended = pass.next().done === true;
    if (ended) pass = undefined;
    return ended;
  };
  log.commit(COMPACTED);
  for (const one of actions) {
    switch (one.kind) {
      case 'append':
        time += 1;
        newestRow = model.appended.length;
        log.commit(appendOf(one.puts));
        model.append(one.puts, time);
        break;
      case 'steps':
        for (let count = 0; count < one.count; count += 1) step();
        break;
      case 'read':
        check(log, model, Math.min(one.from, model.appended.length), one);
        break;
      case 'wait':
        time += one.ms;
        break;
      case 'kill':
        pass = undefined;
        log.kill();
        log = openLog(scratch.folder, () => time);
        break;
      default:
        one satisfies never;
    }
  }
  check(log, model, 0, { maxEvents: 3, maxBytes: 5 });
  // So much that is superseded by nothing that all before it is gone through.
  const many = Array.from({ length: 9 }, (_, index) => ({ key: `end ${index}`, value: '1' }));
  for (let round = 0; round < 30; round += 1) {
    newestRow = model.appended.length;
    log.commit(appendOf(many));
    model.append(many, time);
  }
  for (let count = 0; count < 2; count += 1) {
    while (!step());
    time += 10 * DELETE_RETENTION_MS;
  }
  while (!step());
  const left = seenIn(log.reader.read(T, p(0), o(0), { maxEvents: 1_000_000, maxBytes: 1_000_000 }));
  const clean = log.cleanOffset();
  const below = left.map(({ offset }) => offset).filter((offset) => offset < clean);
  expect(below).toEqual(model.cleanBelow(clean));
  // What is not clean yet is less than half: the rest is not due, or has more keys than one pass takes.
  expect(newestRow - clean).toBeLessThan(below.length);
  check(log, model, 0, { maxEvents: 3, maxBytes: 5 });
  log.close();
  scratch.remove();
}

it('10.1 reads are whole at any moment, nothing changes its offset, and in the end each key has its newest event', () => {
  const property = fc.property(fc.array(action, { minLength: 5, maxLength: 60 }), play);
  fc.assert(property, { numRuns: 25, endOnFailure: false });
}, 120_000);

it('10.2 the table of keys tells all keys apart and keeps the last offset of each', () => {
  const keys = makeKeyOffsets(3_000, 12_345);
  const names = Array.from({ length: 3_000 }, (_, index) => Buffer.from(`${'long '.repeat(index % 5)}${index}`));
  for (const [offset, name] of [...names, ...names].entries()) keys.put(name, 0, name.length, offset);
  expect(keys.size).toBe(3_000);
  expect(names.map((name) => keys.find(name, 0, name.length))).toEqual(names.map((_, index) => 3_000 + index));
  expect(keys.find(Buffer.from('none'), 0, 4)).toBe(-1);
  expect(keys.find(Buffer.alloc(4), 0, 0)).toBe(-1);
  expect(keys.find(Buffer.alloc(4), 0, 1)).toBe(-1);
  expect(() => keys.put(Buffer.from('none'), 0, 4, 9_000)).toThrow(RangeError);
});

it('10.3 few points stand for many passes, and no tombstone goes before its time', () => {
  let points: CleanPoint[] = [];
  const cleanAt = new Map<number, number>();
  for (let pass = 1; pass <= 5_000; pass += 1) {
    const now = pass * 7;
    const gone = tombstonesEnd(points, DELETE_RETENTION_MS, now);
    for (const [offset, at] of cleanAt) {
      if (offset >= gone) continue;
      expect(now - at).toBeGreaterThanOrEqual(DELETE_RETENTION_MS);
      cleanAt.delete(offset);
    }
    cleanAt.set(pass - 1, now);
    points = addPoint(points, { offset: pass, at: now }, gone, DELETE_RETENTION_MS);
    expect(points.length).toBeLessThan(200);
  }
  expect(cleanAt.size * 7).toBeLessThan(DELETE_RETENTION_MS * 1.1);
  expect(tombstonesDueAt(points, DELETE_RETENTION_MS)).toBeLessThanOrEqual(5_001 * 7 + DELETE_RETENTION_MS / 32);
});
