// A condition of a filter ▸ a function: does what was found fulfil it? `"EUR"` is short for `{"eq":"EUR"}`; several
// operators hold together. Texts are ordered by code point, numbers by exact value; nothing is turned into another type.
import { FILTER_LIST_MAX_VALUES } from '../model/filter-limits.js';
import { type FilterNode, itemsOf, membersOf, textOf, unknownName } from './filter-text.js';
import type { Found } from './found.js';
import { invalidFilter } from './invalid-filter.js';
import { compareNumbers, type JsonNumber, jsonNumber } from './json-number.js';
import { decodedText, isText, literalOf } from './json-text.js';

export type Condition = (found: Found) => boolean;
/** Called once for each operator. @throws INVALID_FILTER where there are too many */
export type Count = (path: string) => void;
type Operator = (operand: FilterNode) => Condition;

const EXAMPLE = '{"gt":10}';
const SCALARS = 'strings, numbers, true, false and null';

const OPERATORS: Readonly<Record<string, Operator>> = {
  eq: equals,
  /** Also where there is nothing. */
  ne: (operand) => negated(equals(operand)),
  in: oneOf,
  gt: ordered((order) => order > 0),
  gte: ordered((order) => order >= 0),
  lt: ordered((order) => order < 0),
  lte: ordered((order) => order <= 0),
  prefix: (operand) => {
    const text = textOf(operand);
    return (found) => found.kind === 'string' && decodedText(found.text).startsWith(text);
  },
  suffix: (operand) => {
    const text = textOf(operand);
    return (found) => found.kind === 'string' && decodedText(found.text).endsWith(text);
  },
  exists: ({ kind, path }) => {
    if (kind !== 'true' && kind !== 'false') throw invalidFilter(path, 'it must be true or false');
    const wanted = kind === 'true';
    return (found) => (found.kind !== 'nothing') === wanted;
  },
  /** There is something, and it is none of these. */
  'anything-but': (operand) => {
    const isOneOf = operand.kind === 'array' ? oneOf(operand) : equals(operand);
    return (found) => found.kind !== 'nothing' && !isOneOf(found);
  },
};

/** @throws INVALID_FILTER */
export function parseCondition(node: FilterNode, count: Count): Condition {
  if (node.kind === 'array') throw invalidFilter(node.path, 'it is a list: write {"in":[…]} for one of its values');
  if (node.kind !== 'object') {
    count(node.path);
    return equals(node);
  }
  const conditions = membersOf(node, EXAMPLE).map(({ name, value }) => {
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (operator === undefined) throw unknownName(value.path, name, Object.keys(OPERATORS));
    count(value.path);
    return operator(value);
  });
  const [only] = conditions;
  if (conditions.length === 1 && only !== undefined) return only;
  return (found) => conditions.every((condition) => condition(found));
}

function negated(condition: Condition): Condition {
  return (found) => !condition(found);
}

function equals(operand: FilterNode): Condition {
  const { kind } = operand;
  switch (kind) {
    case 'string': {
      const literal = literalOf(operand.text);
      return (found) => found.kind === 'string' && isText(found.text, literal);
    }
    case 'number': {
      const number = jsonNumber(operand.text);
      return (found) => found.kind === 'number' && compareNumbers(found.number, number) === 0;
    }
    case 'true':
    case 'false':
    case 'null':
      return (found) => found.kind === kind;
    case 'object':
    case 'array':
      throw invalidFilter(operand.path, `it must be one of ${SCALARS}: name what lies inside by a longer pointer`);
    default:
      return kind satisfies never;
  }
}

function oneOf(operand: FilterNode): Condition {
  const texts = new Set<string>();
  const numbers = new Map<number, JsonNumber[]>();
  const kinds = new Set<string>();
  for (const item of itemsOf(operand, FILTER_LIST_MAX_VALUES, SCALARS)) {
    if (item.kind === 'string') texts.add(item.text);
    else if (item.kind === 'number') {
      const number = jsonNumber(item.text);
      numbers.set(number.double, [...(numbers.get(number.double) ?? []), number]);
    } else if (item.kind === 'object' || item.kind === 'array') {
      throw invalidFilter(item.path, `it must be one of ${SCALARS}`);
    } else kinds.add(item.kind);
  }
  return (found) => {
    if (found.kind === 'string') return texts.has(decodedText(found.text));
    if (found.kind !== 'number') return kinds.has(found.kind);
    const near = numbers.get(found.number.double);
    return near?.some((number) => compareNumbers(found.number, number) === 0) === true;
  };
}

function ordered(holds: (order: number) => boolean): Operator {
  return (operand) => {
    if (operand.kind === 'number') {
      const number = jsonNumber(operand.text);
      return (found) => found.kind === 'number' && holds(compareNumbers(found.number, number));
    }
    if (operand.kind !== 'string') throw invalidFilter(operand.path, 'it must be a number or a string');
    const { text } = operand;
    return (found) => found.kind === 'string' && holds(compareTexts(decodedText(found.text), text));
  };
}

const SURROGATES = 0xd800;
const BEHIND_SURROGATES = 0xe000;

/** By code points. UTF-16 has those beyond 16 bits, as pairs of surrogates, before some of the others. */
function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i += 1) {
    const [a, b] = [left.charCodeAt(i), right.charCodeAt(i)];
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

function rank(unit: number): number {
  if (unit < SURROGATES) return unit;
  return unit >= BEHIND_SURROGATES ? unit - BEHIND_SURROGATES + SURROGATES : unit + BEHIND_SURROGATES;
}
