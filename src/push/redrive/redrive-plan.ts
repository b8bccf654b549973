// POST /v1/subscriptions/{name}/redrive: which dead letters it comes to, in the order in which their events were produced.
import type { Engine, LogSlice } from '../../engine/engine.js';
import type { Redriven } from '../../engine/redriven.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { TopicName } from '../../model/names.js';
import { REDRIVE_MAX_EVENTS } from '../../model/redrive-limits.js';
import { refuseWrong } from '../../model/seek-body.js';
import type { CompileFilter } from '../filter/event-filter.js';
import { type Letter, readLetter } from './letter.js';
import { LETTERS_PARTITION, letterPages } from './letter-scan.js';
import type { RedriveRequest } from './redrive-body.js';

export type RedrivePlan = {
  /** Exact, also where it is more than one redrive takes. */
  readonly events: number;
  /** Of those that were asked for, but are left out. */
  readonly skipped: { readonly delivered: number; readonly running: number };
  /** In the dead letter topic, in the order in which they are to be sent; empty where `events` is more than one redrive takes. */
  readonly offsets: readonly number[];
};

type Chosen = Pick<Letter, 'origin' | 'offset'>;
type Reads = Pick<Engine, 'log' | 'redriven'>;

/** @throws INVALID_REQUEST INVALID_FILTER */
export async function planRedrive(
  engine: Reads,
  topic: TopicName,
  request: RedriveRequest,
  compileFilter: CompileFilter,
): Promise<RedrivePlan> {
  const filter = request.filter === null ? undefined : compileFilter(request.filter, '/filter');
  const chosen: Chosen[] = [];
  const skipped = { delivered: 0, running: 0 };
  const wanted = request.offsets === null ? undefined : new Set(request.offsets);
  let events = 0;
  for await (const { letter, slice, index, mark } of letters(engine, topic, request)) {
    wanted?.delete(letter.offset);
    if (!isIn(request, letter) || filter?.matches(slice, index) === false) continue;
    if (mark?.state === 'running') skipped.running += 1;
    else if (mark?.state === 'delivered' && !request.again) skipped.delivered += 1;
    else {
      events += 1;
      if (events <= REDRIVE_MAX_EVENTS) chosen.push({ origin: letter.origin, offset: letter.offset });
    }
  }
  refuseMissing(topic, request.offsets, wanted);
  return { events, skipped, offsets: events > REDRIVE_MAX_EVENTS ? [] : inOrder(chosen) };
}

type Found = {
  readonly letter: Letter;
  readonly slice: LogSlice;
  readonly index: number;
  readonly mark: Redriven | undefined;
};

async function* letters(engine: Reads, topic: TopicName, request: RedriveRequest): AsyncGenerator<Found> {
  const bounds = engine.log.bounds(topic, LETTERS_PARTITION);
  if (bounds === undefined) return;
  const { since, offsets } = request;
  const begin = since === null ? 0 : engine.log.offsetForTimestamp(topic, LETTERS_PARTITION, since);
  const from = Math.max(begin, offsets?.[0] ?? 0, bounds.logStartOffset);
  const to = Math.min((offsets?.at(-1) ?? bounds.highWatermark) + 1, bounds.highWatermark);
  const wanted = offsets === null ? undefined : new Set(offsets);
  for await (const page of letterPages(engine, topic, from, to)) {
    const marks = new Map(engine.redriven.marks(topic, page.from, page.to).map((mark) => [mark.offset, mark]));
    for (const slice of page.slices) {
      for (let index = slice.first; index <= slice.last; index += 1) {
        const offset = slice.baseOffset + index;
        if (wanted?.has(offset) === false) continue;
        const letter = readLetter(slice, index);
        if (letter !== undefined) yield { letter, slice, index, mark: marks.get(offset) };
      }
    }
  }
}

function isIn({ since, until }: RedriveRequest, { at }: Letter): boolean {
  return (since === null || at >= since) && (until === null || at <= until);
}

/** By origin; where one event became a dead letter twice (of the live flow and of a replay), in that order. */
function inOrder(chosen: Chosen[]): number[] {
  chosen.sort((a, b) => {
    if (a.origin.topic !== b.origin.topic) return a.origin.topic < b.origin.topic ? -1 : 1;
    return a.origin.partition - b.origin.partition || a.origin.offset - b.origin.offset || a.offset - b.offset;
  });
  return chosen.map(({ offset }) => offset);
}

/** @throws INVALID_REQUEST */
function refuseMissing(
  topic: string,
  offsets: readonly number[] | null,
  missing: ReadonlySet<number> | undefined,
): void {
  if (offsets === null || missing === undefined) return;
  const errors = offsets.flatMap((offset, index) =>
    missing.has(offset)
      ? [{ path: `/offsets/${index}`, message: `is no dead letter: '${topic}' has none at ${offset}` }]
      : [],
  );
  const name = topic.slice(0, topic.lastIndexOf('.'));
  refuseWrong(
    { errors: errors.slice(0, 100) },
    `GET /v1/subscriptions/${name}/dead-letters lists those that there are`,
  );
}

/** @throws INVALID_REQUEST */
export function refuseTooMany({ events }: RedrivePlan): void {
  if (events <= REDRIVE_MAX_EVENTS) return;
  throw new PosthornError(
    'INVALID_REQUEST',
    `${events} dead letters are asked for; one redrive takes at most ${REDRIVE_MAX_EVENTS}. Narrow it with 'since' and ` +
      "'until', 'filter' or 'offsets', and begin the next one when it is through.",
  );
}
