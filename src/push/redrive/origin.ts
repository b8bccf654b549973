// A delivery of a redrive as it was before it failed: the request and its attempt name the topic, partition and offsets that its
// events were produced at.
import type { LogSlice } from '../../engine/engine.js';
import type { Entry } from '../entry.js';
import type { Lane } from '../lane.js';
import type { LetterSlice, Origin } from './redrive-log.js';

/** Of what a redrive's lane has read. */
export function originOf(slices: readonly LogSlice[]): Origin {
  const [first, ...others] = (slices as readonly LetterSlice[]).map(({ origin }) => origin);
  if (first === undefined) throw new RangeError('a delivery of a redrive has no events');
  const last = others.at(-1);
  if (last === undefined) return first;
  // A part of a batch is gone, and what is left of it is another message.
  const webhookId = `${first.webhookId}-${last.offset}`;
  return { ...first, lastOffset: last.lastOffset, webhookId, slices: [first, ...others].flatMap((one) => one.slices) };
}

export type AtOrigin = {
  readonly lane: Lane;
  readonly entry: Entry;
  readonly slices: readonly LogSlice[];
  readonly webhookId: string;
};

/** @returns for what a lane has read: the lane and the entry as their headers name them. One lane for each partition. */
export function makeAtOrigin(): (lane: Lane, entry: Entry, slices: readonly LogSlice[]) => AtOrigin {
  const lanes = new WeakMap<Lane, Map<string, Lane>>();
  return (lane, entry, slices) => {
    const { topic, partition, offset, lastOffset, webhookId, slices: produced } = originOf(slices);
    const known = lanes.get(lane) ?? new Map<string, Lane>();
    lanes.set(lane, known);
    const place = `${topic}/${partition}`;
    const there = known.get(place) ?? { ...lane, topic, partition };
    known.set(place, there);
    return { lane: there, entry: { ...entry, offset, lastOffset }, slices: produced, webhookId };
  };
}
