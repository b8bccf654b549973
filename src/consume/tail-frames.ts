// What a tail sends: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). Each event's
// `data:` is one line: line breaks inside a value, which can only stand between its tokens, are shown as spaces.
import { columnAt } from '../model/event-batch.js';
import type { TopicName } from '../model/names.js';
import { TAIL_CHUNK_TARGET_BYTES, TAIL_FILTER_MAX_STEPS, TAIL_RECONNECT_MS } from '../model/tail-limits.js';
import { makeByteWriter } from './byte-writer.js';
import type { EventFilter, Wanted } from './event-filter.js';
import { writeEvent } from './event-text.js';
import { positionsText, textAround } from './tail-position.js';
import type { TailRead } from './tail-read.js';

const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
/** As bytes: with them the writer knows the size of all that stands before. */
const FRAME_END = Buffer.from('\n\n');

export type Frames = {
  readonly bytes: Uint8Array;
  /** Position in the partition behind them: that of the read, or less where they, or the filter, reach their bound before. */
  readonly next: number;
  /** By the filter. */
  readonly spent: number;
};

const ALL: Wanted = { key: undefined, filter: undefined };

export const HEARTBEAT_FRAME: Uint8Array = Buffer.from(':\n\n');

/** First of all: a comment, how soon to connect again, and where to go on if nothing else has come by then. */
export function openingFrames(topic: TopicName, positions: readonly number[]): Uint8Array {
  return Buffer.from(`: tail of ${topic}\n\nretry: ${TAIL_RECONNECT_MS}\nid: ${positionsText(positions)}\n\n`);
}

/** No event: the client only keeps the id. */
export function positionFrame(positions: readonly number[]): Uint8Array {
  return Buffer.from(`id: ${positionsText(positions)}\n\n`);
}

export function endFrame(topic: TopicName): Uint8Array {
  return Buffer.from(`event: end\ndata: {"topic":"${topic}","reason":"topic-deleted"}\n\n`);
}

/**
 * What was read, in order, up to TAIL_CHUNK_TARGET_BYTES and the frame that reaches them, or TAIL_FILTER_MAX_STEPS and the
 * event that reaches those; only the events that are wanted. Owns its memory.
 * @param positions of all partitions before the read
 */
export function formatFrames(read: TailRead, positions: readonly number[], { key, filter }: Wanted = ALL): Frames {
  const { topic, partition, lost, slices } = read;
  const out = makeByteWriter();
  const { before, after } = textAround(positions, partition);
  if (lost !== undefined) {
    const { from, to } = lost;
    const data = `{"topic":"${topic}","partition":${partition},"from":${from},"to":${to}}`;
    out.text(`id: ${before}${to}${after}\nevent: lost\ndata: ${data}\n\n`);
  }
  let { next } = read;
  const spentBefore = spentBy(filter);
  const opening = `{"topic":"${topic}","partition":${partition},`;
  reading: for (const slice of slices) {
    for (let index = slice.first; index <= slice.last; index += 1) {
      if (key !== undefined && columnAt(slice.batch.columns.key, index) !== key) continue;
      const isEnough = out.size() >= TAIL_CHUNK_TARGET_BYTES || spentBy(filter) - spentBefore >= TAIL_FILTER_MAX_STEPS;
      if (isEnough) {
        next = slice.baseOffset + index;
        break reading;
      }
      if (filter !== undefined && !filter.matches(slice, index)) continue;
      out.text(`id: ${before}${slice.baseOffset + index + 1}${after}\nevent: event\ndata: `);
      writeEvent(out, slice, index, true, opening);
      out.bytes(FRAME_END);
    }
  }
  // The writer's pieces lie in larger blocks, or in the log's own: neither is to be kept alive by a slow reader.
  const { chunks, bytes } = out.finish();
  const frames = Buffer.concat(chunks, bytes);
  // To server-sent events a CR ends a line; to NDJSON, and so to `unframed`, it does not.
  for (let at = frames.indexOf(CARRIAGE_RETURN); at >= 0; at = frames.indexOf(CARRIAGE_RETURN, at + 1))
    frames[at] = SPACE;
  return { bytes: frames, next, spent: spentBy(filter) - spentBefore };
}

function spentBy(filter: EventFilter | undefined): number {
  return filter === undefined ? 0 : filter.spent();
}
