// What a condition looks at: what stands at a place of the value, in a header or as the key.
import { jsonKindAt } from '../json/parts.js';
import { type JsonNumber, jsonNumberAt } from './json-number.js';
import type { JsonText } from './json-text.js';

export type Found =
  | { readonly kind: 'nothing' | 'object' | 'array' | 'true' | 'false' | 'null' }
  | { readonly kind: 'string'; readonly text: JsonText }
  | { readonly kind: 'number'; readonly number: JsonNumber };

export const NOTHING: Found = { kind: 'nothing' };
export const NULL: Found = { kind: 'null' };
const NO_BYTES: Buffer = Buffer.alloc(0);
const PLAIN = {
  object: { kind: 'object' },
  array: { kind: 'array' },
  true: { kind: 'true' },
  false: { kind: 'false' },
  null: NULL,
} as const;

/** @param text undefined or null: there is none */
export function foundText(text: string | null | undefined): Found {
  if (text === undefined || text === null) return NOTHING;
  return { kind: 'string', text: { bytes: NO_BYTES, start: 0, end: 0, decoded: text } };
}

/** The value whose first byte is at `start` and whose last one is before `end`, in proven JSON. */
export function foundAt(bytes: Buffer, start: number, end: number): Found {
  const kind = jsonKindAt(bytes, start);
  switch (kind) {
    case 'string':
      return { kind, text: { bytes, start: start + 1, end: end - 1, decoded: undefined } };
    case 'number':
      return { kind, number: jsonNumberAt(bytes, start, end) };
    default:
      return PLAIN[kind];
  }
}
