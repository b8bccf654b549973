// Whose lane is next: live and replayed ones take turns.
import { expect, test } from 'vitest';
import type { GroupName, PartitionIndex, TopicName } from '#posthorn/model/names.js';
import { type Course, liveCourse, NO_END, replayCourse } from '#posthorn/push/course.js';
import { type Lane, newLane } from '#posthorn/push/lane.js';
import { makeLaneQueue } from '#posthorn/push/lane-queue.js';

const live = liveCourse('s' as GroupName, { startOffsets: {} });
const record = { id: 'r', at: 1, ranges: [] };
const replay = replayCourse(
  { document: { collection: 'replays', name: 's/0', version: 1, incarnation: 1, body: record }, record },
  { id: 'i', topics: ['t'] },
  {} as never,
);

function laneOf(course: Course, partition: number): Lane {
  const place = { topic: 't' as TopicName, partition: partition as PartitionIndex, topicIncarnation: 1, course };
  return newLane({ ...place, ordering: 'key', startOffset: 0, endOffset: NO_END, position: 0, highWatermark: 1 });
}

/** Takes `count` turns; a lane goes to the end again, as one with more to send does. */
function turns(lanes: readonly Lane[], count: number): string[] {
  const queue = makeLaneQueue();
  for (const lane of lanes) queue.add(lane);
  return Array.from({ length: count }, () => {
    const lane = queue.next();
    if (lane === undefined) return '';
    queue.add(lane);
    return `${lane.course.replay === null ? 'live' : 'replay'} ${lane.partition}`;
  });
}

test('however many replayed lanes there are, every second turn is live', () => {
  const replayed = () => [0, 1, 2].map((partition) => laneOf(replay, partition));
  expect(turns([...replayed(), laneOf(live, 0)], 7)).toEqual([
    'live 0',
    'replay 0',
    'live 0',
    'replay 1',
    'live 0',
    'replay 2',
    'live 0',
  ]);
  expect(turns(replayed(), 4)).toEqual(['replay 0', 'replay 1', 'replay 2', 'replay 0']);
  expect(turns([laneOf(live, 0), laneOf(live, 1)], 3)).toEqual(['live 0', 'live 1', 'live 0']);
});

test('a lane stands in it once, and not when it was dropped or removed', () => {
  const queue = makeLaneQueue();
  const [first, second, third] = [laneOf(live, 0), laneOf(replay, 1), laneOf(live, 2)];
  for (const lane of [first, first, second, third]) queue.add(lane);
  first.dropped = true;
  queue.remove(second);
  expect(queue.empty).toBe(false);
  expect(queue.next()).toBe(third);
  expect(queue.next()).toBeUndefined();
  expect(queue.empty).toBe(true);
  queue.add(first);
  expect(queue.empty).toBe(true);
});
