// A log of one partition held in memory, filled with batches as a producer would pack them.

import { type FetcherDeps, makeFetcher } from '#posthorn/consume/fetch.js';
import type { LogSlice } from '#posthorn/engine/engine.js';
import { PosthornError } from '#posthorn/errors/posthorn-error.js';
import type { EventBatch, EventColumns } from '#posthorn/model/event-batch.js';
import type { Offset, TopicName } from '#posthorn/model/names.js';

export type Stored = { readonly values: readonly (string | Uint8Array)[]; readonly columns?: EventColumns };

export function packBatch({ values, columns = {} }: Stored): EventBatch {
  const parts = values.flatMap((value) => [Buffer.from(value as string), Buffer.from('\n')]);
  let end = -1;
  const ends = Uint32Array.from(values, (value) => (end += Buffer.byteLength(value as string) + 1));
  return { count: values.length, payload: Buffer.concat(parts), ends, columns };
}

const TIMESTAMP = 1_700_000_000_000;

/** Topic `orders` with partition 0: `batches` one after the other from `logStartOffset`. */
export function fetcherOver(batches: readonly Stored[], logStartOffset = 0) {
  const slices: LogSlice[] = [];
  let next = logStartOffset;
  for (const stored of batches) {
    const batch = packBatch(stored);
    slices.push({ batch, baseOffset: next, timestamp: TIMESTAMP, first: 0, last: batch.count - 1 });
    next += batch.count;
  }
  const log: FetcherDeps['engine']['log'] = {
    bounds: (_topic, partition) =>
      partition === 0
        ? { logStartOffset: logStartOffset as Offset, highWatermark: next as Offset, bytes: 0 }
        : undefined,
    offsetForTimestamp: (_topic, _partition, timestamp) => (timestamp <= TIMESTAMP ? logStartOffset : next) as Offset,
    read: (_topic, _partition, offset, { maxEvents }) => {
      let room = maxEvents;
      return slices.flatMap((slice) => {
        const first = Math.max(0, offset - slice.baseOffset);
        const last = Math.min(slice.last, first + room - 1);
        if (last < first) return [];
        room -= last - first + 1;
        return [{ ...slice, first, last }];
      });
    },
  };
  return makeFetcher({
    engine: { log },
    lookupTopic: (name) => {
      if (name === 'orders') return { name: 'orders' as TopicName, partitions: 1 };
      throw new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', `Topic '${name}' does not exist.`);
    },
  });
}
