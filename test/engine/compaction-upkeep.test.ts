// Compaction beside retention, a log that cannot be read, and the size of its steps: each pass begun by the test.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  COMPACTION_RETENTION_PARTS,
  COMPACTION_STEP_MS,
  COMPACTION_STEP_ROWS,
  COMPACTION_TOMBSTONE_PARTS,
  ROW_TARGET_BYTES,
} from '#posthorn/model/limits.js';
import { parseTopicName } from '#posthorn/model/names.js';
import { scratchFolder } from '../conformance/engines.js';
import { append, EVERYTHING, flatten, o, p, T, topic } from '../conformance/events.js';
import { openCompactedLog } from './compacted-log.js';

const DAY_MS = 86_400_000;
const MAX_KEYS = 20_000;

let scratch: ReturnType<typeof scratchFolder>;
let log: ReturnType<typeof openCompactedLog>;
let time: number;

beforeEach(() => {
  scratch = scratchFolder();
  time = 1_000_000_000;
  log = openCompactedLog(scratch.folder, () => time, MAX_KEYS);
});

afterEach(() => {
  vi.restoreAllMocks();
  log.close();
  scratch.remove();
});

const compacted = (retentionMs: number, deleteRetentionMs = DAY_MS) =>
  topic(1, { retentionMs, compaction: { deleteRetentionMs } });
const put = (key: string, value = '1') =>
  log.commit(append([value], 0, { key, ...(value === '' ? { tombstone: 1 } : {}) }));
const read = (name = T) => flatten(log.reader.read(name, p(0), o(0), EVERYTHING));
const rowCount = () => log.db.prepare('SELECT count(*) FROM log_1').pluck().get() as number;

it('10.4 retention by time takes effect in a log that is written to and compacted all the time, and not too early', () => {
  const retentionMs = 3_200;
  const partMs = retentionMs / COMPACTION_RETENTION_PARTS;
  log.commit(compacted(retentionMs));
  const appendedAt = new Map<string, number>();
  for (let round = 0; round < 160; round += 1) {
    time += 50;
    appendedAt.set(`k${round}`, time);
    put(`k${round}`);
    put('again', `${round}`);
    log.clean();
    const left = new Set(read().map(({ key }) => key));
    const faults = [...appendedAt].filter(([key, at]) =>
      left.has(key) ? time - at > retentionMs + partMs : time - at <= retentionMs,
    );
    expect(faults).toEqual([]);
  }
  expect(log.compactor.stats.compactionPasses).toBeGreaterThan(10);
});

it('10.5 a row that is joined with what is gone of a younger one gets no younger', () => {
  log.commit(compacted(DAY_MS));
  put('old');
  time += DAY_MS / 2;
  for (let round = 0; round < 6; round += 1) put('young', `${round}`);
  log.clean();
  expect(read().map(({ offset }) => offset)).toEqual([0, 5, 6]);
  time += DAY_MS / 2 + 1;
  log.clean();
  expect(read().map(({ offset }) => offset)).toEqual([5, 6]);
});

it('10.6 without retention rows of any age are joined', () => {
  log.commit(compacted(-1));
  for (let round = 0; round < 64; round += 1) {
    time += DAY_MS;
    put(`k${round}`);
    put('again', `${round}`);
  }
  log.clean();
  // The newest row is left alone, and with it the event before it that it supersedes.
  expect(read()).toHaveLength(66);
  expect(rowCount()).toBeLessThan(16);
});

it('10.7 the time of a tombstone runs out while its row is joined with newer ones', () => {
  const deleteRetentionMs = 10_000;
  log.commit(compacted(-1, deleteRetentionMs));
  put('gone');
  put('gone', '');
  const putAt = time;
  let goneAt: number | undefined;
  for (let round = 0; round < 300 && goneAt === undefined; round += 1) {
    time += 50;
    put(`k${round % 7}`, `${round}`);
    log.clean();
    if (!read().some(({ key }) => key === 'gone')) goneAt = time;
  }
  expect(goneAt).toBeGreaterThanOrEqual(putAt + deleteRetentionMs);
  // When its pass ended, and when the next one was due, are no more than a few of the test's rounds.
  expect(goneAt).toBeLessThanOrEqual(putAt + deleteRetentionMs * (1 + 2 / COMPACTION_TOMBSTONE_PARTS) + 10 * 50);
});

it('10.8 a log that cannot be read is left out and told, and the logs behind it are compacted', () => {
  const other = parseTopicName('other');
  const toOther = (unit: ReturnType<typeof append>) => ({
    appends: (unit.appends ?? []).map((one) => ({ ...one, topic: other })),
  });
  log.commit(compacted(-1));
  log.commit({ logs: (compacted(-1).logs ?? []).map((one) => ({ ...one, topic: other })) });
  for (const value of ['1', '2', '3']) {
    put('a', value);
    log.commit(toOther(append([value], 0, { key: 'a' })));
  }
  log.db.exec(`UPDATE log_1 SET meta = x'ffffffff' WHERE base_offset = 1`);
  log.clean();
  expect(read(other).map(({ offset }) => offset)).toEqual([1, 2]);
  expect(log.troubles).toEqual([{ place: { topic: T, partition: 0 }, reason: expect.stringMatching(/\w/) }]);
  log.clean();
  expect(log.troubles).toHaveLength(2);
  // Retention has none of it.
  log.commit(compacted(1_000));
  time += 2_000;
  log.clean();
  expect(rowCount()).toBe(0);
});

it('10.9 no step goes through, writes or deletes more than it may, in a log of 100,000 events', () => {
  log.commit(topic());
  const batches = 1_000;
  const batch = Array.from({ length: 100 }, (_, index) => `${index}`.padEnd(100, '.'));
  for (let at = 0; at < batches; at += 1) {
    log.commit(append(batch, 0, { key: batch.map((_, index) => `key ${(at * 100 + index) % 10_007}`) }));
  }
  log.commit(compacted(-1));
  const tickMs = 0.1;
  const checksMax = COMPACTION_STEP_MS / tickMs;
  let checks = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => checks++ * tickMs);
  const rewrites = log.db.prepare('SELECT rewrites FROM logs').pluck();
  const pass = log.compactor.pass();
  let steps = 0;
  for (let done = false; !done; steps += 1) {
    const before = { rows: rowCount(), rewrites: rewrites.get() as number, bytes: log.writtenBytes(), checks };
    done = pass.next().done === true;
    expect(log.db.inTransaction).toBe(false);
    // A row is gone through between two looks at the clock.
    expect(checks - before.checks).toBeLessThanOrEqual(checksMax + 3);
    expect((rewrites.get() as number) - before.rewrites).toBeLessThanOrEqual(1);
    expect(before.rows - rowCount()).toBeLessThanOrEqual(COMPACTION_STEP_ROWS);
    expect(log.writtenBytes() - before.bytes).toBeLessThanOrEqual(2 * ROW_TARGET_BYTES);
  }
  expect(steps).toBeGreaterThan((2 * batches) / checksMax);
  // No pass looks at the newest row: its keys stand below it as well.
  expect(read().length).toBe(10_007 + batch.length);
});
