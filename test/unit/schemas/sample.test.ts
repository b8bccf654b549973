// Samples of schemas: what is made is valid, and something is made for most schemas that allow anything at all.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSchemaCompiler } from '#posthorn/schemas/compile-schema.js';
import { sampleOf } from '#posthorn/schemas/sample/sample.js';
import type { JsonSchema } from '#posthorn/schemas/schema-check.js';
import { flat, schema, value } from './generated-schemas.js';

const compile = makeSchemaCompiler();
const SEED = Number(process.env['PROPERTY_SEED'] ?? 11);
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);

function validatorOf(one: unknown): ((candidate: unknown) => boolean) | undefined {
  try {
    const { validate } = compile(one, 1);
    return (candidate) => validate(candidate).length === 0;
  } catch {
    return undefined;
  }
}

function sampled(one: JsonSchema): unknown {
  const found = sampleOf(one, validatorOf(one) ?? (() => false));
  if (found === undefined) throw new Error('no sample');
  return found.value;
}

describe('samples', () => {
  it.each([
    { name: 'deep schemas', schemas: schema, runs: RUNS },
    { name: 'keywords of one level', schemas: flat, runs: 2 * RUNS },
  ])('are found for nearly all schemas that allow something: $name', { timeout: 120_000 }, ({ schemas, runs }) => {
    const counts = { satisfiable: 0, found: 0, missed: [] as string[] };
    fc.assert(
      fc.property(schemas, fc.array(value, { minLength: 30, maxLength: 30 }), (one, values) => {
        const isValid = validatorOf(one);
        if (isValid === undefined) return;
        const found = sampleOf(one, isValid);
        // JSON all through, and the same at every call.
        if (found !== undefined) {
          expect(JSON.parse(JSON.stringify(found.value))).toEqual(found.value);
          expect(isValid(found.value)).toBe(true);
          expect(sampleOf(one, isValid)).toEqual(found);
        }
        if (!values.some(isValid)) return;
        counts.satisfiable += 1;
        if (found === undefined) counts.missed.push(JSON.stringify(one));
        else counts.found += 1;
      }),
      { seed: SEED, numRuns: runs },
    );
    if (process.env['PROPERTY_RUNS'] !== undefined) console.log(counts);
    expect(counts.satisfiable).toBeGreaterThan(runs / 4);
    expect(counts.found / counts.satisfiable).toBeGreaterThan(0.97);
  });

  it('look like what the author would write', () => {
    const order: JsonSchema = {
      type: 'object',
      required: ['orderId', 'total'],
      additionalProperties: false,
      properties: {
        orderId: { type: 'string', pattern: '^[A-Z]{2}-\\d{4,8}$' },
        customer: { $ref: '#/$defs/customer' },
        total: { type: 'number', minimum: 0.5, multipleOf: 0.01 },
        state: { enum: ['new', 'paid'] },
        at: { type: 'string', format: 'date-time' },
        lines: { type: 'array', minItems: 2, uniqueItems: true, items: { type: 'string', minLength: 3, maxLength: 4 } },
        note: { type: ['string', 'null'], examples: ['ring twice'] },
        count: { default: 3, type: 'integer' },
      },
      $defs: { customer: { type: 'object', properties: { email: { type: 'string', format: 'email' } } } },
    };
    expect(sampled(order)).toEqual({
      orderId: 'AA-1111',
      customer: { email: 'user0@example.com' },
      total: 1,
      state: 'new',
      at: '2026-01-01T12:00:00Z',
      lines: [expect.stringMatching(/^.{3,4}$/), expect.stringMatching(/^.{3,4}$/)],
      note: 'ring twice',
      count: 3,
    });
  });

  it.each<JsonSchema>([
    true,
    {},
    { const: null },
    { enum: [{ a: 1 }] },
    { type: 'integer', exclusiveMinimum: 4, exclusiveMaximum: 6 },
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.001 },
    { type: 'integer', multipleOf: 7, minimum: 100 },
    { type: 'integer', maximum: -5 },
    { type: 'string', pattern: '^(?:foo|bar)\\.[^a-z]+@\\w{3}$' },
    { type: 'string', pattern: '^\\+[1-9][0-9]{7,14}$' },
    { type: 'string', minLength: 300 },
    { type: 'object', minProperties: 3 },
    { type: 'object', minProperties: 2, propertyNames: { pattern: '^x-[a-z]+$' } },
    { type: 'object', required: ['a'], dependentRequired: { a: ['b'] } },
    { type: 'object', required: ['a'], dependentSchemas: { a: { required: ['c'], properties: { c: { const: 9 } } } } },
    { type: 'array', contains: { const: 7 }, minContains: 2, items: { type: 'integer' } },
    { type: 'array', prefixItems: [{ const: 1 }, { const: 2 }], minItems: 3, items: { type: 'boolean' } },
    { type: 'array', minItems: 3, uniqueItems: true, items: { enum: [1, 2, 3] } },
    {
      oneOf: [
        { type: 'object', required: ['a'] },
        { type: 'object', required: ['b'], not: { required: ['a'] } },
      ],
    },
    { anyOf: [false, { type: 'string', format: 'uuid' }] },
    {
      allOf: [
        { type: 'object', required: ['a'] },
        { properties: { a: { minimum: 3 } } },
        { properties: { a: { maximum: 4 } } },
      ],
    },
    { type: 'object', properties: { next: { $ref: '#' }, n: { type: 'integer' } }, required: ['n'] },
    {
      type: 'object',
      properties: { kind: { enum: ['card', 'bank'] } },
      required: ['kind'],
      if: { properties: { kind: { const: 'card' } } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { required: ['number'], properties: { number: { type: 'string', pattern: '^\\d{16}$' } } },
      else: { required: ['iban'] },
    },
    { type: 'object', properties: { constructor: { type: 'string' }, __proto__: {} }, required: ['constructor'] },
    ...[
      'date',
      'time',
      'duration',
      'email',
      'hostname',
      'ipv4',
      'ipv6',
      'uri',
      'uri-reference',
      'uuid',
      'json-pointer',
    ].map((format) => ({ type: 'array', minItems: 3, uniqueItems: true, items: { type: 'string', format } })),
  ])('are found for %j', (one) => {
    expect(validatorOf(one)?.(sampled(one))).toBe(true);
  });

  it.each<JsonSchema>([
    false,
    { type: 'string', minLength: 3, maxLength: 2 },
    { allOf: [{ type: 'string' }, { type: 'integer' }] },
    { type: 'object', required: ['next'], properties: { next: { $ref: '#' } } },
    { type: 'array', minItems: 1_000_000 },
    { type: 'string', minLength: 1_000_000_000 },
  ])('are not claimed for %j', (one) => {
    expect(sampleOf(one, () => true)).toBeUndefined();
  });

  it('come in bounded time, however far a schema branches', () => {
    const wide = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`m${n}`, { $ref: '#/$defs/level1' }]));
    const levels = Array.from({ length: 8 }, (_, n) => [
      `level${n + 1}`,
      {
        type: 'object',
        properties: Object.fromEntries(Object.keys(wide).map((name) => [name, { $ref: `#/$defs/level${n + 2}` }])),
      },
    ]);
    const one = {
      type: 'object',
      properties: wide,
      $defs: { ...Object.fromEntries(levels), level9: { type: 'string' } },
    };
    const began = performance.now();
    expect(sampled(one)).toEqual(expect.any(Object));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
