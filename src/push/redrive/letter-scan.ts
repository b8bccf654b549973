// Goes through a dead letter topic, some events at a time, so that others are served in between.
import type { Engine, LogSlice } from '../../engine/engine.js';
import type { Offset, PartitionIndex, TopicName } from '../../model/names.js';
import { LETTERS_READ_MAX_BYTES, LETTERS_READ_MAX_EVENTS } from '../../model/redrive-limits.js';

/** All dead letters are in it. */
export const LETTERS_PARTITION = 0 as PartitionIndex;

const LIMITS = { maxEvents: LETTERS_READ_MAX_EVENTS, maxBytes: LETTERS_READ_MAX_BYTES };

export type LetterPage = {
  readonly slices: readonly LogSlice[];
  /** It reaches from the first offset up to, and without, the second. */
  readonly from: number;
  readonly to: number;
};

/** What is there of `from <= offset < to`, page by page. */
export async function* letterPages(
  { log }: Pick<Engine, 'log'>,
  topic: TopicName,
  from: number,
  to: number,
): AsyncGenerator<LetterPage> {
  for (let offset = from; offset < to; ) {
    const slices = log.read(topic, LETTERS_PARTITION, offset as Offset, { ...LIMITS, before: to });
    const last = slices.at(-1);
    if (last === undefined) return;
    const end = last.baseOffset + last.last + 1;
    yield { slices, from: offset, to: end };
    offset = end;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
