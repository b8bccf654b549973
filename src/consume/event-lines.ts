// A fetch answered as NDJSON: one event a line.
import { makeByteWriter } from './byte-writer.js';
import { eachEvent } from './each-event.js';
import { writeEvent } from './event-text.js';
import type { FetchedSlices, Rendered } from './fetched.js';

export function renderEventLines(fetched: FetchedSlices): Rendered {
  const lines = makeByteWriter();
  const nextOffset = eachEvent(fetched, lines.size, (slice, index) => {
    writeEvent(lines, slice, index, true);
    lines.text('\n');
  });
  return { ...lines.finish(), nextOffset };
}
