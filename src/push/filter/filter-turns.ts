// Filters of all subscriptions share the push thread with everything that is sent: what they may spend in one turn of the event
// loop is bounded, and who finds nothing left goes on in the next one, each in turn.
import { FILTER_TURN_STEPS } from '../../model/delivery-limits.js';

export type FilterTurns = {
  /** False: not in this turn; `goOn` is called in the next one. */
  mayGoOn(who: object, goOn: () => void): boolean;
  spend(steps: number): void;
};

export function makeFilterTurns(nextTurn: (callback: () => void) => void = setImmediate): FilterTurns {
  let spent = 0;
  let waiting = new Map<object, () => void>();
  let isComing = false;

  const begin = (): void => {
    isComing = false;
    spent = 0;
    const due = [...waiting];
    waiting = new Map();
    let served = 0;
    // Whoever is served and wants more stands behind those that have had nothing yet.
    for (; served < due.length && spent < FILTER_TURN_STEPS; served += 1) due[served]?.[1]();
    if (served === due.length) return;
    waiting = new Map([...due.slice(served), ...waiting]);
    come();
  };
  const come = (): void => {
    if (isComing) return;
    isComing = true;
    nextTurn(begin);
  };

  return {
    mayGoOn: (who, goOn) => {
      if (spent < FILTER_TURN_STEPS) return true;
      waiting.set(who, goOn);
      come();
      return false;
    },
    spend: (steps) => {
      spent += steps;
      come();
    },
  };
}
