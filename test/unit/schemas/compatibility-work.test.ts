// That the proof of compatibility is bounded by the work it does: it runs on the thread that answers requests.
import { describe, expect, it } from 'vitest';
import { COMPATIBILITY_MAX_STEPS } from '#posthorn/model/limits.js';
import { checkCompatibility } from '#posthorn/schemas/compatibility/check-compatibility.js';

type Schema = Readonly<Record<string, unknown>>;

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const mapOf = (count: number, make: (index: number) => [string, unknown]) => Object.fromEntries(times(count, make));
const closed = (properties: object) => ({ type: 'object', properties, additionalProperties: false });

/** ms, and the steps it took. */
function run(reader: Schema, writer: Schema) {
  const budget = { left: COMPATIBILITY_MAX_STEPS };
  const began = performance.now();
  const problems = checkCompatibility(reader, writer, { budget });
  return { problems, steps: COMPATIBILITY_MAX_STEPS - budget.left, tookMs: performance.now() - began };
}

const OBJECTS = times(15_000, (a) => ({ a }));
const TEXTS = times(20_000, (i) => `v${i}`);

describe('what is proven within the steps', () => {
  it.each([
    { name: 'objects', reader: OBJECTS },
    { name: 'texts', reader: TEXTS },
  ])('an enum of many $name in another order', ({ reader }) => {
    const { problems, steps, tookMs } = run({ enum: reader }, { enum: [...reader].reverse() });
    expect(problems).toEqual([]);
    expect(steps).toBeGreaterThanOrEqual(reader.length);
    // Each with each took 17 s for the objects.
    expect(tookMs).toBeLessThan(8_000);
  });

  it('2,000 properties', () => {
    const reader = closed(mapOf(2_000, (i) => [`a${i}`, { type: 'string', maxLength: 10 }]));
    const writer = closed(mapOf(2_000, (i) => [`a${i}`, { type: 'string', maxLength: 9 }]));
    expect(run(reader, writer).problems).toEqual([]);
  });
});

const STRING = { type: 'string' };
const PATTERNS = mapOf(2_000, (i) => [`^p${i}_`, STRING]);

describe('what would be too much work', () => {
  it.each<{ name: string; reader: Schema; writer: Schema }>([
    {
      name: 'each pattern with each property',
      reader: { patternProperties: PATTERNS },
      writer: closed(mapOf(2_000, (i) => [`q${i}`, STRING])),
    },
    {
      name: 'patterns that are costly to compile',
      reader: { patternProperties: mapOf(4_000, (i) => [`^(ab){900}${i}`, STRING]) },
      writer: closed({ a: STRING, b: STRING }),
    },
    {
      name: 'each fact with each property',
      reader: { properties: mapOf(5_000, (i) => [`a${i}`, STRING]) },
      writer: {
        type: 'object',
        allOf: times(8_000, (i) => ({ properties: { [`a${i}`]: { ...STRING, minLength: i } } })),
      },
    },
    {
      name: 'each branch with each branch',
      reader: { anyOf: times(8_000, (i) => ({ const: i })) },
      writer: { anyOf: times(8_000, (i) => ({ const: 8_000 - i, type: 'integer' })) },
    },
    {
      name: 'required names in many values',
      reader: { required: times(20_000, (i) => `n${i}`) },
      writer: { enum: OBJECTS },
    },
    {
      name: 'lengths of a long text',
      reader: { allOf: times(8_000, (minLength) => ({ minLength })) },
      writer: { enum: ['y'.repeat(200_000)] },
    },
    {
      name: 'a pattern on many texts',
      reader: { pattern: '^(a{0,30}b{0,30}){30}$' },
      writer: { enum: times(1_000, (i) => 'ab'.repeat(100) + i) },
    },
  ])('is told instead of done: $name', ({ reader, writer }) => {
    const { problems, tookMs } = run(reader, writer);
    expect(problems).toMatchObject([{ rule: 'not-provable', message: expect.stringContaining('too many cases') }]);
    expect(tookMs).toBeLessThan(8_000);
  });
});

it('names a few of many refused values', () => {
  const { problems } = run({ enum: ['x'] }, { enum: TEXTS });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain('"v19" and 19980 more');
});
