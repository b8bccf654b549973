import fc from 'fast-check';
import { expect, it } from 'vitest';
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
