// Who waits for appends to a partition: an append wakes these lanes and costs the idle ones nothing.
import type { AppendSignal } from '../engine/engine.js';

export type Wake = (highWatermark: number, logStartOffset?: number) => void;

export type LaneIndex = {
  add(topic: string, partition: number, wake: Wake): void;
  remove(topic: string, partition: number, wake: Wake): void;
  appended(signals: readonly AppendSignal[]): void;
};

export function makeLaneIndex(): LaneIndex {
  const lanes = new Map<string, Set<Wake>>();
  const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`;
  return {
    add: (topic, partition, wake) => {
      const place = placeOf(topic, partition);
      const there = lanes.get(place);
      if (there === undefined) lanes.set(place, new Set([wake]));
      else there.add(wake);
    },
    remove: (topic, partition, wake) => {
      const place = placeOf(topic, partition);
      const there = lanes.get(place);
      there?.delete(wake);
      if (there?.size === 0) lanes.delete(place);
    },
    appended: (signals) => {
      for (const { topic, partition, highWatermark, logStartOffset } of signals) {
        for (const wake of lanes.get(placeOf(topic, partition)) ?? []) wake(highWatermark, logStartOffset);
      }
    },
  };
}
