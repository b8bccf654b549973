// decode ▸ application/x-ndjson: where the lines end. A body that already is LF-ended lines becomes the payload as it is.
import { PosthornError } from '../errors/posthorn-error.js';
import { findLineEnds } from '../json/prover.js';
import { skipSpace } from '../json/scan.js';
import type { EventBatch } from '../model/event-batch.js';
import { PRODUCE_MAX_EVENTS } from '../model/limits.js';
import { pack } from '../model/values.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

function tooMany(): PosthornError {
  return new PosthornError(
    'MESSAGE_TOO_LARGE',
    `A request carries at most ${PRODUCE_MAX_EVENTS} events: send them in several requests.`,
  );
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
  const ends = findLineEnds(body, PRODUCE_MAX_EVENTS);
  if (ends === 'too many') throw tooMany();
  const lines = ends === 'untidy' ? copyLines(body) : { payload: withLastFeed(body), ends };
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
