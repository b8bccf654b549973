// Values, types and faults of CloudEvents SQL (https://github.com/cloudevents/spec/blob/main/cesql/spec.md, 3.1, 3.3, 3.7).
// Every part of an expression has its type before it is evaluated, and always gives a value: after a fault the zero of its
// type, which whatever lies around it turns into its own zero.
import { FILTER_SQL_MAX_STEPS } from '../../model/filter-limits.js';

export type SqlType = 'string' | 'integer' | 'boolean';
export type SqlValue = string | number | boolean;

/** Faults of an evaluation. What can be told before, of syntax and of names of functions, is refused. */
export type SqlFaultKind = 'cast' | 'math' | 'missingAttribute' | 'functionEvaluation' | 'generic';
export type SqlFault = { readonly kind: SqlFaultKind; readonly message: string };

/** One evaluation. */
export type Run = {
  readonly attribute: (name: string) => string | undefined;
  /** The first one. */
  fault: SqlFault | undefined;
  steps: number;
};

export type Expression = { readonly type: SqlType; readonly evaluate: (run: Run) => SqlValue };

export const ZERO: Readonly<Record<SqlType, SqlValue>> = { string: '', integer: 0, boolean: false };

const INTEGER_MIN = -(2 ** 31);
const INTEGER_MAX = 2 ** 31 - 1;
const INTEGER = /^[+-]?\d+$/;
const SHOWN_MAX_CHARS = 40;

export function fail(run: Run, kind: SqlFaultKind, message: string): void {
  run.fault ??= { kind, message };
}

/** Called by whatever takes as long as a text is. */
export function spendSteps(run: Run, steps: number): void {
  run.steps += steps;
  if (run.steps > FILTER_SQL_MAX_STEPS) {
    fail(run, 'generic', `the expression takes more than ${FILTER_SQL_MAX_STEPS} steps for this event`);
  }
}

export function isInteger(value: number): boolean {
  return value >= INTEGER_MIN && value <= INTEGER_MAX;
}

/** What an operation gives, if it has 32 bits. */
export function checkedInteger(value: number, run: Run): number {
  if (isInteger(value)) return value === 0 ? 0 : value;
  fail(run, 'math', `${value} is no integer of 32 bits`);
  return value < 0 ? INTEGER_MIN : INTEGER_MAX;
}

export function stringOf(value: SqlValue): string {
  return String(value);
}

export function integerOf(value: SqlValue, run: Run): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = INTEGER.test(value) ? Number(value) : Number.NaN;
  if (isInteger(number)) return number === 0 ? 0 : number;
  fail(run, 'cast', `${shortly(value)} is no integer`);
  return 0;
}

/** Without being asked for by BOOL, no integer becomes a boolean. */
export function booleanOf(value: SqlValue, run: Run): boolean {
  if (typeof value === 'boolean') return value;
  const lower = typeof value === 'string' && value.length <= 'false'.length ? value.toLowerCase() : '';
  if (lower === 'true') return true;
  if (lower !== 'false') fail(run, 'cast', `${shortly(value)} is neither true nor false`);
  return false;
}

export function castTo(type: SqlType, value: SqlValue, run: Run): SqlValue {
  switch (type) {
    case 'string':
      return stringOf(value);
    case 'integer':
      return integerOf(value, run);
    case 'boolean':
      return booleanOf(value, run);
    default:
      return type satisfies never;
  }
}

function shortly(value: SqlValue): string {
  return typeof value === 'string' ? `'${value.slice(0, SHOWN_MAX_CHARS)}'` : String(value);
}
