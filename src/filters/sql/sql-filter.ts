// The dialect `sql`: an expression of CloudEvents SQL 1.0 over the attributes of an event. It passes where the result, cast to
// a boolean, is true and no fault came up (CloudEvents Subscriptions API, 3.2.4.1.2).
import { FILTER_SQL_MAX_CHARS } from '../../model/filter-limits.js';
import { invalidFilter } from '../invalid-filter.js';
import { booleanOf, type Run, type SqlFault, type SqlValue } from './expression.js';
import { parseSql } from './parse.js';

export type SqlResult = { readonly value: SqlValue; readonly fault: SqlFault | undefined; readonly steps: number };
type Attributes = (name: string) => string | undefined;

/**
 * @param path of the text, for the places of errors
 * @param count called for each operator, function and element of a list
 * @throws INVALID_FILTER
 */
export function compileSql(
  text: string,
  path: string,
  count: (path: string) => void,
): (attribute: Attributes) => SqlResult {
  if (text.length > FILTER_SQL_MAX_CHARS) {
    throw invalidFilter(path, `it has ${text.length} characters, and ${FILTER_SQL_MAX_CHARS} are allowed`);
  }
  const expression = parseSql(text, path, count);
  return (attribute) => {
    const run: Run = { attribute, fault: undefined, steps: 0 };
    const value = expression.evaluate(run);
    return { value, fault: run.fault, steps: run.steps };
  };
}

/** As a filter takes the result. */
export function passes({ value, fault, steps }: SqlResult): {
  readonly passed: boolean;
  readonly fault: SqlFault | undefined;
} {
  if (fault !== undefined) return { passed: false, fault };
  const run: Run = { attribute: () => undefined, fault: undefined, steps };
  const passed = booleanOf(value, run);
  return { passed, fault: run.fault };
}
