// One read of the live end, formatted once for all of its readers.
import { columnAt } from '../model/event-batch.js';
import { formatFrames } from './tail-frames.js';
import type { TailRead } from './tail-read.js';

export type TailChunk = {
  readonly partition: number;
  /** Position in the partition behind it. */
  readonly next: number;
  /** Every frame. */
  readonly frames: Uint8Array;
  /** The frames of the events with this key, and of what was lost. */
  readonly framesOf: (key: string) => Uint8Array;
};

const FRAME_END = '\n\n';
const NONE = new Uint8Array(0);

/** @param positions of all partitions before the read */
export function makeChunk(read: TailRead, positions: readonly number[]): TailChunk {
  const { bytes: frames, next } = formatFrames(read, positions);
  const keys = keysBefore(read, next);
  const lostFrames = read.lost === undefined ? 0 : 1;
  let byKey: Map<string, Uint8Array[]> | undefined;

  const index = (): Map<string, Uint8Array[]> => {
    const found = new Map<string, Uint8Array[]>();
    let start = lostFrames === 0 ? 0 : endOfFrame(frames, 0);
    for (const key of keys) {
      const end = endOfFrame(frames, start);
      if (key !== null) {
        const ofKey = found.get(key);
        if (ofKey === undefined) found.set(key, [frames.subarray(start, end)]);
        else ofKey.push(frames.subarray(start, end));
      }
      start = end;
    }
    return found;
  };

  return {
    partition: read.partition,
    next,
    frames,
    framesOf: (key) => {
      byKey ??= index();
      const lost = lostFrames === 0 ? [] : [frames.subarray(0, endOfFrame(frames, 0))];
      const ofKey = byKey.get(key) ?? [];
      return lost.length + ofKey.length === 0 ? NONE : Buffer.concat([...lost, ...ofKey]);
    },
  };
}

/** Of the events below offset `next`. The keys alone: a slice, or a column of it, holds on to its whole row. */
function keysBefore({ slices }: TailRead, next: number): (string | null)[] {
  const keys: (string | null)[] = [];
  for (const { batch, baseOffset, first, last } of slices) {
    for (let at = first; at <= last && baseOffset + at < next; at += 1) keys.push(columnAt(batch.columns.key, at));
  }
  return keys;
}

/** No frame holds an empty line: all that it is made of is JSON on one line. */
function endOfFrame(frames: Uint8Array, start: number): number {
  return Buffer.from(frames.buffer, frames.byteOffset, frames.length).indexOf(FRAME_END, start) + FRAME_END.length;
}
