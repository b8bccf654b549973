// What a condition looks at: what stands at a place of the value, in a header or as the key.
import { jsonKindAt, jsonString } from '../json/parts.js';
import { type JsonNumber, jsonNumber } from './json-number.js';

export type Found =
  | { readonly kind: 'nothing' | 'object' | 'array' | 'true' | 'false' | 'null' }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly number: JsonNumber };

export const NOTHING: Found = { kind: 'nothing' };
export const NULL: Found = { kind: 'null' };
const PLAIN = {
  object: { kind: 'object' },
  array: { kind: 'array' },
  true: { kind: 'true' },
  false: { kind: 'false' },
  null: NULL,
} as const;

/** @param text undefined or null: there is none */
export function foundText(text: string | null | undefined): Found {
  return text === undefined || text === null ? NOTHING : { kind: 'string', text };
}

/** The value whose first byte is at `start` and whose last one is before `end`, in proven JSON. */
export function foundAt(bytes: Buffer, start: number, end: number): Found {
  const kind = jsonKindAt(bytes, start);
  switch (kind) {
    case 'string':
      return { kind, text: jsonString(bytes, start, end) };
    case 'number':
      return { kind, number: jsonNumber(bytes.toString('latin1', start, end)) };
    default:
      return PLAIN[kind];
  }
}
