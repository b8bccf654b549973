// What a lane reads, holds in memory and lets go; and what it makes of a log whose start has moved.
import { expect, test } from 'vitest';
import type { LogSlice } from '#posthorn/engine/engine.js';
import type { GroupName, PartitionIndex, TopicName } from '#posthorn/model/names.js';
import { liveCourse, NO_END } from '#posthorn/push/course.js';
import { giveBack, newLane, parkFailed, rest, settle } from '#posthorn/push/lane.js';
import { loadLane } from '#posthorn/push/lane-load.js';
import { type TakeContext, takeNew } from '#posthorn/push/lane-take.js';
import type { BatchConfig } from '#posthorn/push/subscription-config.js';

const PLACE = {
  ...{ topic: 't' as TopicName, partition: 0 as PartitionIndex },
  ...{ topicIncarnation: 1, ordering: 'none' as const, startOffset: 0, endOffset: NO_END },
  course: liveCourse('g' as GroupName, { startOffsets: {} }),
};
const VALUE_BYTES = 9;
const ROW_EVENTS = 100;

/** Rows of a hundred events of ten bytes, line feed included. */
function rowAt(baseOffset: number): LogSlice {
  const ends = Uint32Array.from({ length: ROW_EVENTS }, (_, index) => index * (VALUE_BYTES + 1) + VALUE_BYTES);
  const payload = Buffer.alloc(ROW_EVENTS * (VALUE_BYTES + 1), '1');
  const batch = { count: ROW_EVENTS, payload, ends, columns: {} };
  return { batch, baseOffset, timestamp: 1, first: 0, last: ROW_EVENTS - 1 };
}

function makeLane(events: number, batch: BatchConfig = { maxEvents: 1, maxBytes: 1_000, lingerMs: 0 }) {
  const lane = newLane({ ...PLACE, position: 0, highWatermark: events });
  const reads: number[] = [];
  const context: TakeContext = {
    limits: { batch, window: 1_024, heldBytes: 1_000_000, maxParked: 1_000 },
    read: (_lane, offset) => {
      reads.push(offset);
      const row = Math.floor(offset / ROW_EVENTS) * ROW_EVENTS;
      return offset >= events ? [] : [{ ...rowAt(row), first: offset - row }];
    },
    parkedFull: () => false,
    now: () => 0,
    lookAgainAt: () => undefined,
    skipped: () => expect.unreachable('nothing was deleted'),
  };
  const take = () => {
    const entry = takeNew(lane, context);
    if (entry === undefined) throw new Error('nothing to take');
    return entry;
  };
  return { lane, reads, take, takeNone: () => expect(takeNew(lane, context)).toBeUndefined() };
}

const ROW_BYTES = ROW_EVENTS * (VALUE_BYTES + 1);
const FAILED = { attempts: 1, firstAttemptAt: 1, nextAttemptAt: 1 };

test('a drained lane holds nothing', () => {
  const { lane, take, takeNone } = makeLane(ROW_EVENTS);
  const entries = Array.from({ length: ROW_EVENTS }, take);
  expect(lane.buffer).toEqual([]);
  expect(lane.blockBytes).toBe(ROW_BYTES);
  for (const entry of entries.slice(1)) settle(lane, entry);
  expect(lane.blockBytes, 'one unfinished event keeps the whole read').toBe(ROW_BYTES);
  for (const entry of entries.slice(0, 1)) parkFailed(lane, entry, FAILED);
  expect(lane.blockBytes).toBe(0);
  takeNone();
});

test('a lane that must wait for longer keeps only what is under way', () => {
  const { lane, take } = makeLane(2 * ROW_EVENTS);
  const probe = take();
  expect(lane.blockBytes).toBe(ROW_BYTES);
  rest(lane);
  expect(lane.buffer).toEqual([]);
  expect(lane.blockBytes).toBe(ROW_BYTES);
  giveBack(lane, probe);
  expect(probe.slices).toBeNull();
  expect(lane.blockBytes).toBe(0);
});

test('a lane with nothing under way keeps nothing read ahead', () => {
  const { lane, take, takeNone } = makeLane(2 * ROW_EVENTS);
  parkFailed(lane, take(), FAILED);
  expect(lane.buffer).toHaveLength(1);
  lane.parkedCount = 1_000;
  takeNone();
  expect(lane.buffer).toEqual([]);
  expect(lane.blockBytes).toBe(0);
});

test('batches that maxBytes ends are taken from one read', () => {
  const { lane, reads, take } = makeLane(2 * ROW_EVENTS, { maxEvents: 10_000, maxBytes: 100, lingerMs: 0 });
  for (let count = 0; count < 10; count += 1) expect(take()).toMatchObject({ lastOffset: count * 10 + 9 });
  expect(reads).toEqual([0]);
  take();
  expect(reads).toEqual([0, 100]);
  expect(lane.position).toBe(110);
});

test('of a parked batch that retention has cut the rest is still delivered', () => {
  const parked = (offset: number, lastOffset: number) => ({
    ...{ group: 'g', topic: 't', partition: 0, offset, lastOffset },
    ...{ key: null, attempts: 1, firstAttemptAt: 1, nextAttemptAt: 1 },
  });
  const store = {
    log: { bounds: () => ({ logStartOffset: 50, highWatermark: 200, bytes: 1 }), read: () => [] },
    groups: { parked: () => [parked(0, 9), parked(10, 49), parked(40, 50), parked(51, 99)] },
  };
  const progress = { group: 'g', topic: 't', partition: 0, committedOffset: 100, inFlight: [] };
  const { lane, expired } = loadLane(store as never, PLACE, progress as never, 1_000, () => undefined);
  expect(expired.map(({ offset }) => offset)).toEqual([0, 10]);
  expect(lane.ready.map(({ offset }) => offset)).toEqual([40, 51]);
});
