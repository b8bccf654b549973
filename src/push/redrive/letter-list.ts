// GET /v1/subscriptions/{name}/dead-letters: where they come from, why they are there, and what became of those that were sent
// again. Newest first.
import type { Document, Engine } from '../../engine/engine.js';
import type { Redriven, RedrivenState } from '../../engine/redriven.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import { deadLetterTopicOf } from '../../model/dead-letter-topic.js';
import { valueAt } from '../../model/event-batch.js';
import type { Offset, TopicName } from '../../model/names.js';
import {
  LETTERS_DEFAULT_LIMIT,
  LETTERS_READ_MAX_BYTES,
  LETTERS_SEARCH_MAX_BYTES,
  LETTERS_SEARCH_MAX_EVENTS,
  LETTERS_STEP_EVENTS,
} from '../../model/redrive-limits.js';
import { type Letter, readLetter } from './letter.js';
import { LETTERS_PARTITION } from './letter-scan.js';

export const LETTER_STATES = ['new', 'running', 'delivered', 'failed'] as const;

/** `state`: what became of it; `new`: it was not sent again. */
export type LetterQuery = {
  readonly state?: 'new' | RedrivenState;
  readonly after?: string;
  readonly limit?: number;
};

export type LetterDescription = Omit<
  Letter,
  'key' | 'status' | 'error' | 'replay' | 'webhookId' | 'events' | 'headers'
> & {
  readonly key?: string;
  readonly status?: number;
  readonly error?: string;
  readonly replay?: string;
  readonly webhookId?: string;
  readonly redriven?: Omit<Redriven, 'offset'>;
};

export type LetterItems = { readonly items: readonly LetterDescription[]; readonly next?: string };

type Reads = Pick<Engine, 'log' | 'redriven'>;

/** Looks at LETTERS_SEARCH_MAX_EVENTS at most: a page may hold fewer than `limit`, even none, and have a `next`. */
export function listLetters(engine: Reads, { name }: Document, query: LetterQuery): LetterItems {
  const topic = deadLetterTopicOf(name) as TopicName;
  const bounds = engine.log.bounds(topic, LETTERS_PARTITION);
  if (bounds === undefined) return { items: [] };
  const { state, after, limit = LETTERS_DEFAULT_LIMIT } = query;
  const start = bounds.logStartOffset;
  const items: LetterDescription[] = [];
  let end = Math.min(bounds.highWatermark, after === undefined ? bounds.highWatermark : parseAfter(after));
  const floor = Math.max(start, end - LETTERS_SEARCH_MAX_EVENTS);
  const budget = { bytes: LETTERS_SEARCH_MAX_BYTES };
  while (end > floor && budget.bytes > 0) {
    const from = Math.max(floor, end - LETTERS_STEP_EVENTS);
    for (const letter of newestFirst(engine, topic, from, end, budget)) {
      if (state !== undefined && state !== (letter.redriven?.state ?? 'new')) continue;
      if (items.length === limit) return { items, next: String(items.at(-1)?.offset) };
      items.push(letter);
    }
    end = from;
  }
  return end > start ? { items, next: String(end) } : { items };
}

/** Of `from <= offset < to`. Values are read with their headers: they use up the budget. */
function newestFirst(
  { log, redriven }: Reads,
  topic: TopicName,
  from: number,
  to: number,
  budget: { bytes: number },
): LetterDescription[] {
  const marks = new Map(redriven.marks(topic, from, to).map((mark) => [mark.offset, mark]));
  const found: LetterDescription[] = [];
  for (let offset = from; offset < to; ) {
    const limits = { maxEvents: to - offset, maxBytes: LETTERS_READ_MAX_BYTES, before: to };
    const slices = log.read(topic, LETTERS_PARTITION, offset as Offset, limits);
    for (const slice of slices) {
      for (let index = slice.first; index <= slice.last; index += 1) {
        budget.bytes -= valueAt(slice.batch, index).length;
        const letter = readLetter(slice, index);
        if (letter !== undefined) found.push(describe(letter, marks.get(letter.offset)));
      }
    }
    const last = slices.at(-1);
    offset = last === undefined ? to : last.baseOffset + last.last + 1;
  }
  return found.reverse();
}

function describe(
  { events: _events, headers: _headers, ...letter }: Letter,
  mark: Redriven | undefined,
): LetterDescription {
  const { offset: _offset, ...redriven } = mark ?? { offset: 0 };
  const all = { ...letter, ...(mark === undefined ? {} : { redriven }) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as unknown as LetterDescription;
}

function parseAfter(after: string): number {
  if (/^\d{1,15}$/.test(after)) return Number(after);
  throw new PosthornError('INVALID_REQUEST', "The query field 'after' is no offset: use `next` of the page before.");
}
