// decode ▸ application/x-ndjson: where the lines end. A body that already is LF-ended lines becomes the payload as it is.
import { PosthornError } from '../errors/posthorn-error.js';
import { skipSpace } from '../json/scan.js';
import type { EventBatch } from '../model/event-batch.js';
import { PRODUCE_MAX_EVENTS } from '../model/limits.js';
import { pack } from '../model/values.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const FIRST_ENDS = 1_024;

function tooMany(): PosthornError {
  return new PosthornError(
    'MESSAGE_TOO_LARGE',
    `A request carries at most ${PRODUCE_MAX_EVENTS} events: send them in several requests.`,
  );
}

/** Where the lines end, or undefined where a line is blank or ends in CR, so that it can't stay as it is. */
function cleanLineEnds(body: Buffer): Uint32Array | undefined {
  let ends = new Uint32Array(FIRST_ENDS);
  let count = 0;
  let start = 0;
  while (start < body.length) {
    const feed = body.indexOf(LINE_FEED, start);
    const end = feed < 0 ? body.length : feed;
    if (body[end - 1] === CARRIAGE_RETURN || skipSpace(body, start, end) === end) return undefined;
    if (count === ends.length) {
      if (count >= PRODUCE_MAX_EVENTS) throw tooMany();
      const longer = new Uint32Array(Math.min(count * 4, PRODUCE_MAX_EVENTS));
      longer.set(ends);
      ends = longer;
    }
    ends[count] = end;
    count += 1;
    start = end + 1;
  }
  return ends.slice(0, count);
}

function copyLines(body: Buffer): Pick<EventBatch, 'payload' | 'ends'> {
  const lines: Uint8Array[] = [];
  let start = 0;
  while (start < body.length) {
    const feed = body.indexOf(LINE_FEED, start);
    const after = feed < 0 ? body.length : feed;
    const end = body[after - 1] === CARRIAGE_RETURN && after > start ? after - 1 : after;
    if (skipSpace(body, start, end) < end) {
      if (lines.length === PRODUCE_MAX_EVENTS) throw tooMany();
      lines.push(body.subarray(start, end));
    }
    start = after + 1;
  }
  return pack(lines);
}

/** The lines, not yet proven to be JSON. @throws EMPTY_REQUEST MESSAGE_TOO_LARGE */
export function splitLines(body: Buffer): Pick<EventBatch, 'count' | 'payload' | 'ends'> {
  const ends = cleanLineEnds(body);
  const lines = ends === undefined ? copyLines(body) : { payload: withLastFeed(body), ends };
  if (lines.ends.length === 0) {
    throw new PosthornError('EMPTY_REQUEST', 'The body has no line with an event: send one JSON value a line.');
  }
  return { count: lines.ends.length, ...lines };
}

function withLastFeed(body: Buffer): Buffer {
  if (body.length === 0 || body[body.length - 1] === LINE_FEED) return body;
  const whole = Buffer.allocUnsafe(body.length + 1);
  whole.set(body);
  whole[body.length] = LINE_FEED;
  return whole;
}
