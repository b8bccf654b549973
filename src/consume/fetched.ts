// Between reading and answering: what was read, and what became of it.
import type { LogSlice } from '../engine/engine.js';
import type { Offset, PartitionIndex, TopicName } from '../model/names.js';

export type FetchedSlices = {
  readonly topic: TopicName;
  readonly partition: PartitionIndex;
  readonly logStartOffset: Offset;
  readonly highWatermark: Offset;
  /** Where the fetch began. */
  readonly start: Offset;
  readonly slices: readonly LogSlice[];
};

/** The answer's bytes and where the next fetch goes on. */
export type Rendered = { readonly chunks: readonly Uint8Array[]; readonly bytes: number; readonly nextOffset: number };
