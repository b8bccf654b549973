// What the proof of compatibility must be able to prove: changes that people make, and each way of saying the same.
import { describe, expect, it } from 'vitest';
import { checkCompatibility } from '#posthorn/schemas/compatibility/check-compatibility.js';

type Schema = boolean | Readonly<Record<string, unknown>>;

const string = { type: 'string' };
const closed = (properties: object) => ({ type: 'object', properties, additionalProperties: false });

const ALLOWED: readonly (readonly [reader: Schema, writer: Schema])[] = [
  [true, {}],
  [string, false],
  [string, { type: 'string', minLength: 3, maxLength: 2 }],
  [{ type: 'number' }, { type: 'integer' }],
  [{ type: ['string', 'null'] }, { enum: ['a', null] }],
  [{ enum: [true, false] }, { type: 'boolean' }],
  [{ enum: [{ a: [1, 2] }, 'x'] }, { const: { a: [1, 2] } }],
  [{ type: 'string', nullable: true }, { type: ['null', 'string'] }],
  [{ minimum: 3 }, { type: 'integer', exclusiveMinimum: 2 }],
  [{ exclusiveMaximum: 3 }, { type: 'integer', maximum: 2.5 }],
  [{ multipleOf: 3 }, { multipleOf: 6, minimum: -600, maximum: 600 }],
  [{ multipleOf: 0.1 }, { multipleOf: 0.1 }],
  [{ multipleOf: 1 }, { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }],
  [{ pattern: '^a', format: 'uuid' }, { allOf: [{ type: 'string', pattern: '^a' }, { format: 'uuid' }] }],
  [
    { required: ['a'], minProperties: 2 },
    { type: 'object', required: ['b', 'a'] },
  ],
  [{ properties: { a: string } }, { type: 'object', additionalProperties: false }],
  [{ properties: { a: true, b: string } }, { type: 'object', additionalProperties: string }],
  [closed({ a: { type: 'number' }, b: string }), closed({ a: { type: 'integer' } })],
  [
    { patternProperties: { '^x-': { type: 'number' } }, additionalProperties: string },
    { patternProperties: { '^x-': { type: 'integer' } }, additionalProperties: string },
  ],
  [{ patternProperties: { '^x-': string } }, { type: 'object', additionalProperties: false }],
  [
    { additionalProperties: { type: 'number' } },
    { additionalProperties: { type: 'integer' }, patternProperties: { a: { const: 1 } } },
  ],
  [{ propertyNames: { maxLength: 2 } }, closed({ ab: true })],
  [{ dependentRequired: { a: ['b'] } }, { required: ['b'] }],
  [{ dependentRequired: { a: ['b'] } }, closed({ c: true })],
  [{ dependentSchemas: { a: { required: ['a', 'b'] } } }, { required: ['b'] }],
  [{ items: { type: 'number' } }, { items: { type: 'integer' }, maxItems: 3 }],
  [
    { prefixItems: [string], items: { type: 'null' } },
    { prefixItems: [string], items: false },
  ],
  [
    { maxItems: 2, uniqueItems: true },
    { prefixItems: [true], items: false },
  ],
  [
    { contains: string, minContains: 1 },
    { contains: { type: 'string', title: 'x' }, minContains: 2 },
  ],
  [{ anyOf: [string, { type: 'null' }] }, { type: ['null', 'string'] }],
  [{ anyOf: [string, { type: 'null' }, { type: 'array' }] }, { anyOf: [{ type: 'null' }, string] }],
  [{ oneOf: [string, { type: 'integer' }] }, { oneOf: [{ type: 'integer', minimum: 0 }] }],
  [
    { oneOf: ['a', 'b'].map((kind) => ({ required: ['kind'], properties: { kind: { const: kind } } })) },
    { type: 'object', required: ['kind'], properties: { kind: { const: 'b' } } },
  ],
  [{ not: { type: 'null' } }, string],
  [{ not: { const: 1 } }, { not: { enum: [1, 2] } }],
  [
    { unevaluatedProperties: false, properties: { a: string } },
    { unevaluatedProperties: false, properties: { a: string }, description: 'x' },
  ],
  [
    { $ref: '#/$defs/a', $defs: { a: string } },
    { $ref: '#b', $defs: { b: { $anchor: 'b', type: 'string' } } },
  ],
  [
    { type: ['object', 'null'], properties: { next: { $ref: '#' } } },
    { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] },
  ],
  [
    {
      $id: 'https://example.com/list',
      $ref: 'node',
      $defs: { n: { $id: 'node', properties: { next: { $ref: 'node' } } } },
    },
    {
      $ref: '#/$defs/x',
      $defs: { x: { type: 'object', properties: { next: { $ref: '#/$defs/y' } } }, y: { $ref: '#/$defs/x' } },
    },
  ],
];

describe('what is allowed', () => {
  it.each(ALLOWED)('%j reads %j', (reader, writer) => {
    expect(checkCompatibility(reader, writer)).toEqual([]);
  });
});
