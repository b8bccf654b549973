// validate ▸ the proof that a byte range is exactly one JSON value (RFC 8259), without building any object. It trusts
// the bytes to be UTF-8: callers ask node:buffer's isUtf8 first, once for a whole request. Produce and schemas use it.
import { JSON_MAX_DEPTH } from '../model/limits.js';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
export const BACKSLASH = 0x5c;
export const MINUS = 0x2d;
const POINT = 0x2e;
export const ZERO = 0x30;
export const NINE = 0x39;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** 1: stands in a string as itself. */
const PLAIN = new Uint8Array(256).fill(1, SPACE);
PLAIN[QUOTE] = 0;
PLAIN[BACKSLASH] = 0;

const ESCAPED = new Uint8Array(256);
for (const char of '"\\/bfnrt') ESCAPED[char.charCodeAt(0)] = 1;

const HEX = new Uint8Array(256);
for (const char of '0123456789abcdefABCDEF') HEX[char.charCodeAt(0)] = 1;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');

/** Which bracket closes the container at each depth. One for all: a scan never yields. */
const closers = new Uint8Array(JSON_MAX_DEPTH);

export function skipSpace(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const byte = bytes[i] as number;
    if (byte > SPACE) return i;
    if (byte !== SPACE && byte !== LINE_FEED && byte !== CARRIAGE_RETURN && byte !== TAB) return i;
    i += 1;
  }
  return i;
}

/** `start`: after the opening quote. Returns the position after the closing one, or `~fault`. */
export function scanString(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  for (;;) {
    while (i < end && PLAIN[bytes[i] as number] === 1) i += 1;
    if (i >= end) return ~i;
    const byte = bytes[i];
    if (byte === QUOTE) return i + 1;
    if (byte !== BACKSLASH || i + 1 >= end) return ~i;
    const escaped = bytes[i + 1] as number;
    if (ESCAPED[escaped] === 1) {
      i += 2;
    } else {
      if (escaped !== 0x75 /* u */ || i + 6 > end) return ~i;
      for (let digit = i + 2; digit < i + 6; digit += 1) if (HEX[bytes[digit] as number] !== 1) return ~i;
      i += 6;
    }
  }
}

function skipDigits(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && (bytes[i] as number) >= ZERO && (bytes[i] as number) <= NINE) i += 1;
  return i;
}

export function scanNumber(bytes: Uint8Array, start: number, end: number): number {
  let i = bytes[start] === MINUS ? start + 1 : start;
  const whole = i;
  i = skipDigits(bytes, whole, end);
  if (i === whole || (i > whole + 1 && bytes[whole] === ZERO)) return ~whole;
  if (i < end && bytes[i] === POINT) {
    const fraction = i + 1;
    i = skipDigits(bytes, fraction, end);
    if (i === fraction) return ~fraction;
  }
  if (i < end && ((bytes[i] as number) | 0x20) === 0x65 /* e E */) {
    i += 1;
    if (i < end && (bytes[i] === MINUS || bytes[i] === 0x2b) /* + */) i += 1;
    const exponent = i;
    i = skipDigits(bytes, exponent, end);
    if (i === exponent) return ~exponent;
  }
  return i;
}

function scanWord(bytes: Uint8Array, start: number, end: number, word: Uint8Array): number {
  if (start + word.length > end) return ~start;
  for (let i = 1; i < word.length; i += 1) if (bytes[start + i] !== word[i]) return ~start;
  return start + word.length;
}

/** Anything but an object or array. Returns the position after it, or `~fault`. */
function scanScalar(bytes: Uint8Array, start: number, end: number): number {
  switch (bytes[start]) {
    case QUOTE:
      return scanString(bytes, start + 1, end);
    case 0x74:
      return scanWord(bytes, start, end, TRUE);
    case 0x66:
      return scanWord(bytes, start, end, FALSE);
    case 0x6e:
      return scanWord(bytes, start, end, NULL);
    default:
      return scanNumber(bytes, start, end);
  }
}

/** A member's name and its colon. `start`: where the name's quote must be. */
function scanName(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || bytes[start] !== QUOTE) return ~start;
  const named = scanString(bytes, start + 1, end);
  if (named < 0) return named;
  if (named < end && bytes[named] === COLON) return named + 1;
  const colon = skipSpace(bytes, named, end);
  return colon < end && bytes[colon] === COLON ? colon + 1 : ~colon;
}

/**
 * One value from `start` on, with space before it. Returns the position after it, or `~fault` (negative) where the bytes
 * stop being JSON or go deeper than JSON_MAX_DEPTH.
 */
export function scanValue(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  let i = start;
  for (;;) {
    if (i < end && (bytes[i] as number) <= SPACE) i = skipSpace(bytes, i, end);
    if (i >= end) return ~i;
    const byte = bytes[i] as number;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth === JSON_MAX_DEPTH) return ~i;
      const closer = byte + 2; // in ASCII ] is [ + 2 and } is { + 2
      i = skipSpace(bytes, i + 1, end);
      if (i < end && bytes[i] === closer) {
        i += 1;
      } else {
        closers[depth] = closer;
        depth += 1;
        if (byte === OPEN_OBJECT) i = scanName(bytes, i, end);
        if (i < 0) return i;
        continue;
      }
    } else {
      i = byte === QUOTE ? scanString(bytes, i + 1, end) : scanScalar(bytes, i, end);
      if (i < 0) return i;
    }
    for (;;) {
      if (depth === 0) return i;
      if (i < end && (bytes[i] as number) <= SPACE) i = skipSpace(bytes, i, end);
      if (i >= end) return ~i;
      const closer = closers[depth - 1];
      if (bytes[i] === COMMA) {
        i += 1;
        if (i < end && (bytes[i] as number) <= SPACE) i = skipSpace(bytes, i, end);
        if (closer === CLOSE_OBJECT) i = scanName(bytes, i, end);
        if (i < 0) return i;
        break;
      }
      if (bytes[i] !== closer) return ~i;
      i += 1;
      depth -= 1;
    }
  }
}

/** Is the range one JSON value, with nothing but space around it? Returns -1, or the position of the fault. */
export function findJsonFault(bytes: Uint8Array, start: number, end: number): number {
  const after = scanValue(bytes, start, end);
  if (after < 0) return ~after;
  const rest = skipSpace(bytes, after, end);
  return rest === end ? -1 : rest;
}
