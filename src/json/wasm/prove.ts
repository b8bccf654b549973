// AssemblyScript. validate ▸ the proof that values are JSON as a schema wants it, seen in their bytes. It is sound and not
// complete: of what it does not prove it says nothing, and such a value is parsed and judged by others.
//
// What is wanted stands in memory as a program, written by src/json/program.ts: nodes and what they point to, all of u32
// words (bounds of numbers: f64). Pointer 0 means "anything".
//   node    types, text, numbers, object, array
//   text    least and most code points, tests, choices, then each test's number, then each choice
//   choice  bytes, the JSON text with its quotes, filled up to words
//   numbers minimum, maximum, exclusive minimum, exclusive maximum
//   object  the member that is expected first, whether others are allowed, bits of those required (u64), first member
//   member  the member expected behind it, its node, its bit (u64), next member, bytes, the name with its quotes
//   array   node of the items, fewest, most
import { anything } from './anything';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  escaped,
  isDigit,
  isExponent,
  LOWER_F,
  LOWER_N,
  LOWER_T,
  MINUS,
  OPEN_ARRAY,
  OPEN_OBJECT,
  POINT,
  QUOTE,
  setLimit,
  space,
  text,
  wordFalse,
  wordNull,
  wordTrue,
  ZERO,
} from './bytes';
import { check, depthMax } from './host';

const STRING: u32 = 1;
const NUMBER: u32 = 2;
const INTEGER: u32 = 4;
const OBJECT: u32 = 8;
const ARRAY: u32 = 16;
const BOOLEAN: u32 = 32;
const NOTHING: u32 = 64;

/** Digits that a double holds exactly; so it does the powers of ten up to as many zeros. */
const EXACT_DIGITS: u32 = 15;
/** A number shorter than this, without an exponent, is finite. */
const FINITE_DIGITS: u32 = 300;
const POWERS: StaticArray<f64> = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/** Where a program may begin. */
export function freeMemory(): usize {
  return (__heap_base + 15) & ~15;
}

/**
 * The first value from `from` on that is not proven; `count` where all are. Value i ends at `ends[i]` and the next one
 * begins one byte behind it. What crosses the end of its value, a string or number cut in two, does not stop exactly
 * there and is not proven; sixteen zeros behind the payload end everything.
 */
export function proveFrom(node: usize, payload: usize, ends: usize, from: u32, count: u32): u32 {
  let start = from === 0 ? payload : payload + load<u32>(ends + ((from - 1) << 2)) + 1;
  for (let index = from; index < count; index += 1) {
    const end = payload + load<u32>(ends + (index << 2));
    setLimit(end);
    const after = prove(node, space(start), 0);
    if (after === 0 || space(after) !== end) return index;
    start = end + 1;
  }
  return count;
}

function prove(node: usize, start: usize, depth: u32): usize {
  if (node === 0) return anything(start, depth);
  const types = load<u32>(node);
  switch (load<u8>(start)) {
    case QUOTE:
      return types & STRING ? proveText(load<u32>(node, 4), start) : 0;
    case OPEN_OBJECT:
      return types & OBJECT && depth < depthMax ? proveObject(load<u32>(node, 12), start, depth) : 0;
    case OPEN_ARRAY:
      return types & ARRAY && depth < depthMax ? proveArray(load<u32>(node, 16), start, depth) : 0;
    case LOWER_T:
      return types & BOOLEAN ? wordTrue(start) : 0;
    case LOWER_F:
      return types & BOOLEAN ? wordFalse(start) : 0;
    case LOWER_N:
      return types & NOTHING ? wordNull(start) : 0;
    default:
      return types & (NUMBER | INTEGER) ? proveNumber(load<u32>(node, 8), (types & NUMBER) === 0, start) : 0;
  }
}

/** Whether `bytes` bytes are the same at both places, of which eight more may be read. */
function same(wanted: usize, found: usize, bytes: u32): bool {
  let i: u32 = 0;
  for (; i + 8 <= bytes; i += 8) if (load<u64>(wanted + i) !== load<u64>(found + i)) return false;
  const rest = (bytes - i) << 3;
  return rest === 0 || (load<u64>(wanted + i) ^ load<u64>(found + i)) << (64 - rest) === 0;
}

function filled(bytes: u32): u32 {
  return (bytes + 3) & ~3;
}

function proveText(wanted: usize, start: usize): usize {
  if (wanted === 0) return text(start + 1);
  const tests = load<u32>(wanted, 8);
  const choices = load<u32>(wanted, 12);
  if (choices > 0) return oneOf(wanted + 16 + (tests << 2), choices, start);
  const after = text(start + 1);
  if (after === 0 || escaped) return 0;
  if (!hasLength(start + 1, after - 1, load<u32>(wanted), load<u32>(wanted, 4))) return 0;
  for (let index: u32 = 0; index < tests; index += 1) {
    if (!check(load<u32>(wanted + (index << 2), 16), start + 1, after - 1)) return 0;
  }
  return after;
}

