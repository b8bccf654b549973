// The lanes of one course of a subscription: they follow its topics as these come, grow, go and come again under the same name.
import type { Engine, Progress } from '../engine/engine.js';
import type { Clock } from '../model/clock.js';
import type { PartitionIndex, TopicName } from '../model/names.js';
import { type Course, logOf, type Span } from './course.js';
import type { Gate } from './gate.js';
import { type Lane, type NewLane, rest } from './lane.js';
import type { LaneIndex, Wake } from './lane-index.js';
import { type LoadedLane, loadLane, passDeleted } from './lane-load.js';
import type { NoteLoss } from './loss.js';
import type { SubscriptionLoad } from './push-stats.js';
import type { Ordering } from './subscription-config.js';

export type LaneSet = {
  /** Loads what is missing of `topic`, drops what is gone. */
  refresh(topic: string): void;
  /** Tells the gate how many deliveries of the lane are parked, and what it holds in memory. */
  account(lane: Lane): void;
  /** Nothing will be sent for a while: lets go of what is held for it. */
  rest(): void;
  all(): IterableIterator<Lane>;
  clear(): void;
};

export type LaneSetDeps = {
  readonly course: Course;
  readonly ordering: Ordering;
  readonly engine: Pick<Engine, 'log' | 'groups' | 'registry'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly gate: Gate;
  readonly index: LaneIndex;
  readonly noteLoss: NoteLoss;
  readonly loaded: (lane: LoadedLane) => void;
  /** There is something to write down. */
  readonly changed: (lane: Lane) => void;
  readonly appended: (lane: Lane) => void;
  readonly dropped: (lane: Lane) => void;
};

type Held = { readonly lane: Lane; readonly wake: Wake };

export function makeLaneSet(deps: LaneSetDeps): LaneSet {
  const { course, ordering, engine, gate, index, noteLoss } = deps;
  const lanes = new Map<string, Held>();
  const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`;

  const drop = (place: string, { lane, wake }: Held): void => {
    lanes.delete(place);
    index.remove(lane.topic, lane.partition, wake);
    gate.addParked(-lane.countedParked);
    gate.addHeld(-lane.countedBytes);
    lane.countedParked = 0;
    lane.countedBytes = 0;
    lane.dropped = true;
    deps.dropped(lane);
  };

  const account = (lane: Lane): void => {
    if (lane.dropped) return;
    gate.addParked(lane.parkedCount - lane.countedParked);
    gate.addHeld(lane.blockBytes - lane.countedBytes);
    lane.countedParked = lane.parkedCount;
    lane.countedBytes = lane.blockBytes;
  };

  const load = (
    place: Omit<NewLane, 'position' | 'previous' | 'highWatermark'>,
    progress: Progress | undefined,
  ): void => {
    const { topic, partition } = place;
    const store = { log: logOf(place, engine.log), groups: engine.groups };
    const loaded = loadLane(store, place, progress, deps.clock.now(), noteLoss);
    const { lane } = loaded;
    const wake: Wake = (highWatermark, logStartOffset = 0) => {
      if (course.redrive !== null) return;
      passDeleted(lane, logStartOffset, noteLoss);
      if (lane.lost > 0) deps.changed(lane);
      if (course.replay !== null) return;
      lane.highWatermark = highWatermark;
      deps.appended(lane);
    };
    lanes.set(placeOf(topic, partition), { lane, wake });
    index.add(topic, partition, wake);
    account(lane);
    deps.loaded(loaded);
  };

  const refresh = (name: string): void => {
    const topic = name as TopicName;
    const incarnation = engine.registry.get('topics', topic)?.incarnation;
    for (const [place, held] of lanes) {
      if (held.lane.topic === topic && held.lane.topicIncarnation !== incarnation) drop(place, held);
    }
    if (incarnation === undefined) return;
    let progress: readonly Progress[] | undefined;
    for (let at = 0; engine.log.bounds(topic, at as PartitionIndex) !== undefined; at += 1) {
      const span: Span | undefined = course.spanOf(topic, incarnation, at);
      if (span === undefined || lanes.has(placeOf(topic, at))) continue;
      progress ??= engine.groups.progress(course.group);
      const own = progress.find((one) => one.topic === topic && one.partition === at);
      const place = { topic, partition: at as PartitionIndex, topicIncarnation: incarnation, course, ordering };
      load({ ...place, ...span }, own);
    }
  };

  return {
    refresh,
    account,
    rest: () => {
      for (const { lane } of lanes.values()) {
        rest(lane);
        account(lane);
      }
    },
    all: function* () {
      for (const { lane } of lanes.values()) yield lane;
    },
    clear: () => {
      for (const [place, held] of lanes) drop(place, held);
    },
  };
}

export function loadOf(lanes: Iterable<Lane>): Omit<SubscriptionLoad, 'name' | 'replays' | 'endpoint'> {
  let [count, lag, parked] = [0, 0, 0];
  for (const lane of lanes) {
    count += 1;
    lag += Math.max(0, lane.highWatermark - lane.frontier);
    parked += lane.parkedCount;
  }
  return { lanes: count, lag, parked };
}
