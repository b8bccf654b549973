// A fetch answered as one JSON document: the partition's bounds, then its events.

import { makeByteWriter } from './byte-writer.js';
import { eachEvent } from './each-event.js';
import { writeEvent } from './event-text.js';
import type { FetchedSlices, Rendered } from './fetched.js';

export function renderEvents(fetched: FetchedSlices): Rendered {
  const { topic, partition, logStartOffset, highWatermark } = fetched;
  const events = makeByteWriter();
  let count = 0;
  const nextOffset = eachEvent(fetched, events.size, (slice, index) => {
    if (count > 0) events.text(',');
    count += 1;
    writeEvent(events, slice, index, false);
  });
  const head = Buffer.from(
    `{"topic":${JSON.stringify(topic)},"partition":${partition},"logStartOffset":${logStartOffset}` +
      `,"highWatermark":${highWatermark},"nextOffset":${nextOffset},"events":[`,
  );
  events.text(']}');
  const { chunks, bytes } = events.finish();
  return { chunks: [head, ...chunks], bytes: head.length + bytes, nextOffset };
}
