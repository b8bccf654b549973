// The proof of compatibility against ajv: whatever it calls compatible, no value may show to be otherwise.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCompatibility } from '#posthorn/schemas/compatibility/check-compatibility.js';
import { makeSchemaCompiler } from '#posthorn/schemas/compile-schema.js';
import { changed, flat, schema, value } from './generated-schemas.js';

const compile = makeSchemaCompiler();
const SEED = Number(process.env['PROPERTY_SEED'] ?? 4);
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 500);

type Schema = boolean | Readonly<Record<string, unknown>>;
type Judge = (candidate: unknown) => boolean;

/** undefined: no schema that could be registered, or one that ajv misjudges. */
function judgeOf(candidate: unknown): Judge | undefined {
  const text = JSON.stringify(candidate);
  // Ajv 8.20 lets [] pass under {"prefixItems": [{"type": "string"}], "contains": {"type": "null"}}.
  if (text.includes('"prefixItems"') && text.includes('"contains"')) return undefined;
  try {
    const { validate } = compile(candidate, 1);
    return (each) => validate(each).length === 0;
  } catch {
    return undefined;
  }
}

type Pair = readonly [reader: unknown, writer: unknown];

const pairOf = (one: typeof schema): fc.Arbitrary<Pair> =>
  one.chain((first) => fc.tuple(fc.constant(first), fc.oneof({ arbitrary: changed(first), weight: 4 }, one)));

/** How many pairs were called compatible, and how many values were valid under their writers. */
function runPairs(pairs: fc.Arbitrary<Pair>, runs: number) {
  const counts = { compatible: 0, valid: 0 };
  fc.assert(
    fc.property(pairs, fc.array(value, { minLength: 30, maxLength: 30 }), ([one, other], values) => {
      for (const [reader, writer] of [
        [one, other],
        [other, one],
      ] as const) {
        if (checkCompatibility(reader as Schema, writer as Schema).length > 0) continue;
        const [reads, writes] = [judgeOf(reader), judgeOf(writer)];
        if (reads === undefined || writes === undefined) continue;
        counts.compatible += 1;
        for (const each of values) {
          if (!writes(each)) continue;
          counts.valid += 1;
          if (!reads(each)) throw new Error(`${JSON.stringify(each)} is valid under the writer only`);
        }
      }
    }),
    { seed: SEED, numRuns: runs },
  );
  if (process.env['PROPERTY_RUNS'] !== undefined) console.log(runs, counts);
  return counts;
}

describe('the proof of compatibility', () => {
  it.each([
    { name: 'deep schemas', pairs: pairOf(schema), runs: RUNS },
    { name: 'keywords of one level', pairs: pairOf(flat), runs: 3 * RUNS },
  ])('calls nothing compatible that a value shows not to be: $name', { timeout: 600_000 }, ({ pairs, runs }) => {
    const { compatible, valid } = runPairs(pairs, runs);
    // The property would hold of a proof that refuses everything, and of schemas that allow nothing.
    expect(compatible).toBeGreaterThan(runs / 4);
    expect(valid).toBeGreaterThan(runs * 3);
  });

  it('calls every schema compatible with itself, in either direction', () => {
    fc.assert(
      fc.property(schema, (one) => {
        expect(checkCompatibility(one, structuredClone(one))).toEqual([]);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});
