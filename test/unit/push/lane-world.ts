// A lane with a log, a storage and an endpoint of its own; every step is checked as it is taken.
import { expect } from 'vitest';
import type { LogSlice, Progress } from '#posthorn/engine/engine.js';
import type { Parked } from '#posthorn/engine/parked.js';
import { nextInRuns, slicesIn } from '#posthorn/engine/runs.js';
import type { GroupName, PartitionIndex, TopicName } from '#posthorn/model/names.js';
import { liveCourse, NO_END } from '#posthorn/push/course.js';
import type { Entry } from '#posthorn/push/entry.js';
import { passingOf } from '#posthorn/push/filter/passing.js';
import { giveBack, type Lane, parkFailed, settle } from '#posthorn/push/lane.js';
import { collectChanges } from '#posthorn/push/lane-changes.js';
import { loadLane } from '#posthorn/push/lane-load.js';
import { nextReady, type TakeContext, takeNew } from '#posthorn/push/lane-take.js';
import { readAcked } from '#posthorn/push/prefix/acked-through.js';
import { splitOff } from '#posthorn/push/prefix/split.js';

export type Ordering = 'key' | 'partition' | 'none';
export type Keys = readonly (string | null)[];

const GROUP = 'g' as GroupName;
const TOPIC = 't' as TopicName;
const ROW_EVENTS = 7;
const SPAN = { startOffset: 0, endOffset: NO_END };
const course = liveCourse(GROUP, { startOffsets: {} });

/** A log of rows of seven events; the value of each is its offset. At first nothing of it can be read. */
function makeLog(keys: Keys) {
  const rows: LogSlice[] = [];
  for (let base = 0; base < keys.length; base += ROW_EVENTS) {
    const ofRow = keys.slice(base, base + ROW_EVENTS);
    const text = ofRow.map((_, index) => `${base + index}\n`);
    const ends = new Uint32Array(ofRow.length);
    let at = 0;
    for (const [index, line] of text.entries()) {
      ends[index] = at + line.length - 1;
      at += line.length;
    }
    const batch = { count: ofRow.length, payload: Buffer.from(text.join('')), ends, columns: { key: ofRow } };
    rows.push({ batch, baseOffset: base, timestamp: 1, first: 0, last: ofRow.length - 1 });
  }
  let highWatermark = 0;
  const read = (offset: number, most = 3) =>
    rows
      .map((row) => ({ ...row, last: Math.min(row.last, highWatermark - 1 - row.baseOffset) }))
      .filter((row) => row.baseOffset + row.last >= offset && row.last >= 0)
      .slice(0, most)
      .map((row) => ({ ...row, first: Math.max(0, offset - row.baseOffset) }));
  return {
    read,
    highWatermark: () => highWatermark,
    append: (count: number) => {
      highWatermark = Math.min(keys.length, highWatermark + count);
      return highWatermark;
    },
  };
}

export type Given = {
  keys: Keys;
  ordering: Ordering;
  maxEvents: number;
  window: number;
  maxParked: number;
  passes: 'all' | 'most' | 'few';
};

/** What a filter lets pass, by offset. */
type Wanted = (offset: number) => boolean;
const WANTED: Readonly<Record<Given['passes'], Wanted>> = {
  all: () => true,
  most: (offset) => offset % 5 !== 3,
  few: (offset) => offset % 11 === 4 || offset % 11 === 5,
};

