// What is wrong with a request's events, gathered over all of them: a request is all or nothing, and its answer names
// every wrong event.
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import type { ErrorCode } from '../errors/registry.js';
import { PRODUCE_MAX_PLACES } from '../model/limits.js';

export type Faults = {
  /** `path`: JSON pointer or field name inside event `index`; '' is the whole event. */
  add(code: ErrorCode, index: number, path: string, message: string): void;
  has(index: number): boolean;
  /** @throws the first fault's code, with every place, where there is any. */
  raise(): void;
};

export function makeFaults(): Faults {
  const places: ErrorPlace[] = [];
  const wrong = new Set<number>();
  let first: ErrorCode | undefined;
  let total = 0;
  return {
    add(code, index, path, message) {
      first ??= code;
      total += 1;
      wrong.add(index);
      if (places.length < PRODUCE_MAX_PLACES) places.push({ index, path, message });
    },
    has: (index) => wrong.has(index),
    raise() {
      const place = places[0];
      if (first === undefined || place === undefined) return;
      const where = `Event ${place.index}${place.path === '' ? '' : ` at ${place.path}`}: ${place.message}.`;
      const more = total === 1 ? '' : ` ${total} places in ${wrong.size} events are wrong.`;
      throw new PosthornError(
        first,
        `${where}${more} Nothing was appended: mend what errors lists and send it again.`,
        {
          errors: places,
          ...(total > places.length ? { members: { errorCount: total } } : {}),
        },
      );
    },
  };
}
