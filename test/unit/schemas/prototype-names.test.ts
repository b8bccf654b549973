// Members named like those that every object of JavaScript inherits: only what an event has itself counts, for ajv, for the
// proof over bytes and for the proof of compatibility alike.
import { describe, expect, it } from 'vitest';
import { checkCompatibility } from '#posthorn/schemas/compatibility/check-compatibility.js';
import { makeSchemaCompiler } from '#posthorn/schemas/compile-schema.js';

const compile = makeSchemaCompiler();
const accepts = (schema: unknown, value: unknown) => compile(schema, 1).validate(value).length === 0;
const proves = (schema: unknown, value: unknown) => {
  const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
  return compile(schema, 1).prove?.(bytes, Uint32Array.of(bytes.length - 1))(0, 1) === 1;
};

/** Ajv overlooks `__proto__` where it is a property's name in a schema. */
const NAMES = Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== '__proto__');
const others = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`a${i}`, true]));

describe.each(NAMES)('%s', (name) => {
  const has = { [name]: 1 };

  it.each([
    { keyword: 'properties', schema: { properties: { [name]: { type: 'string' } } }, empty: true, there: false },
    { keyword: 'required', schema: { required: [name] }, empty: false, there: true },
    { keyword: 'dependentRequired', schema: { dependentRequired: { [name]: ['a'] } }, empty: true, there: false },
    {
      keyword: 'dependentSchemas',
      schema: { dependentSchemas: { [name]: { required: ['a'] } } },
      empty: true,
      there: false,
    },
    { keyword: 'additionalProperties', schema: { additionalProperties: false }, empty: true, there: false },
    {
      keyword: 'additionalProperties beside many',
      schema: { properties: others, additionalProperties: false },
      empty: true,
      there: false,
    },
    {
      keyword: 'additionalProperties beside it',
      schema: { properties: { [name]: { type: 'integer' } }, additionalProperties: false },
      empty: true,
      there: true,
    },
    { keyword: 'unevaluatedProperties', schema: { unevaluatedProperties: false }, empty: true, there: false },
    { keyword: 'minProperties', schema: { minProperties: 1 }, empty: false, there: true },
  ])('is judged by $keyword only where it is', ({ schema, empty, there }) => {
    expect([accepts(schema, {}), accepts(schema, has)]).toEqual([empty, there]);
  });

  it('is judged alike by its bytes and by its value', () => {
    const schema = { properties: { [name]: { type: 'string' }, n: { type: 'integer' } }, required: ['n'] };
    for (const [value, valid] of [
      [{ n: 1 }, true],
      [{ n: 1, [name]: 'x' }, true],
      [{ n: 1, [name]: 2 }, false],
    ] as const) {
      expect([proves(schema, value), accepts(schema, value)]).toEqual([valid, valid]);
    }
    // Written so, an integer is proven by ajv alone.
    expect(accepts(schema, JSON.parse('{"n":1.0}'))).toBe(true);
  });

  it.each([
    { reader: { properties: { [name]: { type: 'string' } } } },
    { reader: { dependentRequired: { [name]: ['a'] } } },
    { reader: { dependentSchemas: { [name]: { required: ['a'] } } } },
  ])('$reader takes an object that has it not', ({ reader }) => {
    expect(checkCompatibility(reader, { type: 'object', additionalProperties: false })).toEqual([]);
    expect(accepts(reader, {})).toBe(true);
  });

  it('is missing from a value that lists other members', () => {
    const problems = checkCompatibility({ required: [name] }, { const: { a: 1 } });
    expect(problems.map(({ rule }) => rule)).toEqual(['enum-narrowed']);
  });
});