/** Lane, storage and endpoint in one; every step is checked. */
export function makeWorld({ keys, ordering, maxEvents, window, maxParked, passes }: Given) {
  const isWanted = WANTED[passes];
  const log = makeLog(keys);
  const stored = { progress: undefined as Progress | undefined, parked: new Map<number, Parked>() };
  /** What does not pass is nobody's. */
  const passed = keys.map((_, offset) => offset).filter((offset) => !isWanted(offset));
  let finished = new Set<number>(passed);
  let committedFinished = new Set<number>(passed);
  /** Bounds that a commit has seen under way, by each of their offsets: they may not change until it is finished. */
  const bounds = new Map<number, readonly [number, number]>();
  let lane: Lane;
  let flights: Entry[] = [];
  let timed: Entry[] = [];

  let spent = 0;
  const filter = {
    matches: ({ baseOffset }: LogSlice, index: number) => {
      spent += 1;
      return isWanted(baseOffset + index);
    },
    spent: () => spent,
  };
  const context: TakeContext = {
    judge: passes === 'all' ? undefined : { mayGoOn: () => true, passing: (slices) => passingOf(filter, slices, 9) },
    limits: { batch: { maxEvents, maxBytes: 1_000_000, lingerMs: 0 }, window, heldBytes: 1_000, maxParked },
    read: (_lane, offset) => log.read(offset),
    parkedFull: () => false,
    now: () => 0,
    lookAgainAt: () => undefined,
    skipped: () => expect.unreachable('nothing was deleted'),
  };

  const load = () => {
    const place = { topic: TOPIC, partition: 0 as PartitionIndex, topicIncarnation: 1, ordering, course, ...SPAN };
    const store = {
      log: {
        read: (_topic: unknown, _partition: unknown, offset: number) => log.read(offset),
        bounds: () => ({ logStartOffset: 0, highWatermark: log.highWatermark(), bytes: 1 }),
      },
      groups: {
        parked: (_g: unknown, _t: unknown, _p: unknown, page: { after: number; limit: number }) =>
          [...stored.parked.values()]
            .sort((a, b) => a.offset - b.offset)
            .filter(({ offset }) => offset > page.after)
            .slice(0, page.limit),
      },
    };
    const loaded = loadLane(store as never, place, stored.progress, 0, () => expect.unreachable('nothing was deleted'));
    lane = loaded.lane;
    timed = [...loaded.timed];
    flights = [];
    expect(loaded.expired).toEqual([]);
  };

  const offsetsOf = ({ offset, lastOffset, runs }: Entry) => {
    const offsets = keys.map((_, at) => at).filter((at) => at >= offset && at <= lastOffset);
    return runs === null ? offsets : offsets.filter((at) => nextInRuns(runs, at) === at);
  };
  const keysOf = (entry: Entry) => offsetsOf(entry).map((at) => keys[at] ?? null);
  const checkFilter = (entry: Entry) => {
    expect(
      offsetsOf(entry).filter((at) => !isWanted(at)),
      `${entry.offset}..${entry.lastOffset}`,
    ).toEqual([]);
    if (passes === 'all') return;
    const before = keys.map((_, at) => at).filter((at) => at < entry.offset && isWanted(at));
    expect(entry.previous ?? entry.offset - 1, `before ${entry.offset}`).toBe(before.at(-1) ?? -1);
  };

  const checkOrder = (entry: Entry) => {
    if (ordering === 'none') return;
    for (const key of new Set(keysOf(entry))) {
      if (ordering === 'key' && key === null) continue;
      for (let before = 0; before < entry.offset; before += 1) {
        if (ordering === 'key' && keys[before] !== key) continue;
        expect(finished.has(before), `${entry.offset} overtook ${before}`).toBe(true);
      }
    }
  };

  const start = (): boolean => {
    const entry = nextReady(lane) ?? takeNew(lane, context);
    if (entry === undefined) return false;
    checkOrder(entry);
    checkFilter(entry);
    for (const other of flights) expect(entry.offset > other.lastOffset || entry.lastOffset < other.offset).toBe(true);
    for (const at of offsetsOf(entry)) expect(committedFinished.has(at), `${at} sent again`).toBe(false);
    for (let at = entry.offset; at <= entry.lastOffset; at += 1)
      expect(bounds.get(at) ?? [entry.offset, entry.lastOffset], `${at} is in another batch`).toEqual([
        entry.offset,
        entry.lastOffset,
      ]);
    flights.push(entry);
    return true;
  };

  /** The endpoint has taken some of the batch's events: `pick` says how many. */
  const finishPart = (entry: Entry, pick: number): Entry => {
    const through = entry.offset + (pick % (entry.lastOffset - entry.offset));
    const headers = ['posthorn-acked-through', String(through)].map((text) => Buffer.from(text));
    const read = log.read(entry.offset, 100);
    const slices = entry.runs === null ? read : slicesIn(read, entry.runs);
    const acked = readAcked({ kind: 'response', status: 500, headers, body: null, bodyBytes: 0 }, entry, slices);
    // In a gap at its end nothing is left.
    if (acked.kind !== 'part') throw new Error(`a part was acknowledged, not ${acked.kind}`);
    const { rest, freed } = splitOff(lane, entry, acked, slices);
    for (let at = entry.offset; at <= through; at += 1) {
      finished.add(at);
      bounds.delete(at);
    }
    for (let at = rest.offset; at <= rest.lastOffset; at += 1) bounds.delete(at);
    for (const one of freed) {
      one.state = 'ready';
      lane.ready.push(one);
    }
    return rest;
  };

  const finish = (pick: number, outcome: 'ok' | 'fail' | 'back' | 'part') => {
    const [taken] = flights.splice(pick % flights.length, 1);
    if (taken === undefined) return;
    const isPart = outcome === 'part' && taken.lastOffset > taken.offset;
    const entry = isPart ? finishPart(taken, pick) : taken;
    if (outcome === 'part') outcome = 'fail';
    if (outcome === 'back') return giveBack(lane, entry);
    if (outcome === 'fail') {
      parkFailed(lane, entry, { attempts: entry.attempts + 1, firstAttemptAt: 1, nextAttemptAt: 1 });
      timed.push(entry);
      return;
    }
    for (let at = entry.offset; at <= entry.lastOffset; at += 1) finished.add(at);
    for (const freed of settle(lane, entry)) {
      freed.state = 'ready';
      lane.ready.push(freed);
    }
  };

  const commit = () => {
    const { progress, parked } = collectChanges(lane);
    stored.progress = progress;
    for (const change of parked) {
      if (change.kind === 'clear' || change.kind === 'release')
        throw new Error('a lane takes back its own rows one by one');
      if (change.kind === 'remove') stored.parked.delete(change.offset);
      else {
        const { kind: _kind, ...row } = change;
        stored.parked.set(row.offset, { ...row, nextAttemptAt: 0 });
      }
    }
    for (const { offset, lastOffset } of flights)
      for (let at = offset; at <= lastOffset; at += 1) bounds.set(at, [offset, lastOffset]);
    committedFinished = new Set(finished);
    const unfinished = new Set(progress.inFlight);
    expect([...unfinished]).toEqual([...unfinished].sort((a, b) => a - b));
    for (const { offset, lastOffset, runs = null } of stored.parked.values())
      for (let at: number = offset; at <= lastOffset; at += 1) {
        if (runs !== null && nextInRuns(runs, at) !== at) continue;
        expect(unfinished.has(at), `${at} stands twice`).toBe(false);
        unfinished.add(at);
      }
    for (let at = 0; at < keys.length; at += 1) {
      expect(at >= progress.committedOffset || unfinished.has(at) || finished.has(at), `${at} is lost`).toBe(true);
      if (at < progress.committedOffset)
        expect(unfinished.has(at) && finished.has(at), `${at} would be repeated`).toBe(false);
    }
    expect(lane.window.size).toBeLessThanOrEqual(window);
  };

  const ring = (pick: number) => {
    const [entry] = timed.splice(pick % Math.max(1, timed.length), 1);
    if (entry === undefined) return;
    entry.state = 'ready';
    lane.ready.push(entry);
  };

  const append = (count: number) => {
    lane.highWatermark = log.append(count);
  };

  load();
  return {
    append,
    start,
    finish,
    commit,
    ring,
    /** What was finished after the last commit is forgotten, and delivered again. */
    crash: () => {
      finished = new Set(committedFinished);
      // What was divided since is whole again, where the storage knows it.
      bounds.clear();
      for (const { offset, lastOffset } of stored.parked.values())
        for (let at: number = offset; at <= lastOffset; at += 1) bounds.set(at, [offset, lastOffset]);
      for (const at of stored.progress?.inFlight ?? []) bounds.set(at, [at, at]);
      load();
    },
    drain: () => {
      append(keys.length);
      for (let steps = 0; finished.size < keys.length; steps += 1) {
        expect(steps, 'the lane got stuck').toBeLessThan(20_000);
        while (start());
        finish(steps, 'ok');
        while (timed.length > 0) ring(0);
      }
      start();
      commit();
      expect(stored.parked.size).toBe(0);
      expect(stored.progress).toMatchObject({ committedOffset: keys.length, inFlight: [] });
    },
  };
}
