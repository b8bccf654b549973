import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonNumber, jsonNumberAt } from '#posthorn/filters/json-number.js';
import { decodedText, isText, literalOf } from '#posthorn/filters/json-text.js';
import { makeValueLookup } from '#posthorn/filters/value-lookup.js';

const name = fc.constantFrom('a', 'b', 'a/b', '~', '0', '1', '', 'é', '__proto__');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('1', '"x"', 'null', 'true', '"\\u0061"'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[ ${items.join(' , ')}]`),
  object: fc
    .array(fc.tuple(name, tie('value')), { maxLength: 6 })
    .map((members) => `{ ${members.map(([key, member]) => `${JSON.stringify(key)} :${member} `).join(',')} }`),
}));

/** What JSON.parse has there; undefined: nothing. */
function parsedAt(text: string, steps: readonly string[]): unknown {
  let found: unknown = JSON.parse(text);
  for (const step of steps) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    if (Array.isArray(found) && !/^\d+$/.test(step)) return undefined;
    found = (found as Record<string, unknown>)[step];
  }
  return found;
}

function kindOf(found: unknown): string {
  if (found === undefined) return 'nothing';
  if (Array.isArray(found)) return 'array';
  return typeof found === 'boolean' || found === null ? String(found) : typeof found;
}

it('finds at every place what JSON.parse finds there', () => {
  const pointers = fc.array(fc.array(name, { maxLength: 4 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(value as fc.Arbitrary<string>, { minLength: 1, maxLength: 3 }), pointers, (values, wanted) => {
      const lookup = makeValueLookup();
      const places = wanted.map((steps) => lookup.place(steps));
      for (const text of values) {
        const bytes = Buffer.from(`junk ${text}\n`);
        expect(lookup.look(bytes, 5, bytes.length - 1)).toBe(true);
        expect(places.map((found) => found().kind)).toEqual(wanted.map((steps) => kindOf(parsedAt(text, steps))));
        lookup.forget();
      }
    }),
    { numRuns: 2_000 },
  );
});

it('reads every number as Number does', () => {
  const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,16})(\.\d{1,12})?([eE][+-]?\d{1,2})?$/);
  fc.assert(
    fc.property(digits, (text) => {
      const bytes = Buffer.from(`[${text}]`);
      expect(jsonNumberAt(bytes, 1, bytes.length - 1)).toEqual(jsonNumber(text));
      expect(jsonNumber(text).double).toBe(Number(text));
    }),
    { numRuns: 5_000 },
  );
});

it('compares strings as they are decoded, decoded or not', () => {
  const texts = fc.constantFrom('a', '\\', '"', 'é', '\n', '😀', 'b', '\\u0061', 'x'.repeat(70));
  const written = fc.array(texts, { maxLength: 4 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(written, written, fc.boolean(), (left, right, escaped) => {
      const json = escaped ? JSON.stringify(left).replaceAll('a', '\\u0061') : JSON.stringify(left);
      const bytes = Buffer.from(json);
      const text = { bytes, start: 1, end: bytes.length - 1, decoded: undefined };
      expect(isText(text, literalOf(left))).toBe(true);
      expect(isText(text, literalOf(right))).toBe(left === right);
      expect(decodedText(text)).toBe(JSON.parse(json));
    }),
    { numRuns: 3_000 },
  );
});
