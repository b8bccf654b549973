// What is wrong with a body, gathered place by place while it is read. The first places are kept, all are counted: what a
// refusal costs must not grow with how wrong the body is.
import type { ErrorOptions, ErrorPlace } from '../errors/posthorn-error.js';
import { ERROR_PLACES_MAX } from './limits.js';

export type Places = {
  /** `path`: JSON pointer into the body; '' is the whole of it. */
  add(path: string, message: string): void;
  /** So many more that nobody will see. */
  skip(count: number): void;
  /** The next one would only be counted: its words need not be made. */
  full(): boolean;
  count(): number;
  /** The first ERROR_PLACES_MAX, in the order in which they were found. */
  readonly kept: readonly ErrorPlace[];
};

export function makePlaces(): Places {
  const kept: ErrorPlace[] = [];
  let count = 0;
  return {
    kept,
    add(path, message) {
      count += 1;
      if (kept.length < ERROR_PLACES_MAX) kept.push({ path, message });
    },
    skip(more) {
      count += more;
    },
    full: () => kept.length >= ERROR_PLACES_MAX,
    count: () => count,
  };
}

/** The places as a refusal tells of them, and how many there are where it can't name all. */
export function placesTold(places: Places): Pick<ErrorOptions, 'errors' | 'members'> {
  const { kept } = places;
  const errorCount = places.count();
  return errorCount > kept.length ? { errors: kept, members: { errorCount } } : { errors: kept };
}
