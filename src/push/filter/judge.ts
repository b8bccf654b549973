// `deliver()`, step filter: the filter of one subscription, compiled when it is first asked.
import type { LogSlice } from '../../engine/engine.js';
import { FILTER_TURN_STEPS } from '../../model/delivery-limits.js';
import type { Lane } from '../lane.js';
import type { CompileFilter, EventFilter } from './event-filter.js';
import type { FilterTurns } from './filter-turns.js';
import { type Passing, passingOf } from './passing.js';

export type Judge = {
  /** False: not now; the lane is woken when it may. */
  mayGoOn(lane: Lane): boolean;
  /** @param slices some */
  passing(slices: readonly LogSlice[]): Passing;
};

/** @param filter its JSON */
export function makeJudge(
  filter: unknown,
  { compileFilter, turns }: { readonly compileFilter: CompileFilter; readonly turns: FilterTurns },
  wake: (lane: Lane) => void,
): Judge {
  let compiled: EventFilter | undefined;
  return {
    mayGoOn: (lane) =>
      turns.mayGoOn(lane, () => {
        if (!lane.dropped) wake(lane);
      }),
    passing: (slices) => {
      compiled ??= compileFilter(JSON.stringify(filter));
      const before = compiled.spent();
      const passing = passingOf(compiled, slices, FILTER_TURN_STEPS);
      turns.spend(compiled.spent() - before);
      return passing;
    },
  };
}
