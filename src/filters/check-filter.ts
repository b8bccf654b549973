// Tries a filter on events that are in no log: what it would let pass.
import type { LogSlice } from '../engine/engine.js';
import type { EventBatch } from '../model/event-batch.js';
import { compileFilter } from './compile-filter.js';
import type { FilterFault } from './event-view.js';

export type FilterCheckRequest = {
  readonly body: Buffer;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

/** `error`: why an expression of the filter could not be evaluated for the event. */
type FilterVerdict = { readonly matches: boolean; readonly error?: FilterFault };

/** `results`: one an event. @throws INVALID_FILTER, and what decoding the body throws */
export type FilterCheck = (request: FilterCheckRequest) => { readonly results: readonly FilterVerdict[] };

export type FilterCheckDeps = {
  /** `filter`: its own text in the body. */
  readonly decodeSamples: (request: FilterCheckRequest) => { readonly filter: string; readonly batch: EventBatch };
};

/** Where the body has the filter. */
const FILTER_PATH = '/filter';

export function makeFilterCheck({ decodeSamples }: FilterCheckDeps): FilterCheck {
  return (request) => {
    const { filter: text, batch } = decodeSamples(request);
    const filter = compileFilter(text, FILTER_PATH);
    const slice: LogSlice = { batch, baseOffset: 0, timestamp: 0, first: 0, last: batch.count - 1 };
    const results = Array.from({ length: batch.count }, (_, index): FilterVerdict => {
      const matches = filter.matches(slice, index);
      const error = filter.fault();
      return error === undefined ? { matches } : { matches, error };
    });
    return { results };
  };
}
