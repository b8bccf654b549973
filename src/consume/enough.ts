// Whether a waiting fetch has enough to read. Counts on from where it stopped: each event is looked at once for each poll.
import type { EventLog, LogSlice } from '../engine/engine.js';
import { valueStart } from '../model/event-batch.js';
import {
  FETCH_DEFAULT_MAX_BYTES,
  FETCH_DEFAULT_MAX_EVENTS,
  FETCH_MAX_BYTES,
  FETCH_MAX_EVENTS,
} from '../model/limits.js';
import { parseOffset } from '../model/names.js';
import type { FetchPlace } from './fetch.js';

export type Wanted = {
  /** Bytes of values; up to 1: any event. More than `maxBytes` asks for no more than these. */
  readonly minBytes?: number;
  readonly maxBytes?: number;
  readonly maxEvents?: number;
};

/** True once `minBytes` of values are readable at the place, or as many events as the answer takes. */
export function makeEnough(
  log: Pick<EventLog, 'read'>,
  { minBytes = 1, maxBytes = FETCH_DEFAULT_MAX_BYTES, maxEvents = FETCH_DEFAULT_MAX_EVENTS }: Wanted,
  /** Told what was read. */
  spend: (bytes: number) => void,
): (place: FetchPlace) => boolean {
  const neededBytes = Math.min(minBytes, maxBytes, FETCH_MAX_BYTES);
  const neededEvents = Math.min(maxEvents, FETCH_MAX_EVENTS);
  let start = -1;
  let counted = 0;
  let bytes = 0;
  let events = 0;

  return ({ topic, partition, offset, highWatermark }) => {
    if (highWatermark <= offset) return false;
    if (neededBytes <= 1) return true;
    if (offset !== start) {
      start = offset;
      counted = offset;
      bytes = 0;
      events = 0;
    }
    while (counted < highWatermark && bytes < neededBytes && events < neededEvents) {
      const room = { maxEvents: neededEvents - events, maxBytes: neededBytes - bytes, before: highWatermark };
      const slices = log.read(topic, partition, parseOffset(counted), room);
      for (const slice of slices) {
        const read = valueBytes(slice);
        spend(read);
        bytes += read;
        events += slice.last - slice.first + 1;
        counted = slice.baseOffset + slice.last + 1;
      }
      if (slices.length === 0) counted = highWatermark;
    }
    return bytes >= neededBytes || events >= neededEvents;
  };
}

/** Without the line feed behind each value. */
function valueBytes({ batch: { ends }, first, last }: LogSlice): number {
  return (ends[last] as number) - valueStart(ends, first) - (last - first);
}
