// The lanes of one subscription: they follow its topics as these come, grow, go and come again under the same name.
import type { Engine, Progress } from '../engine/engine.js';
import type { Clock } from '../model/clock.js';
import type { GroupName, PartitionIndex, TopicName } from '../model/names.js';
import type { Gate } from './gate.js';
import { type Lane, rest } from './lane.js';
import type { LaneIndex, Wake } from './lane-index.js';
import { type LoadedLane, loadLane, passDeleted } from './lane-load.js';
import type { NoteLoss } from './loss.js';
import type { SubscriptionLoad } from './push-stats.js';
import { type SubscriptionRecord, startOffsetOf } from './subscription-config.js';

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
  readonly group: GroupName;
  readonly record: SubscriptionRecord;
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
  const { group, record, engine, gate, index, noteLoss } = deps;
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

  const load = (topic: TopicName, partition: PartitionIndex, topicIncarnation: number, progress?: Progress): void => {
    const startOffset = startOffsetOf(record.startOffsets, topic, topicIncarnation, partition);
    const place = { topic, partition, topicIncarnation, ordering: record.ordering, startOffset };
    const loaded = loadLane(engine, group, place, progress, deps.clock.now(), noteLoss);
    const { lane } = loaded;
    const wake: Wake = (highWatermark, logStartOffset = 0) => {
      lane.highWatermark = highWatermark;
      passDeleted(lane, logStartOffset, noteLoss);
      if (lane.lost > 0) deps.changed(lane);
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
      if (lanes.has(placeOf(topic, at))) continue;
      progress ??= engine.groups.progress(group);
      const own = progress.find((one) => one.topic === topic && one.partition === at);
      load(topic, at as PartitionIndex, incarnation, own);
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

export function loadOf(lanes: Iterable<Lane>): Omit<SubscriptionLoad, 'name'> {
  let [count, lag, parked] = [0, 0, 0];
  for (const lane of lanes) {
    count += 1;
    lag += Math.max(0, lane.highWatermark - lane.frontier);
    parked += lane.parkedCount;
  }
  return { lanes: count, lag, parked };
}
