// What one reader of a tail writes: never more while its client does not take what it has.

import type { TopicName } from '../model/names.js';
import { TAIL_SILENT_READS_MAX } from '../model/tail-limits.js';
import { endFrame, HEARTBEAT_FRAME, openingFrames, positionFrame } from './tail-frames.js';

/** Where a tail's frames go. */
export type TailSink = {
  /** False: nothing more is to be written before `drained` is called. */
  write(bytes: Uint8Array): boolean;
  /** Ends the stream at once, even if the client does not take what was written. */
  end(): void;
};

export type TailOutput = {
  readonly isFull: () => boolean;
  readonly drained: () => void;
  readonly open: () => void;
  /** The reader has come to `next` in the partition; `frames` are what its client gets of it, perhaps nothing. */
  readonly take: (partition: number, next: number, frames: Uint8Array) => void;
  /** Shows the client, and everything between, that the stream lives. */
  readonly beat: () => void;
  readonly end: (deleted: boolean) => void;
};

export function makeTailOutput(
  topic: TopicName,
  sink: TailSink,
  /** Next offset of every partition; written here as the reader goes on. */
  positions: number[],
  isNarrowed: boolean,
): TailOutput {
  let full = false;
  /** Reads since the client was told its position, where events pass it by. */
  let untold = 0;

  const write = (bytes: Uint8Array): void => {
    full = !sink.write(bytes);
  };
  const tell = (): void => {
    untold = 0;
    write(positionFrame(positions));
  };

  return {
    isFull: () => full,
    drained: () => {
      full = false;
    },
    open: () => write(openingFrames(topic, positions)),
    take: (partition, next, frames) => {
      positions[partition] = next;
      if (frames.length > 0) write(frames);
      if (!isNarrowed) return;
      untold += 1;
      if (untold >= TAIL_SILENT_READS_MAX && !full) tell();
    },
    beat: () => {
      if (full) return;
      if (untold > 0) tell();
      else write(HEARTBEAT_FRAME);
    },
    end: (deleted) => {
      if (deleted && !full) write(endFrame(topic));
      sink.end();
    },
  };
}
