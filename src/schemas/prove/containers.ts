// Proofs of objects and arrays.
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  QUOTE,
  scanString,
  scanValue,
  skipSpace,
} from '../../json/scan.js';
import { NOT_PROVEN, type Prove } from './prove.js';
import { matchBytes } from './scalars.js';

/** Members are ticked off in one integer. */
export const PROPERTIES_MAX = 31;

export type Property = { readonly name: string; readonly prove: Prove; readonly required: boolean };

type Member = {
  /** The name with both quotes. */
  readonly quoted: Buffer;
  readonly bit: number;
  readonly prove: Prove;
  /** The member that stood behind this one last time: producers write the same order again and again. */
  next: Member | undefined;
};

/** `rest`: how members that are not listed are proven; undefined: there may be none. */
export function proveObject(properties: readonly Property[], rest: Prove | undefined): Prove {
  const members = properties.map(
    ({ name, prove }, index): Member => ({ quoted: Buffer.from(`"${name}"`), bit: 1 << index, prove, next: undefined }),
  );
  let required = 0;
  for (const [index, property] of properties.entries()) if (property.required) required |= 1 << index;
  const beforeFirst: Member = { quoted: Buffer.alloc(0), bit: 0, prove: () => NOT_PROVEN, next: members[0] };

  return (bytes, start, end) => {
    let seen = 0;
    let previous = beforeFirst;
    let i = skipSpace(bytes, start + 1, end);
    if (bytes[i] === CLOSE_OBJECT && i < end) return required === 0 ? i + 1 : NOT_PROVEN;
    for (;;) {
      let member = previous.next;
      let after = member === undefined ? NOT_PROVEN : matchBytes(member.quoted, bytes, i, end);
      if (after < 0) {
        if (i >= end || bytes[i] !== QUOTE) return NOT_PROVEN;
        after = scanString(bytes, i + 1, end);
        if (after < 0) return NOT_PROVEN;
        member = findMember(members, bytes, i, after);
        if (member === undefined && (rest === undefined || hasEscape(bytes, i, after))) return NOT_PROVEN;
        if (member !== undefined) previous.next = member;
      }
      i = skipSpace(bytes, after, end);
      if (i >= end || bytes[i] !== COLON) return NOT_PROVEN;
      i = skipSpace(bytes, i + 1, end);
      if (member === undefined) {
        i = (rest as Prove)(bytes, i, end);
      } else {
        // Of a name that comes twice the last one counts: ajv's business.
        if ((seen & member.bit) !== 0) return NOT_PROVEN;
        seen |= member.bit;
        previous = member;
        i = member.prove(bytes, i, end);
      }
      if (i < 0) return NOT_PROVEN;
      i = skipSpace(bytes, i, end);
      if (i >= end) return NOT_PROVEN;
      if (bytes[i] === CLOSE_OBJECT) return (seen & required) === required ? i + 1 : NOT_PROVEN;
      if (bytes[i] !== COMMA) return NOT_PROVEN;
      i = skipSpace(bytes, i + 1, end);
    }
  };
}

function findMember(members: readonly Member[], bytes: Buffer, start: number, after: number): Member | undefined {
  for (const member of members) {
    if (member.quoted.length === after - start && matchBytes(member.quoted, bytes, start, after) === after)
      return member;
  }
  return undefined;
}

function hasEscape(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (bytes[i] === BACKSLASH) return true;
  return false;
}

export function proveArray(item: Prove, least: number, most: number): Prove {
  return (bytes, start, end) => {
    let count = 0;
    let i = skipSpace(bytes, start + 1, end);
    if (bytes[i] === CLOSE_ARRAY && i < end) return least === 0 ? i + 1 : NOT_PROVEN;
    for (;;) {
      i = item(bytes, i, end);
      if (i < 0) return NOT_PROVEN;
      count += 1;
      i = skipSpace(bytes, i, end);
      if (i >= end) return NOT_PROVEN;
      if (bytes[i] === CLOSE_ARRAY) return count >= least && count <= most ? i + 1 : NOT_PROVEN;
      if (bytes[i] !== COMMA) return NOT_PROVEN;
      i = skipSpace(bytes, i + 1, end);
    }
  };
}

/** Any JSON value. */
export const proveAnything: Prove = (bytes, start, end) => {
  const after = scanValue(bytes, start, end);
  return after < 0 ? NOT_PROVEN : after;
};
