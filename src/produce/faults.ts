// What is wrong with a request's events, gathered over all of them: a request is all or nothing, and its answer names
// every wrong event.
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import type { ErrorCode } from '../errors/registry.js';
import { PRODUCE_MAX_PLACES } from '../model/limits.js';

export type Faults = {
  /** `path`: JSON pointer into event `index`; '' is the whole event. */
  add(code: ErrorCode, index: number, path: string, message: string): void;
  has(index: number): boolean;
  /** @throws the code of the first wrong event, with every place in order of events, where there is any. */
  raise(): void;
};

/** @param outcome what the call did in the end, for the text of the refusal */
export function makeFaults(outcome = 'Nothing was appended'): Faults {
  const found: { readonly code: ErrorCode; readonly place: ErrorPlace & { readonly index: number } }[] = [];
  const wrong: boolean[] = [];
  let events = 0;
  let total = 0;
  return {
    add(code, index, path, message) {
      total += 1;
      if (wrong[index] !== true) events += 1;
      wrong[index] = true;
      if (found.length < PRODUCE_MAX_PLACES) found.push({ code, place: { index, path, message } });
    },
    has: (index) => wrong[index] === true,
    raise() {
      // The steps look at all events one after the other, so that a later one may find an earlier event wrong.
      found.sort((left, right) => left.place.index - right.place.index);
      const [first] = found;
      if (first === undefined) return;
      const { code, place } = first;
      const where = `Event ${place.index}${place.path === '' ? '' : ` at ${place.path}`}: ${place.message}.`;
      const more = total === 1 ? '' : ` ${totalText(total, events)} are wrong.`;
      throw new PosthornError(code, `${where}${more} ${outcome}: mend what errors lists and send it again.`, {
        errors: found.map((one) => one.place),
        ...(total > found.length ? { members: { errorCount: total } } : {}),
      });
    },
  };
}

/** The same faults, told of one part of each event: their paths begin at it. */
export function faultsOfPart(faults: Faults, part: string): Faults {
  const { has, raise } = faults;
  return { add: (code, index, path, message) => faults.add(code, index, `${part}${path}`, message), has, raise };
}

function totalText(places: number, events: number): string {
  if (events === places) return `${events} events`;
  return events === 1 ? `${places} places` : `${places} places in ${events} events`;
}
