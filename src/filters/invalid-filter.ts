// A filter that cannot be compiled: always one code, and the place of what is wrong.
import { PosthornError } from '../errors/posthorn-error.js';

const SHOWN_MAX_CHARS = 200;

/** `path`: JSON pointer into the text that the caller sent; '' is all of it. `message`: what is wrong, and what to write. */
export function invalidFilter(path: string, message: string): PosthornError {
  const where = path === '' ? '' : ` at '${path.slice(0, SHOWN_MAX_CHARS)}'`;
  const detail = `The filter is wrong${where}: ${message}. POST /v1/filters/check tries a filter on sample events.`;
  return new PosthornError('INVALID_FILTER', detail, { errors: [{ path, message }] });
}

/** A name that an answer repeats. */
export function shown(name: string): string {
  return `'${name.slice(0, SHOWN_MAX_CHARS / 2)}'`;
}
