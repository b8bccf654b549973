// `deliver()`, steps read and filter: what a lane has read ahead of its position, and how more comes to it.
import type { LogSlice } from '../engine/engine.js';
import { FILTER_BATCH_MAX_SPAN } from '../model/delivery-limits.js';
import { valueStart } from '../model/event-batch.js';
import type { Judge } from './filter/judge.js';
import { dropBuffer, fillBuffer } from './held.js';
import { type Lane, skipTo } from './lane.js';
import type { TakeContext } from './lane-take.js';

/** The slice that holds the next event from `position` on, read if need be. */
export function locate(lane: Lane, context: TakeContext): LogSlice | undefined {
  for (; lane.cursor < lane.buffer.length; lane.cursor += 1) {
    const slice = lane.buffer[lane.cursor] as LogSlice;
    if (slice.baseOffset + slice.last >= lane.position) return wholeRun(lane, context) ? slice : refill(lane, context);
  }
  return refill(lane, context);
}

export function indexIn(lane: Lane, slice: LogSlice): number {
  return Math.max(slice.first, lane.position - slice.baseOffset);
}

/** Nothing read ahead is kept without need: nobody knows when the lane will be looked at again. */
export function keepWhatIsNeeded(lane: Lane, isIdle: boolean): void {
  const drained = lane.position >= lane.highWatermark;
  // What was judged for a batch that is not full yet would have to be judged again.
  const gathers = lane.isJudging || (lane.isJudged && lane.lingerSince > 0);
  if (drained || (isIdle && !gathers)) dropBuffer(lane);
}

/** A batch must not end where the buffer happens to end. */
function wholeRun(lane: Lane, { limits }: TakeContext): boolean {
  // Of a redrive each slice is a delivery.
  if (limits.batch.maxEvents === 1 || lane.course.redrive !== null) return true;
  const last = lane.buffer[lane.buffer.length - 1] as LogSlice;
  if (Math.max(lane.readTo, last.baseOffset + last.last + 1) >= lane.highWatermark) return true;
  // Where hardly any event passes, the first one does not wait for all of the log.
  if (lane.readTo - lane.position >= FILTER_BATCH_MAX_SPAN) return true;
  // Of the buffer from `position` on: events, and bytes of their values, each with its line feed.
  let [events, bytes] = [0, 0];
  for (let at = lane.cursor; at < lane.buffer.length; at += 1) {
    const slice = lane.buffer[at] as LogSlice;
    const { ends } = slice.batch;
    const first = indexIn(lane, slice);
    events += slice.last - first + 1;
    bytes += (ends[slice.last] as number) + 1 - valueStart(ends, first);
    if (events >= limits.batch.maxEvents || bytes >= limits.batch.maxBytes) return true;
  }
  return false;
}

function refill(lane: Lane, context: TakeContext): LogSlice | undefined {
  if (context.judge !== undefined && lane.course.redrive === null) return refillJudged(lane, context, context.judge);
  fillBuffer(lane, context.read(lane, lane.position));
  const slice = lane.buffer[0];
  if (slice !== undefined) passGap(lane, context, slice);
  return slice;
}

/** The log goes on at `slice`. */
function passGap(lane: Lane, context: TakeContext, slice: LogSlice): void {
  const offset = slice.baseOffset + slice.first;
  if (offset <= lane.position) return;
  const lostEnd = context.skipped(lane, lane.position, offset);
  if (lostEnd > lane.position) skipTo(lane, lostEnd);
  lane.position = offset;
}

/** Reads on until an event passes, or as many as make a batch; undefined: there are none, or not in this turn. */
function refillJudged(lane: Lane, context: TakeContext, judge: Judge): LogSlice | undefined {
  lane.isJudged = true;
  lane.isJudging = false;
  for (;;) {
    const gathered = lane.buffer.slice(lane.cursor);
    if (gathered.length === 0 && lane.readTo > lane.position) passFiltered(lane);
    const from = Math.max(lane.position, lane.readTo);
    if (from >= lane.highWatermark) return gathered[0];
    if (!judge.mayGoOn(lane)) {
      lane.isJudging = true;
      return undefined;
    }
    const read = context.read(lane, from);
    const [next] = read;
    if (next === undefined) return gathered[0];
    if (gathered.length === 0) passGap(lane, context, next);
    // What is missing there is passed, and counted where it was lost, once the batch is taken.
    else if (next.baseOffset + next.first > from) return gathered[0];
    const { passed, to } = judge.passing(read);
    fillBuffer(lane, [...gathered, ...passed], to);
    const [first] = lane.buffer;
    if (first !== undefined && wholeRun(lane, context)) return first;
  }
}

/** Of what was looked at, nothing is left to be taken. */
function passFiltered(lane: Lane): void {
  const { readTo } = lane;
  fillBuffer(lane, []);
  lane.position = readTo;
  lane.dirty = true;
}
