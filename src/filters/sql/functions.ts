// The functions of CloudEvents SQL (3.5): known by name, whatever its case, and by how many arguments they take.
import { FILTER_SQL_MAX_TEXT_CHARS } from '../../model/filter-limits.js';
import {
  castTo,
  checkedInteger,
  type Expression,
  fail,
  type Run,
  type SqlType,
  type SqlValue,
  spendSteps,
  ZERO,
} from './expression.js';
import { codePoints } from './like.js';

type SqlFunction = {
  /** What the arguments are cast to; `any`: nothing. The last one stands for all that follow where `variadic`. */
  readonly parameters: readonly (SqlType | 'any')[];
  /** How many of the parameters may be left out, from the last on. */
  readonly optional?: number;
  readonly variadic?: boolean;
  readonly type: SqlType;
  readonly apply: (given: readonly SqlValue[], run: Run) => SqlValue;
};

const ofText = (type: SqlType, apply: (text: string) => SqlValue): SqlFunction => ({
  parameters: ['string'],
  type,
  apply: ([text]) => apply(text as string),
});

const ofAny = (type: SqlType, apply: (value: SqlValue, run: Run) => SqlValue): SqlFunction => ({
  parameters: ['any'],
  type,
  apply: ([value], run) => apply(value as SqlValue, run),
});

/** A part of a text, in its characters. */
const partOf = (text: string, start: number, end: number): string => [...text].slice(start, end).join('');

const ends = (name: string, cut: (text: string, count: number, length: number) => string): SqlFunction => ({
  parameters: ['string', 'integer'],
  type: 'string',
  apply: ([given, count], run) => {
    const text = given as string;
    if ((count as number) >= 0) return cut(text, count as number, codePoints(text).length);
    fail(run, 'functionEvaluation', `${name} of ${count} characters`);
    return text;
  },
});

function joined(texts: readonly SqlValue[], delimiter: string, run: Run): string {
  const result = texts.join(delimiter);
  if (result.length <= FILTER_SQL_MAX_TEXT_CHARS) return result;
  fail(run, 'functionEvaluation', `a text of more than ${FILTER_SQL_MAX_TEXT_CHARS} characters`);
  return '';
}

function substring([given, position, count]: readonly SqlValue[], run: Run): string {
  const text = given as string;
  const start = position as number;
  const { length } = codePoints(text);
  if (start > length || start < -length || (count !== undefined && (count as number) < 0)) {
    fail(run, 'functionEvaluation', `SUBSTRING beyond a text of ${length} characters, or of less than none`);
    return '';
  }
  if (start === 0) return '';
  const first = start > 0 ? start - 1 : length + start;
  return partOf(text, first, count === undefined ? length : first + (count as number));
}

/** BOOL casts integers too, which nothing else does. */
const toBoolean = (value: SqlValue, run: Run): SqlValue =>
  typeof value === 'number' ? value !== 0 : castTo('boolean', value, run);

/** Can it be cast? Its fault would be that of an evaluation of its own. */
const isCast = (cast: (value: SqlValue, run: Run) => SqlValue) => (value: SqlValue) => {
  const run: Run = { attribute: () => undefined, fault: undefined, steps: 0 };
  cast(value, run);
  return run.fault === undefined;
};

const toInteger = (value: SqlValue, run: Run): SqlValue => castTo('integer', value, run);

const FUNCTIONS: Readonly<Record<string, SqlFunction>> = {
  LENGTH: ofText('integer', (text) => codePoints(text).length),
  CONCAT: {
    parameters: ['string'],
    optional: 1,
    variadic: true,
    type: 'string',
    apply: (texts, run) => joined(texts, '', run),
  },
  CONCAT_WS: {
    parameters: ['string', 'string'],
    optional: 1,
    variadic: true,
    type: 'string',
    apply: ([delimiter, ...texts], run) => joined(texts, delimiter as string, run),
  },
  LOWER: ofText('string', (text) => text.toLowerCase()),
  UPPER: ofText('string', (text) => text.toUpperCase()),
  TRIM: ofText('string', (text) => text.trim()),
  LEFT: ends('LEFT', (text, count) => partOf(text, 0, count)),
  RIGHT: ends('RIGHT', (text, count, length) => partOf(text, Math.max(0, length - count), length)),
  SUBSTRING: { parameters: ['string', 'integer', 'integer'], optional: 1, type: 'string', apply: substring },
  ABS: {
    parameters: ['integer'],
    type: 'integer',
    apply: ([value], run) => checkedInteger(Math.abs(value as number), run),
  },
  INT: ofAny('integer', toInteger),
  BOOL: ofAny('boolean', toBoolean),
  STRING: ofAny('string', (value, run) => castTo('string', value, run)),
  IS_INT: ofAny('boolean', isCast(toInteger)),
  IS_BOOL: ofAny('boolean', isCast(toBoolean)),
};

/** Undefined where there is none of this name, or none that takes so many arguments. */
export function invocation(name: string, given: readonly Expression[]): Expression | undefined {
  const upper = name.toUpperCase();
  const found = Object.hasOwn(FUNCTIONS, upper) ? FUNCTIONS[upper] : undefined;
  if (found === undefined) return undefined;
  const { parameters, optional = 0, variadic = false, type, apply } = found;
  if (given.length < parameters.length - optional || (!variadic && given.length > parameters.length)) return undefined;
  const zero = ZERO[type];
  return {
    type,
    evaluate: (run) => {
      const values: SqlValue[] = [];
      for (const [index, argument] of given.entries()) {
        const parameter = parameters[Math.min(index, parameters.length - 1)] as SqlType | 'any';
        const value = argument.evaluate(run);
        values.push(parameter === 'any' ? value : castTo(parameter, value, run));
        if (typeof value === 'string') spendSteps(run, value.length);
        if (run.fault !== undefined) return zero;
      }
      return apply(values, run);
    },
  };
}

export const FUNCTION_NAMES: readonly string[] = Object.keys(FUNCTIONS);
