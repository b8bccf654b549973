// Proofs of strings and numbers.
import { BACKSLASH, scanNumber, scanString } from '../../json/scan.js';
import { isSmallNatural, NOT_PROVEN, type Prove, type TextCheck, type TextChecks } from './prove.js';

type Schema = Readonly<Record<string, unknown>>;

const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
/** Digits that a double holds exactly. */
const EXACT_DIGITS = 15;
/** A number shorter than this, without an exponent, is finite. */
const FINITE_CHARS = 300;

/** A string's bytes equal to one of `texts`, none of which needs an escape. */
export function oneOf(texts: readonly string[]): Prove {
  const wanted = texts.map((text) => Buffer.from(`"${text}"`));
  return (bytes, start, end) => {
    for (let choice = 0; choice < wanted.length; choice += 1) {
      const after = matchBytes(wanted[choice] as Buffer, bytes, start, end);
      if (after >= 0) return after;
    }
    return NOT_PROVEN;
  };
}

/** The position after `wanted` where it stands at `start`, or -1. A loop: for a few bytes a native call costs more. */
export function matchBytes(wanted: Buffer, bytes: Buffer, start: number, end: number): number {
  const length = wanted.length;
  if (start + length > end) return NOT_PROVEN;
  for (let i = 0; i < length; i += 1) if (bytes[start + i] !== wanted[i]) return NOT_PROVEN;
  return start + length;
}

/** undefined: the schema asks for something of strings that only ajv knows. */
export function compileString(schema: Schema, checks: TextChecks): Prove | undefined {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, format } = schema;
  if (!isSmallNatural(minLength) || !(maxLength === Number.POSITIVE_INFINITY || isSmallNatural(maxLength))) {
    return undefined;
  }
  const tests: TextCheck[] = [];
  for (const [keyword, value] of [
    ['pattern', pattern],
    ['format', format],
  ] as const) {
    if (value === undefined) continue;
    const test = typeof value === 'string' ? checks[keyword](value) : undefined;
    if (test === undefined) return undefined;
    tests.push(test);
  }
  const bounded = minLength > 0 || maxLength !== Number.POSITIVE_INFINITY;
  if (!bounded && tests.length === 0) return (bytes, start, end) => orNotProven(scanString(bytes, start + 1, end));
  return (bytes, start, end) => {
    const after = scanString(bytes, start + 1, end);
    if (after < 0) return NOT_PROVEN;
    const length = plainLength(bytes, start + 1, after - 1);
    if (length < minLength || length > maxLength || length < 0) return NOT_PROVEN;
    if (tests.length === 0) return after;
    const text = bytes.toString('utf8', start + 1, after - 1);
    for (const test of tests) if (!test(text)) return NOT_PROVEN;
    return after;
  };
}

/** Code points of a string's inside, or -1 where it has an escape. */
function plainLength(bytes: Buffer, start: number, end: number): number {
  let length = 0;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i] as number;
    if (byte === BACKSLASH) return -1;
    if ((byte & 0xc0) !== 0x80) length += 1;
  }
  return length;
}

/** undefined: a bound that is none. `multipleOf` is left to ajv: its arithmetic is not ours to repeat. */
export function compileNumber(schema: Schema, integer: boolean): Prove | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum];
  if (bounds.some((bound) => bound !== undefined && typeof bound !== 'number')) return undefined;
  const least = (minimum as number | undefined) ?? Number.NEGATIVE_INFINITY;
  const most = (maximum as number | undefined) ?? Number.POSITIVE_INFINITY;
  const above = (exclusiveMinimum as number | undefined) ?? Number.NEGATIVE_INFINITY;
  const below = (exclusiveMaximum as number | undefined) ?? Number.POSITIVE_INFINITY;
  const bounded = bounds.some((bound) => bound !== undefined);
  return (bytes, start, end) => {
    const after = shortInteger(bytes, start, end);
    if (after > 0) {
      if (!bounded) return after;
      const value = exactInteger(bytes, start, after);
      return value >= least && value <= most && value > above && value < below ? after : NOT_PROVEN;
    }
    if (integer) return NOT_PROVEN;
    const long = scanNumber(bytes, start, end);
    if (long < 0) return NOT_PROVEN;
    if (!bounded && long - start < FINITE_CHARS && !hasExponent(bytes, start, long)) return long;
    const value = Number(bytes.toString('latin1', start, long));
    const holds = value >= least && value <= most && value > above && value < below;
    return holds && Number.isFinite(value) ? long : NOT_PROVEN;
  };
}

function hasExponent(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (((bytes[i] as number) | 0x20) === 0x65) return true;
  return false;
}

/** The position after an integer of few enough digits to be exact, or -1. */
function shortInteger(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  let i = first;
  while (i < end && (bytes[i] as number) >= ZERO && (bytes[i] as number) <= NINE) i += 1;
  const digits = i - first;
  if (digits === 0 || digits > EXACT_DIGITS || (digits > 1 && bytes[first] === ZERO)) return -1;
  const next = i < end ? (bytes[i] as number) : 0;
  return next === 0x2e || (next | 0x20) === 0x65 ? -1 : i;
}

function exactInteger(bytes: Buffer, start: number, end: number): number {
  const negative = bytes[start] === MINUS;
  let value = 0;
  for (let i = negative ? start + 1 : start; i < end; i += 1) value = value * 10 + ((bytes[i] as number) - ZERO);
  return negative ? -value : value;
}

/** A literal word, e.g. `true`. */
export function word(text: string): Prove {
  const wanted = Buffer.from(text);
  return (bytes, start, end) => matchBytes(wanted, bytes, start, end);
}

export const orNotProven = (position: number): number => (position < 0 ? NOT_PROVEN : position);

/** Whether a text stands in JSON as itself and only as itself: ASCII without quote, backslash or control characters. */
export const needsNoEscape = (text: string): boolean => /^[ !#-[\]-~]*$/.test(text);
