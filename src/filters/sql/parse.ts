// The tokens of an expression ▸ what evaluates it. From the loosest: OR and XOR, AND, comparisons, + and -, * / and %, then
// LIKE and IN, then NOT and -, as in the grammar of the specification; those of one kind from left to right.
import { FILTER_SQL_MAX_DEPTH } from '../../model/filter-limits.js';
import { shown } from '../invalid-filter.js';
import { type Expression, fail, isInteger } from './expression.js';
import { FUNCTION_NAMES, invocation } from './functions.js';
import {
  arithmetic,
  comparison,
  conjunction,
  disjunction,
  exclusion,
  like,
  membership,
  minus,
  negation,
} from './operators.js';
import { syntaxFault, type Token, tokensOf } from './tokens.js';

type Parser = {
  readonly path: string;
  readonly tokens: readonly Token[];
  /** Called for each operator, function and element of a list. */
  readonly count: (path: string) => void;
  at: number;
  depth: number;
};
type Parse = (parser: Parser) => Expression;
type Combine = (left: Expression, right: Expression) => Expression;

const KEYWORDS = new Set(['AND', 'OR', 'XOR', 'NOT', 'LIKE', 'IN', 'EXISTS', 'TRUE', 'FALSE']);
const ATTRIBUTE = /^[a-z0-9]+$/;
const END: Token = { kind: 'end', text: '', position: 0 };

/** @throws INVALID_FILTER */
export function parseSql(text: string, path: string, count: (path: string) => void): Expression {
  const parser: Parser = { path, tokens: tokensOf(text, path), count, at: 0, depth: 0 };
  const expression = parseAny(parser);
  if (next(parser).kind !== 'end') throw unexpected(parser, 'an operator, or the end');
  return expression;
}

const next = ({ tokens, at }: Parser, ahead = 0): Token => tokens[at + ahead] ?? END;

function unexpected(parser: Parser, wanted: string): Error {
  const { kind, text, position } = next(parser);
  const what = kind === 'end' ? 'the expression ends' : `there is ${shown(text)}`;
  return syntaxFault(parser.path, position, `${what} where ${wanted} must be`);
}

/** The keyword or symbol that comes next, in capitals; '' for anything else. */
function signAt(parser: Parser, ahead = 0): string {
  const { kind, text } = next(parser, ahead);
  if (kind === 'symbol') return text;
  const upper = kind === 'word' ? text.toUpperCase() : '';
  return KEYWORDS.has(upper) ? upper : '';
}

function takes(parser: Parser, sign: string): boolean {
  if (signAt(parser) !== sign) return false;
  parser.at += 1;
  return true;
}

function demand(parser: Parser, sign: string): void {
  if (!takes(parser, sign)) throw unexpected(parser, shown(sign));
}

/** Operators of one kind, from left to right. */
function chain(parse: Parse, combinations: Readonly<Record<string, Combine>>): Parse {
  return (parser) => {
    let left = parse(parser);
    for (;;) {
      const combine = combinations[signAt(parser)];
      if (combine === undefined) return left;
      parser.at += 1;
      parser.count(parser.path);
      left = combine(left, parse(parser));
    }
  };
}

const combinations = (
  symbols: readonly string[],
  make: (symbol: string, ...sides: Parameters<Combine>) => Expression,
) =>
  Object.fromEntries(symbols.map((symbol): [string, Combine] => [symbol, (left, right) => make(symbol, left, right)]));

const parseProducts = chain(parseMatches, combinations(['*', '/', '%'], arithmetic));
const parseSums = chain(parseProducts, combinations(['+', '-'], arithmetic));
const parseComparisons = chain(parseSums, combinations(['=', '!=', '<>', '<', '<=', '>', '>='], comparison));
const parseConjunctions = chain(parseComparisons, { AND: conjunction });
const parseLogic = chain(parseConjunctions, { OR: disjunction, XOR: exclusion });

function deeper(parser: Parser, parse: Parse): Expression {
  parser.depth += 1;
  if (parser.depth > FILTER_SQL_MAX_DEPTH) {
    const { position } = next(parser);
    throw syntaxFault(
      parser.path,
      position,
      `it lies in more than ${FILTER_SQL_MAX_DEPTH} other parts: write it flatter`,
    );
  }
  const expression = parse(parser);
  parser.depth -= 1;
  return expression;
}

