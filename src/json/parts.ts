// decode ▸ byte ranges inside proven JSON: the members of an object, the elements of an array, the value at a pointer.
// Values are cut out of the request, never parsed and written again.
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, OPEN_ARRAY, OPEN_OBJECT, QUOTE, scanValue, skipSpace } from './scan.js';

/** `start..end` (exclusive) of a value, without the space around it. */
export type JsonRange = { readonly start: number; readonly end: number };
export type JsonMember = { readonly name: string; readonly value: JsonRange };
type JsonKind = 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null';

export function jsonKindAt(bytes: Uint8Array, start: number): JsonKind {
  switch (bytes[start]) {
    case OPEN_OBJECT:
      return 'object';
    case OPEN_ARRAY:
      return 'array';
    case QUOTE:
      return 'string';
    case 0x74:
      return 'true';
    case 0x66:
      return 'false';
    case 0x6e:
      return 'null';
    default:
      return 'number';
  }
}

/** Of a name that an answer repeats. */
const NAMED_MAX_CHARS = 100;

/** JSON can escape half a pair; UTF-8 has no bytes for it. */
export const LONE_SURROGATE = /\p{Surrogate}/u;

/** In a member name: a backslash there begins an escape, and half a pair has no bytes. */
const NEEDS_ESCAPE = /[\\\p{Surrogate}]/u;

export function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (bytes[i] === BACKSLASH) return true;
  return false;
}

/** The text of the string whose quotes stand at `start` and `end - 1`. */
export function jsonString(bytes: Buffer, start: number, end: number): string {
  const raw = bytes.toString('utf8', start + 1, end - 1);
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
}

/**
 * Shows the members of the object at `range.start`, in order; a name may come twice. They are not gathered: a body may be
 * nothing but members.
 */
export function eachMember(bytes: Buffer, range: JsonRange, see: (name: string, value: JsonRange) => void): void {
  let i = skipSpace(bytes, range.start + 1, range.end);
  while (bytes[i] !== CLOSE_OBJECT) {
    const named = scanValue(bytes, i, range.end);
    const start = skipSpace(bytes, skipSpace(bytes, named, range.end) + 1, range.end);
    const end = scanValue(bytes, start, range.end);
    see(jsonString(bytes, i, named), { start, end });
    i = skipSpace(bytes, end, range.end);
    if (bytes[i] !== CLOSE_OBJECT) i = skipSpace(bytes, i + 1, range.end);
  }
}

/** The members as a list. */
export function objectMembers(bytes: Buffer, range: JsonRange): JsonMember[] {
  const members: JsonMember[] = [];
  eachMember(bytes, range, (name, value) => {
    members.push({ name, value });
  });
  return members;
}

/** The elements of the array at `range.start`, in order. Where there are more than `most` it stops behind one more. */
export function arrayElements(bytes: Buffer, range: JsonRange, most = Number.POSITIVE_INFINITY): JsonRange[] {
  const elements: JsonRange[] = [];
  let i = skipSpace(bytes, range.start + 1, range.end);
  while (bytes[i] !== CLOSE_ARRAY && elements.length <= most) {
    const end = scanValue(bytes, i, range.end);
    elements.push({ start: i, end });
    i = skipSpace(bytes, end, range.end);
    if (bytes[i] !== CLOSE_ARRAY) i = skipSpace(bytes, i + 1, range.end);
  }
  return elements;
}

/** A name as a step of a JSON pointer, short enough for an answer. */
export function pointerStep(name: string): string {
  return name.slice(0, NAMED_MAX_CHARS).replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * A JSON pointer (RFC 6901) ready for use: its steps, each also as the bytes of a member name without escapes; undefined where
 * the name cannot stand there without one.
 */
export type PointerStep = { readonly name: string; readonly bytes: Buffer | undefined };

export function compilePointer(pointer: string): readonly PointerStep[] {
  if (pointer === '') return [];
  return pointer
    .split('/')
    .slice(1)
    .map((step) => {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      return { name, bytes: NEEDS_ESCAPE.test(name) ? undefined : Buffer.from(name) };
    });
}

function namesStep(bytes: Buffer, start: number, end: number, step: PointerStep): boolean {
  const wanted = step.bytes;
  if (wanted !== undefined && end - start - 2 === wanted.length) {
    let i = 0;
    while (i < wanted.length && bytes[start + 1 + i] === wanted[i]) i += 1;
    if (i === wanted.length) return true;
  }
  return hasEscape(bytes, start, end) && jsonString(bytes, start, end) === step.name;
}

/** Start of the member's value, or -1. Of a name that comes twice the last one counts, as in JSON.parse. */
function findMember(bytes: Buffer, object: number, end: number, step: PointerStep): number {
  let found = -1;
  let i = skipSpace(bytes, object + 1, end);
  while (bytes[i] !== CLOSE_OBJECT) {
    const named = scanValue(bytes, i, end);
    const start = skipSpace(bytes, skipSpace(bytes, named, end) + 1, end);
    if (namesStep(bytes, i, named, step)) found = start;
    i = skipSpace(bytes, scanValue(bytes, start, end), end);
    if (bytes[i] !== CLOSE_OBJECT) i = skipSpace(bytes, i + 1, end);
  }
  return found;
}

function findElement(bytes: Buffer, array: number, end: number, step: PointerStep): number {
  if (!/^(0|[1-9][0-9]{0,8})$/.test(step.name)) return -1;
  let left = Number(step.name);
  let i = skipSpace(bytes, array + 1, end);
  while (bytes[i] !== CLOSE_ARRAY) {
    if (left === 0) return i;
    left -= 1;
    i = skipSpace(bytes, scanValue(bytes, i, end), end);
    if (bytes[i] !== CLOSE_ARRAY) i = skipSpace(bytes, i + 1, end);
  }
  return -1;
}

/** The value that the pointer finds in the proven JSON value `start..end`; undefined where it finds none. */
export function valueAtPointer(
  bytes: Buffer,
  start: number,
  end: number,
  steps: readonly PointerStep[],
): JsonRange | undefined {
  let at = skipSpace(bytes, start, end);
  for (const step of steps) {
    const kind = jsonKindAt(bytes, at);
    if (kind !== 'object' && kind !== 'array') return undefined;
    at = kind === 'object' ? findMember(bytes, at, end, step) : findElement(bytes, at, end, step);
    if (at < 0) return undefined;
  }
  return { start: at, end: scanValue(bytes, at, end) };
}
