// Numbers of JSON by their exact value, whatever their length: 9007199254740993 is not 9007199254740992, and 1e2 is 100.
import { MINUS, NINE, ZERO } from '../json/scan.js';

export type JsonNumber = {
  /** As it is written; undefined: it is one that the double stands for alone. */
  readonly text: string | undefined;
  /** The nearest double. */
  readonly double: number;
  /** Worked out where the double does not decide. */
  decimal: Decimal | undefined;
};

/** 0.`digits` times 10 to the power of `exponent`; zero has no digits. An exponent beyond 2^53 is as near as a double is. */
type Decimal = { readonly negative: boolean; readonly digits: string; readonly exponent: number };

/** Up to so many characters, and without an exponent, no two numbers share a double. */
const PLAIN_MAX_CHARS = 15;
const POINT = 0x2e;

/** @param text proven to be a number of JSON */
export function jsonNumber(text: string): JsonNumber {
  return { text: isPlain(text) ? undefined : text, double: Number(text), decimal: undefined };
}

/** The number that lies there. */
export function jsonNumberAt(bytes: Buffer, start: number, end: number): JsonNumber {
  const double = end - start <= PLAIN_MAX_CHARS ? plainNumber(bytes, start, end) : Number.NaN;
  if (Number.isNaN(double)) return jsonNumber(bytes.toString('latin1', start, end));
  return { text: undefined, double, decimal: undefined };
}

/** Not a number: there is an exponent. Both parts of the division have no more than 15 digits: it is rounded as Number is. */
function plainNumber(bytes: Buffer, start: number, end: number): number {
  const minus = bytes[start] === MINUS;
  let [digits, divisor, behindPoint] = [0, 1, false];
  for (let i = minus ? start + 1 : start; i < end; i += 1) {
    const byte = bytes[i] as number;
    if (byte === POINT) behindPoint = true;
    else if (byte < ZERO || byte > NINE) return Number.NaN;
    else {
      digits = digits * 10 + (byte - ZERO);
      if (behindPoint) divisor *= 10;
    }
  }
  return minus ? -digits / divisor : digits / divisor;
}

/** Below 0, 0 or above 0. */
export function compareNumbers(left: JsonNumber, right: JsonNumber): number {
  // Rounding keeps the order: doubles that differ stand as what they were made from.
  if (left.double !== right.double) return left.double < right.double ? -1 : 1;
  if (left.text === undefined && right.text === undefined) return 0;
  left.decimal ??= decimalOf(left.text ?? String(left.double));
  right.decimal ??= decimalOf(right.text ?? String(right.double));
  return compareDecimals(left.decimal, right.decimal);
}

function isPlain(text: string): boolean {
  return text.length <= PLAIN_MAX_CHARS && !text.includes('e') && !text.includes('E');
}

function decimalOf(text: string): Decimal {
  const minus = text.startsWith('-');
  const lower = text.indexOf('e');
  const mark = lower >= 0 ? lower : text.indexOf('E');
  const mantissa = text.slice(minus ? 1 : 0, mark < 0 ? text.length : mark);
  const point = mantissa.indexOf('.');
  const whole = point < 0 ? mantissa.length : point;
  const all = point < 0 ? mantissa : mantissa.slice(0, point) + mantissa.slice(point + 1);
  let first = 0;
  while (first < all.length && all.charCodeAt(first) === ZERO) first += 1;
  let end = all.length;
  while (end > first && all.charCodeAt(end - 1) === ZERO) end -= 1;
  const digits = all.slice(first, end);
  const power = mark < 0 ? 0 : Number(text.slice(mark + 1));
  return { negative: minus && digits !== '', digits, exponent: digits === '' ? 0 : power + whole - first };
}

function compareDecimals(left: Decimal, right: Decimal): number {
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  const larger = left.negative ? -1 : 1;
  if (left.digits === '' || right.digits === '') {
    return left.digits === right.digits ? 0 : left.digits === '' ? -larger : larger;
  }
  if (left.exponent !== right.exponent) return left.exponent < right.exponent ? -larger : larger;
  if (left.digits === right.digits) return 0;
  return left.digits < right.digits ? -larger : larger;
}
