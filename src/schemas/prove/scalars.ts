// Strings and numbers.
import { COUNT_MAX, type ProofNumbers, type ProofText, type TextTest } from '../../json/program.js';
import { ONLY_AJV, type Schema, smallNatural } from './schema-part.js';

/** What the compiled keywords `pattern` and `format` stand for; undefined: unknown, so nothing can be proven. */
export type TextChecks = {
  readonly pattern: (source: string) => TextTest | undefined;
  readonly format: (name: string) => TextTest | undefined;
};

/** undefined: any string will do. @throws ONLY_AJV */
export function compileText(schema: Schema, checks: TextChecks): ProofText | undefined {
  const { minLength = 0, maxLength = COUNT_MAX } = schema;
  const least = smallNatural(minLength);
  const most = smallNatural(maxLength);
  const tests: TextTest[] = [];
  for (const keyword of ['pattern', 'format'] as const) {
    const wanted = schema[keyword];
    if (wanted === undefined) continue;
    const test = typeof wanted === 'string' ? checks[keyword](wanted) : undefined;
    if (test === undefined) throw ONLY_AJV;
    tests.push(test);
  }
  return least === 0 && most === COUNT_MAX && tests.length === 0 ? undefined : { least, most, tests, choices: [] };
}

/**
 * undefined: any number will do. `multipleOf` is left to ajv: its arithmetic is not ours to repeat. @throws ONLY_AJV
 */
export function compileNumbers(schema: Schema): ProofNumbers | undefined {
  const numbers = {
    minimum: bound(schema['minimum'], Number.NEGATIVE_INFINITY),
    maximum: bound(schema['maximum'], Number.POSITIVE_INFINITY),
    exclusiveMinimum: bound(schema['exclusiveMinimum'], Number.NEGATIVE_INFINITY),
    exclusiveMaximum: bound(schema['exclusiveMaximum'], Number.POSITIVE_INFINITY),
  };
  return Object.values(numbers).some(Number.isFinite) ? numbers : undefined;
}

function bound(value: unknown, none: number): number {
  if (value === undefined) return none;
  if (typeof value !== 'number') throw ONLY_AJV;
  return value;
}

/** Whether a text stands in JSON as itself and only as itself: ASCII without quote, backslash or control characters. */
export const needsNoEscape = (text: string): boolean => /^[ !#-[\]-~]*$/.test(text);
