// The operators of CloudEvents SQL (3.4). What an operand is not, it is cast to; a fault of an operand, or of its cast, makes
// the operator give the zero of its type.
import {
  booleanOf,
  castTo,
  checkedInteger,
  type Expression,
  fail,
  integerOf,
  type Run,
  type SqlValue,
  stringOf,
} from './expression.js';
import { isLike, parseLike } from './like.js';

type Apply<T extends SqlValue> = (left: SqlValue, right: SqlValue, run: Run) => T;

function binary(type: 'integer' | 'boolean', left: Expression, right: Expression, apply: Apply<SqlValue>): Expression {
  const zero = type === 'integer' ? 0 : false;
  return {
    type,
    evaluate: (run) => {
      const a = left.evaluate(run);
      if (run.fault !== undefined) return zero;
      const b = right.evaluate(run);
      if (run.fault !== undefined) return zero;
      const result = apply(a, b, run);
      return run.fault === undefined ? result : zero;
    },
  };
}

const integers =
  (apply: (left: number, right: number, run: Run) => number): Apply<number> =>
  (left, right, run) =>
    checkedInteger(apply(integerOf(left, run), integerOf(right, run), run), run);

const ordered =
  (holds: (left: number, right: number) => boolean): Apply<boolean> =>
  (left, right, run) =>
    holds(integerOf(left, run), integerOf(right, run));

const divided = (apply: (left: number, right: number) => number) =>
  integers((left, right, run) => {
    if (right !== 0) return apply(left, right);
    fail(run, 'math', 'a division by zero');
    return 0;
  });

const ARITHMETIC: Readonly<Record<string, Apply<number>>> = {
  '*': integers((left, right) => left * right),
  '/': divided((left, right) => Math.trunc(left / right)),
  '%': divided((left, right) => left % right),
  '+': integers((left, right) => left + right),
  '-': integers((left, right) => left - right),
};

const ORDER: Readonly<Record<string, Apply<boolean>>> = {
  '<': ordered((left, right) => left < right),
  '<=': ordered((left, right) => left <= right),
  '>': ordered((left, right) => left > right),
  '>=': ordered((left, right) => left >= right),
};

export function arithmetic(symbol: string, left: Expression, right: Expression): Expression {
  return binary('integer', left, right, ARITHMETIC[symbol] as Apply<number>);
}

/** Of equality the right operand's type decides what the left one is cast to (3.7). */
export function comparison(symbol: string, left: Expression, right: Expression): Expression {
  const order = ORDER[symbol];
  if (order !== undefined) return binary('boolean', left, right, order);
  const { type } = right;
  const wanted = symbol === '=';
  return binary('boolean', left, right, (a, b, run) => (castTo(type, a, run) === b) === wanted);
}

/** The right operand is evaluated only where the left one does not decide. */
export function conjunction(left: Expression, right: Expression): Expression {
  return logic(
    left,
    right,
    (a) => (a ? undefined : false),
    (_a, b) => b,
  );
}

export function disjunction(left: Expression, right: Expression): Expression {
  return logic(
    left,
    right,
    (a) => (a ? true : undefined),
    (_a, b) => b,
  );
}

export function exclusion(left: Expression, right: Expression): Expression {
  return logic(
    left,
    right,
    () => undefined,
    (a, b) => a !== b,
  );
}

function logic(
  left: Expression,
  right: Expression,
  decided: (left: boolean) => boolean | undefined,
  apply: (left: boolean, right: boolean) => boolean,
): Expression {
  return {
    type: 'boolean',
    evaluate: (run) => {
      const a = booleanOf(left.evaluate(run), run);
      if (run.fault !== undefined) return false;
      const early = decided(a);
      if (early !== undefined) return early;
      const b = booleanOf(right.evaluate(run), run);
      return run.fault === undefined && apply(a, b);
    },
  };
}

/** What is neither true nor false counts as false here, beside its fault. */
export function negation(operand: Expression): Expression {
  return {
    type: 'boolean',
    evaluate: (run) => {
      const value = operand.evaluate(run);
      return run.fault === undefined && !booleanOf(value, run);
    },
  };
}

export function minus(operand: Expression): Expression {
  return {
    type: 'integer',
    evaluate: (run) => {
      const value = integerOf(operand.evaluate(run), run);
      return run.fault === undefined ? checkedInteger(-value, run) : 0;
    },
  };
}

export function like(operand: Expression, text: string, wanted: boolean): Expression {
  const pattern = parseLike(text);
  return {
    type: 'boolean',
    evaluate: (run) => {
      const value = operand.evaluate(run);
      if (run.fault !== undefined) return false;
      const found = isLike(stringOf(value), pattern, run);
      return run.fault === undefined && found === wanted;
    },
  };
}

/** The left operand's type is what the elements are cast to (3.7). They are evaluated in order, up to the one that is equal. */
export function membership(operand: Expression, elements: readonly Expression[], wanted: boolean): Expression {
  const isIn = (value: SqlValue, run: Run): boolean =>
    elements.some((element) => castTo(operand.type, element.evaluate(run), run) === value || run.fault !== undefined);
  return {
    type: 'boolean',
    evaluate: (run) => {
      const value = operand.evaluate(run);
      if (run.fault !== undefined) return false;
      const found = isIn(value, run);
      return run.fault === undefined && found === wanted;
    },
  };
}