function parseAny(parser: Parser): Expression {
  return deeper(parser, parseLogic);
}

function parseMatches(parser: Parser): Expression {
  let operand = parseUnary(parser);
  for (;;) {
    const negated = signAt(parser) === 'NOT';
    const sign = signAt(parser, negated ? 1 : 0);
    if (sign !== 'LIKE' && sign !== 'IN') return operand;
    parser.at += negated ? 2 : 1;
    parser.count(parser.path);
    if (sign === 'IN') operand = membership(operand, parseList(parser, 1), !negated);
    else {
      const { kind, text } = next(parser);
      if (kind !== 'string') throw unexpected(parser, 'the string of a pattern');
      parser.at += 1;
      operand = like(operand, text, !negated);
    }
  }
}

function parseUnary(parser: Parser): Expression {
  const sign = signAt(parser);
  const { kind, text } = next(parser, 1);
  if ((sign === '-' || sign === '+') && kind === 'integer') {
    parser.at += 1;
    return integerLiteral(parser, sign === '-' ? `-${text}` : text);
  }
  if (sign !== 'NOT' && sign !== '-') return parseAtom(parser);
  parser.at += 1;
  parser.count(parser.path);
  const operand = deeper(parser, parseUnary);
  return sign === 'NOT' ? negation(operand) : minus(operand);
}

function parseAtom(parser: Parser): Expression {
  const { kind, text } = next(parser);
  if (kind === 'integer') return integerLiteral(parser, text);
  if (kind === 'string') {
    parser.at += 1;
    return { type: 'string', evaluate: () => text };
  }
  if (takes(parser, '(')) {
    const inner = parseAny(parser);
    demand(parser, ')');
    return inner;
  }
  const sign = signAt(parser);
  if (sign === 'TRUE' || sign === 'FALSE') {
    parser.at += 1;
    return { type: 'boolean', evaluate: () => sign === 'TRUE' };
  }
  if (takes(parser, 'EXISTS')) {
    const name = attributeName(parser);
    return { type: 'boolean', evaluate: (run) => run.attribute(name) !== undefined };
  }
  if (kind === 'word' && sign === '' && signAt(parser, 1) === '(') return parseInvocation(parser);
  return attribute(attributeName(parser));
}

function integerLiteral(parser: Parser, text: string): Expression {
  const value = Number(text);
  if (!isInteger(value)) throw syntaxFault(parser.path, next(parser).position, `${shown(text)} has more than 32 bits`);
  parser.at += 1;
  // -0 is 0 here.
  return { type: 'integer', evaluate: () => value + 0 };
}

function attributeName(parser: Parser): string {
  const { kind, text } = next(parser);
  if (kind !== 'word' || signAt(parser) !== '') throw unexpected(parser, 'an attribute, a function or a literal');
  if (!ATTRIBUTE.test(text)) throw unexpected(parser, 'the name of an attribute, which is of a-z 0-9,');
  parser.at += 1;
  return text;
}

function attribute(name: string): Expression {
  return {
    type: 'string',
    evaluate: (run) => {
      const value = run.attribute(name);
      if (value !== undefined) return value;
      fail(run, 'missingAttribute', `the event has no attribute ${name}`);
      return false;
    },
  };
}

function parseInvocation(parser: Parser): Expression {
  const { text: name, position } = next(parser);
  parser.at += 1;
  parser.count(parser.path);
  const given = parseList(parser, 0);
  const found = invocation(name, given);
  if (found !== undefined) return found;
  const known = `there are ${FUNCTION_NAMES.join(', ')}`;
  throw syntaxFault(parser.path, position, `no function ${shown(name)} takes ${given.length} arguments; ${known}`);
}

/** `(a, b, …)` */
function parseList(parser: Parser, min: number): readonly Expression[] {
  demand(parser, '(');
  const elements: Expression[] = [];
  if (min === 0 && takes(parser, ')')) return elements;
  do {
    parser.count(parser.path);
    elements.push(parseAny(parser));
  } while (takes(parser, ','));
  demand(parser, ')');
  return elements;
}
