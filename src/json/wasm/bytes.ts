// AssemblyScript (TypeScript's syntax over WebAssembly's memory). The tokens of JSON, seen in their bytes: no object is
// built, and of a string sixteen bytes are looked at in one step (SIMD). Positions are addresses; a function returns the
// one behind what it has seen, or 0 where that is not to be proven here.

const TAB: u8 = 0x09;
export const LINE_FEED: u8 = 0x0a;
export const CARRIAGE_RETURN: u8 = 0x0d;
export const SPACE: u8 = 0x20;
export const QUOTE: u8 = 0x22;
const PLUS: u8 = 0x2b;
export const COMMA: u8 = 0x2c;
export const MINUS: u8 = 0x2d;
export const POINT: u8 = 0x2e;
export const ZERO: u8 = 0x30;
export const COLON: u8 = 0x3a;
export const OPEN_ARRAY: u8 = 0x5b;
const BACKSLASH: u8 = 0x5c;
export const CLOSE_ARRAY: u8 = 0x5d;
export const OPEN_OBJECT: u8 = 0x7b;
export const CLOSE_OBJECT: u8 = 0x7d;

const SLASH: u8 = 0x2f;
const LOWER_A: u8 = 0x61;
const LOWER_B: u8 = 0x62;
const LOWER_E: u8 = 0x65;
export const LOWER_F: u8 = 0x66;
export const LOWER_N: u8 = 0x6e;
const LOWER_R: u8 = 0x72;
export const LOWER_T: u8 = 0x74;
const LOWER_U: u8 = 0x75;
/** ASCII letters differ from their small ones by this bit. */
const CASE: u8 = 0x20;

export const VECTOR_BYTES: usize = 16;
const FOUR_DIGITS: usize = 4;

// Words as little-endian integers.
const WORD_TRUE: u32 = 0x65757274;
const WORD_ALSE: u32 = 0x65736c61;
const WORD_NULL: u32 = 0x6c6c756e;

/** Where the value that is looked at ends. Only space must be kept from crossing it, see `proveFrom`. */
let limit: usize = 0;

export function setLimit(end: usize): void {
  limit = end;
}

/** Behind any space from `i` on. */
export function space(i: usize): usize {
  return load<u8>(i) > SPACE ? i : spaceRun(i);
}

function spaceRun(start: usize): usize {
  let i = start;
  while (i < limit) {
    const byte = load<u8>(i);
    if (byte !== SPACE && byte !== LINE_FEED && byte !== CARRIAGE_RETURN && byte !== TAB) break;
    i += 1;
  }
  return i;
}

export function isDigit(byte: u8): bool {
  return ((byte - ZERO) as u8) < 10;
}

function isHex(byte: u8): bool {
  return isDigit(byte) || (((byte | CASE) - LOWER_A) as u8) < 6;
}

/** `i`: behind the backslash. */
function escapeEnd(i: usize): usize {
  const byte = load<u8>(i);
  if (byte === LOWER_U) {
    for (let digit: usize = 1; digit <= FOUR_DIGITS; digit += 1) if (!isHex(load<u8>(i + digit))) return 0;
    return i + 1 + FOUR_DIGITS;
  }
  const alone =
    byte === QUOTE ||
    byte === BACKSLASH ||
    byte === SLASH ||
    byte === LOWER_B ||
    byte === LOWER_F ||
    byte === LOWER_N ||
    byte === LOWER_R ||
    byte === LOWER_T;
  return alone ? i + 1 : 0;
}

/** Whether the last string had an escape in it. */
export let escaped: bool = false;

/** `start`: behind the opening quote. */
export function text(start: usize): usize {
  escaped = false;
  let i = start;
  while (true) {
    const bytes = v128.load(i);
    const stops = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE)), i8x16.eq(bytes, i8x16.splat(BACKSLASH))),
      i8x16.lt_u(bytes, i8x16.splat(SPACE)),
    );
    const mask = i8x16.bitmask(stops);
    if (mask === 0) {
      i += VECTOR_BYTES;
      continue;
    }
    i += ctz(mask);
    const byte = load<u8>(i);
    if (byte === QUOTE) return i + 1;
    if (byte !== BACKSLASH) return 0;
    i = escapeEnd(i + 1);
    if (i === 0) return 0;
    escaped = true;
  }
}

function digits(start: usize): usize {
  let i = start;
  while (isDigit(load<u8>(i))) i += 1;
  return i;
}

export function isExponent(byte: u8): bool {
  return (byte | CASE) === LOWER_E;
}

export function number(start: usize): usize {
  const whole = load<u8>(start) === MINUS ? start + 1 : start;
  let i = digits(whole);
  if (i === whole || (i > whole + 1 && load<u8>(whole) === ZERO)) return 0;
  if (load<u8>(i) === POINT) {
    const fraction = i + 1;
    i = digits(fraction);
    if (i === fraction) return 0;
  }
  if (isExponent(load<u8>(i))) {
    i += 1;
    if (load<u8>(i) === PLUS || load<u8>(i) === MINUS) i += 1;
    const exponent = i;
    i = digits(exponent);
    if (i === exponent) return 0;
  }
  return i;
}

export function wordTrue(start: usize): usize {
  return load<u32>(start) === WORD_TRUE ? start + 4 : 0;
}

export function wordFalse(start: usize): usize {
  return load<u32>(start, 1) === WORD_ALSE ? start + 5 : 0;
}

export function wordNull(start: usize): usize {
  return load<u32>(start) === WORD_NULL ? start + 4 : 0;
}
