// PUT /v1/subscriptions/{name}: `filter`.
import { PosthornError } from '../../errors/posthorn-error.js';
import type { Fields } from '../../model/fields.js';
import type { CompileFilter } from './event-filter.js';

const PATH = '/filter';

/** Its JSON; undefined: every event passes. @throws INVALID_FILTER */
export function readFilter(fields: Fields, compile: CompileFilter): unknown {
  const filter = fields.take('filter') ?? undefined;
  if (filter === undefined) return undefined;
  const path = unsafeNumber(filter, PATH);
  if (path !== undefined) {
    const message = 'is a number that JSON tools do not keep exactly: an integer goes from -(2^53 - 1) to 2^53 - 1';
    const detail = `The filter is wrong at ${path}: it ${message}. Correct it and send the whole PUT again.`;
    throw new PosthornError('INVALID_FILTER', detail, { errors: [{ path, message }] });
  }
  compile(JSON.stringify(filter), PATH);
  return filter;
}

/** The place of the first one: what GET shows must be what was put. */
function unsafeNumber(value: unknown, path: string): string | undefined {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = unsafeNumber(inner, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