function oneOf(first: usize, choices: u32, start: usize): usize {
  let choice = first;
  for (let left = choices; left > 0; left -= 1) {
    const bytes = load<u32>(choice);
    if (same(choice + 4, start, bytes)) return start + bytes;
    choice += 4 + filled(bytes);
  }
  return 0;
}

/** In code points: at most one and at least a quarter of one a byte. */
function hasLength(start: usize, end: usize, least: u32, most: u32): bool {
  const bytes = (end - start) as u32;
  if (bytes <= most && bytes >> 2 >= least) return true;
  let length: u32 = 0;
  for (let i = start; i < end; i += 1) length += ((load<u8>(i) & 0xc0) !== 0x80) as u32;
  return length >= least && length <= most;
}

function proveNumber(wanted: usize, integer: bool, start: usize): usize {
  const negative = load<u8>(start) === MINUS;
  const whole = negative ? start + 1 : start;
  let i = whole;
  let digits: u64 = 0;
  for (; isDigit(load<u8>(i)); i += 1) digits = digits * 10 + (load<u8>(i) - ZERO);
  let count = (i - whole) as u32;
  if (count === 0 || (count > 1 && load<u8>(whole) === ZERO)) return 0;
  let decimals: u32 = 0;
  if (load<u8>(i) === POINT) {
    const fraction = i + 1;
    for (i = fraction; isDigit(load<u8>(i)); i += 1) digits = digits * 10 + (load<u8>(i) - ZERO);
    decimals = (i - fraction) as u32;
    if (decimals === 0) return 0;
    count += decimals;
  }
  if (isExponent(load<u8>(i)) || (integer && (decimals > 0 || count > EXACT_DIGITS))) return 0;
  if (wanted === 0) return count < FINITE_DIGITS ? i : 0;
  if (count > EXACT_DIGITS) return 0;
  const size = (digits as f64) / unchecked(POWERS[decimals]);
  const value = negative ? -size : size;
  const within =
    value >= load<f64>(wanted) &&
    value <= load<f64>(wanted, 8) &&
    value > load<f64>(wanted, 16) &&
    value < load<f64>(wanted, 24);
  return within ? i : 0;
}

function proveObject(wanted: usize, start: usize, depth: u32): usize {
  if (wanted === 0) return anything(start, depth);
  const others = load<u32>(wanted, 4) !== 0;
  const required = load<u64>(wanted, 8);
  let seen: u64 = 0;
  // Producers write the same order again and again: each member remembers which one came behind it last time.
  let memory = wanted;
  let i = space(start + 1);
  if (load<u8>(i) === CLOSE_OBJECT) return required === 0 ? i + 1 : 0;
  while (true) {
    let member: usize = load<u32>(memory);
    let after: usize = member === 0 ? 0 : named(member, i);
    if (after === 0) {
      if (load<u8>(i) !== QUOTE) return 0;
      after = text(i + 1);
      // A name with an escape may be one of those that are listed.
      if (after === 0 || escaped) return 0;
      member = findMember(load<u32>(wanted, 16), i, (after - i) as u32);
      if (member === 0 && !others) return 0;
      if (member !== 0) store<u32>(memory, member as u32);
    }
    i = space(after);
    if (load<u8>(i) !== COLON) return 0;
    i = space(i + 1);
    if (member === 0) {
      i = anything(i, depth + 1);
    } else {
      const bit = load<u64>(member, 8);
      // Of a name that comes twice the last one counts: others judge that.
      if (seen & bit) return 0;
      seen |= bit;
      memory = member;
      i = prove(load<u32>(member, 4), i, depth + 1);
    }
    if (i === 0) return 0;
    i = space(i);
    const byte = load<u8>(i);
    if (byte === CLOSE_OBJECT) return (seen & required) === required ? i + 1 : 0;
    if (byte !== COMMA) return 0;
    i = space(i + 1);
  }
}

function named(member: usize, start: usize): usize {
  const bytes = load<u32>(member, 20);
  return same(member + 24, start, bytes) ? start + bytes : 0;
}

function findMember(first: usize, start: usize, bytes: u32): usize {
  let member = first;
  while (member !== 0) {
    if (load<u32>(member, 20) === bytes && same(member + 24, start, bytes)) break;
    member = load<u32>(member, 16);
  }
  return member;
}

function proveArray(wanted: usize, start: usize, depth: u32): usize {
  if (wanted === 0) return anything(start, depth);
  const item: usize = load<u32>(wanted);
  let count: u32 = 0;
  let i = space(start + 1);
  if (load<u8>(i) === CLOSE_ARRAY) return load<u32>(wanted, 4) === 0 ? i + 1 : 0;
  while (true) {
    i = prove(item, i, depth + 1);
    if (i === 0) return 0;
    count += 1;
    i = space(i);
    const byte = load<u8>(i);
    if (byte === CLOSE_ARRAY) return count >= load<u32>(wanted, 4) && count <= load<u32>(wanted, 8) ? i + 1 : 0;
    if (byte !== COMMA) return 0;
    i = space(i + 1);
  }
}
