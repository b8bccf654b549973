// acknowledged ▸ from what the engine did with each partition's share to the answer, in the order of the request.
import type { AppendResult, EventResult, UnitResult } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Decoded } from './decoded.js';
import type { Share } from './partition.js';

type EventAnswer = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly duplicate: boolean;
};
type OffsetRange = { readonly partition: number; readonly baseOffset: number; readonly count: number };
type RangesAnswer = {
  readonly topic: string;
  /** Events appended by this request. */
  readonly accepted: number;
  readonly duplicates: number;
  readonly ranges: readonly OffsetRange[];
};
export type ResultsAnswer = { readonly topic: string; readonly results: readonly EventResult[] };
export type ProduceAnswer = EventAnswer | RangesAnswer | ResultsAnswer;

function eventResult(append: AppendResult, at: number, repeated: boolean): EventResult {
  const event = append.events?.[at] ?? {
    partition: append.partition,
    offset: append.baseOffset + at,
    duplicate: false,
  };
  return repeated && !event.duplicate ? { ...event, duplicate: true } : event;
}

/** A repeat is mapped by its own shares: they differ from the first one's only if the topic was changed in between. */
function checkSameShares(topic: string, shares: readonly Share[], { appends }: UnitResult): void {
  const same = (append: AppendResult, nth: number): boolean =>
    append.partition === shares[nth]?.partition && (append.events?.length ?? append.count) === shares[nth]?.batch.count;
  if (appends.length === shares.length && appends.every(same)) return;
  throw new PosthornError(
    'VERSION_CONFLICT',
    'The events of this idempotency-key are stored already, but the partitions or the keyPath of the topic were changed ' +
      `since, so that the offset of each can not be told. Do not send them again; GET /v1/topics/${topic} shows the topic.`,
  );
}

/**
 * One result an event. `indexes`: of each append, which of the request's events it holds; null: all, in order.
 * `repeated`: the appends are those of an earlier request.
 */
export function resultsInOrder(
  indexes: readonly (readonly number[] | null)[],
  appends: readonly AppendResult[],
  repeated: boolean,
): EventResult[] {
  const countOf = (append: AppendResult): number => append.events?.length ?? append.count;
  const results = new Array<EventResult>(appends.reduce((sum, append) => sum + countOf(append), 0));
  appends.forEach((append, nth) => {
    const places = indexes[nth];
    for (let at = 0; at < countOf(append); at += 1) {
      const { partition, offset, duplicate } = eventResult(append, at, repeated);
      results[places?.[at] ?? at] = { partition, offset, duplicate };
    }
  });
  return results;
}

export const indexesOf = (shares: readonly Share[]): (readonly number[] | null)[] =>
  shares.map(({ indexes }) => indexes ?? null);

function rangesAnswer(topic: string, count: number, unit: UnitResult): RangesAnswer {
  const ranges = unit.appends
    .filter((append) => append.count > 0)
    .map((append) => ({ partition: append.partition, baseOffset: append.baseOffset, count: append.count }));
  const appended = ranges.reduce((sum, range) => sum + range.count, 0);
  const accepted = unit.duplicate ? 0 : appended;
  return { topic, accepted, duplicates: count - accepted, ranges };
}

/** `shares` in the order of the unit's appends. */
export function answerOf(
  topic: string,
  decoded: Pick<Decoded, 'answer' | 'batch'>,
  shares: readonly Share[],
  unit: UnitResult,
): ProduceAnswer {
  const { answer, batch } = decoded;
  switch (answer) {
    case 'event': {
      const { partition, offset, duplicate, timestamp } = eventResult(
        unit.appends[0] as AppendResult,
        0,
        unit.duplicate,
      );
      return { topic, partition, offset, timestamp: timestamp ?? unit.timestamp, duplicate };
    }
    case 'ranges':
      return rangesAnswer(topic, batch.count, unit);
    case 'results':
      if (unit.duplicate) checkSameShares(topic, shares, unit);
      return { topic, results: resultsInOrder(indexesOf(shares), unit.appends, unit.duplicate) };
    default:
      return answer satisfies never;
  }
}
