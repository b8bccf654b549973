// Each rule of the proof of compatibility: what it refuses, where, and in which words.
import { describe, expect, it } from 'vitest';
import { checkCompatibility } from '#posthorn/schemas/compatibility/check-compatibility.js';
import { RULES } from '#posthorn/schemas/compatibility/rules.js';

type Schema = boolean | Readonly<Record<string, unknown>>;
type Row = readonly [rule: string, path: string, reader: Schema, writer: Schema, message: string];

const string = { type: 'string' };
const closed = (properties: object) => ({ type: 'object', properties, additionalProperties: false });

const REFUSED: readonly Row[] = [
  ['nothing-allowed', '', false, string, 'The reader allows nothing here (false), the writer does.'],
  ['type-narrowed', '/type', string, { type: ['string', 'null'] }, 'The writer allows null here, the reader does not.'],
  ['type-narrowed', '/type', { type: 'integer' }, { type: 'number' }, 'The writer allows number with a fraction here'],
  ['enum-narrowed', '/enum', { enum: ['a'] }, { enum: ['a', 'b', 1] }, 'The writer allows "b", 1 here'],
  ['enum-narrowed', '/enum', { enum: ['a'] }, string, 'The reader allows only ["a"] here, the writer allows others.'],
  ['const-changed', '/const', { const: 1 }, { const: 2 }, 'The writer allows 2 here, the reader does not.'],
  ['type-narrowed', '/type', string, { enum: ['a', true] }, 'The writer allows true here, the reader does not.'],
  ['required-added', '/required', { required: ['a'] }, { type: 'object' }, 'requires the property "a", in the writer'],
  [
    'dependent-required-added',
    '/dependentRequired',
    { dependentRequired: { a: ['b', 'c'] } },
    { type: 'object', dependentRequired: { a: ['b'] } },
    'The reader requires "c" where there is "a", the writer does not.',
  ],
  [
    'property-added',
    '/properties/a',
    { properties: { a: string } },
    { type: 'object' },
    'The reader has a schema for the property "a", which may hold anything in the writer.',
  ],
  [
    'property-removed',
    '/additionalProperties',
    closed({}),
    closed({ a: string }),
    'The writer allows the property "a", the reader does not. Keep the property, or allow other properties.',
  ],
  [
    'additional-properties-narrowed',
    '/additionalProperties',
    closed({}),
    { type: 'object' },
    'properties that it does not name',
  ],
  [
    'type-narrowed',
    '/additionalProperties/type',
    { additionalProperties: string },
    { type: 'object', additionalProperties: { type: 'integer' } },
    'The writer allows integer here',
  ],
  ['type-narrowed', '/properties/a~1b/type', closed({ 'a/b': string }), closed({ 'a/b': { type: 'null' } }), 'null'],
  [
    'pattern-properties-changed',
    '/patternProperties',
    { patternProperties: { '^x-': string } },
    { type: 'object' },
    'The reader has a schema for properties like "^x-", the writer has not that pattern.',
  ],
  [
    'property-names-narrowed',
    '/propertyNames',
    { propertyNames: { maxLength: 3 } },
    { type: 'object' },
    'names of properties',
  ],
  [
    'max-length-lowered',
    '/propertyNames/maxLength',
    { propertyNames: { maxLength: 3 } },
    { type: 'object', propertyNames: { maxLength: 4 } },
    '3',
  ],
  [
    'property-names-narrowed',
    '/propertyNames',
    { propertyNames: { maxLength: 2 } },
    closed({ ab: true, abc: true }),
    'names',
  ],
  ['not-provable', '/not', { not: { const: 1 } }, { not: { const: 2 } }, 'what "not" excludes'],
  [
    'not-provable',
    '/if',
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    { if: { pattern: '^a' }, then: { maxLength: 5 }, else: { maxLength: 9 } },
    { type: 'string', maxLength: 7 },
    'both "then" and "else" would have to take every value',
  ],
  [
    'min-properties-raised',
    '/minProperties',
    { minProperties: 2 },
    { type: 'object', minProperties: 1 },
    'that of the writer is 1',
  ],
  ['max-properties-lowered', '/maxProperties', { maxProperties: 2 }, { type: 'object' }, 'that of the writer is none'],
  [
    'items-narrowed',
    '/items',
    { prefixItems: [string], items: false },
    { type: 'array', prefixItems: [string] },
    'at most 1 items',
  ],
  [
    'type-narrowed',
    '/prefixItems/1/type',
    { prefixItems: [true, string] },
    { type: 'array', items: { type: 'null' } },
    'null',
  ],
  ['type-narrowed', '/items/type', { items: string }, { type: 'array', prefixItems: [string] }, 'boolean'],
  [
    'min-items-raised',
    '/minItems',
    { minItems: 1 },
    { type: 'array' },
    'The reader has the minItems 1, that of the writer is 0.',
  ],
  ['max-items-lowered', '/maxItems', { maxItems: 1 }, { type: 'array', maxItems: 2 }, 'that of the writer is 2.'],
  ['unique-items-added', '/uniqueItems', { uniqueItems: true }, { type: 'array' }, 'The reader refuses equal items'],
  [
    'contains-changed',
    '/contains',
    { contains: string },
    { type: 'array', contains: { type: 'null' } },
    'need not have',
  ],
  [
    'contains-changed',
    '/contains',
    { contains: string, maxContains: 1 },
    { type: 'array', contains: string, maxContains: 2 },
    'need not have',
  ],
  ['minimum-raised', '/minimum', { minimum: 1 }, { type: 'number', exclusiveMinimum: 0 }, 'is 0'],
  ['maximum-lowered', '/exclusiveMaximum', { exclusiveMaximum: 1 }, { type: 'number', maximum: 1 }, 'is 1'],
  [
    'min-length-raised',
    '/minLength',
    { minLength: 3 },
    { type: 'string', minLength: 2 },
    'Keep the bound at least as wide as it was.',
  ],
  [
    'max-length-lowered',
    '/maxLength',
    { maxLength: 3 },
    string,
    'The reader has the maxLength 3, that of the writer is none.',
  ],
  [
    'pattern-changed',
    '/pattern',
    { pattern: '^a' },
    { type: 'string', pattern: '^ab' },
    'has the pattern "^a", the writer has "^ab"',
  ],
  ['format-changed', '/format', { format: 'date' }, string, 'The reader has the format "date", the writer has none.'],
  ['minimum-raised', '/minimum', { minimum: 1 }, { type: 'number', minimum: 0 }, 'the lower bound of the writer is 0'],
  ['minimum-raised', '/exclusiveMinimum', { exclusiveMinimum: 0 }, { type: 'number', minimum: 0 }, 'is 0'],
  [
    'maximum-lowered',
    '/maximum',
    { maximum: 1 },
    { type: 'integer', exclusiveMaximum: 3 },
    'the upper bound of the writer is 2',
  ],
  [
    'multiple-of-changed',
    '/multipleOf',
    { multipleOf: 4 },
    { type: 'integer', multipleOf: 2 },
    'the writer allows multiples of 2',
  ],
  [
    'multiple-of-changed',
    '/multipleOf',
    { multipleOf: 1 },
    { type: 'integer', minimum: 0 },
    'beyond 2^53 too, where division is not exact',
  ],
  [
    'multiple-of-changed',
    '/multipleOf',
    { multipleOf: 3 },
    { multipleOf: 9_007_199_254_740_990 },
    'beyond 2^53 too, where division is not exact',
  ],
  [
    'any-of-narrowed',
    '/anyOf',
    { anyOf: [{ minLength: 2 }, { type: 'null' }, { maxLength: 0 }] },
    string,
    'no single branch of "anyOf"'.replace('no', 'No'),
  ],
  [
    'min-length-raised',
    '/anyOf/1/minLength',
    { anyOf: [{ type: 'null' }, { type: 'string', minLength: 1 }] },
    { type: ['string', 'null'] },
    '1',
  ],
  [
    'not-provable',
    '/oneOf',
    { oneOf: [{ minLength: 1 }, string] },
    { type: 'string', minLength: 1 },
    'more than one branch',
  ],
  [
    'not-provable',
    '/not',
    { not: { minLength: 9 } },
    string,
    "It can't be proven that the reader takes all that the writer allows",
  ],
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  ['not-provable', '/if', { if: { minLength: 2 }, then: { maxLength: 5 } }, string, '"if" is not told apart'],
  ['not-provable', '/unevaluatedProperties', { unevaluatedProperties: false }, { type: 'object' }, 'only recognised'],
  ['not-provable', '/$ref', { $ref: 'https://json-schema.org/draft/2020-12/schema' }, true, 'where "$ref" leads to'],
  ['type-narrowed', '/$defs/name/type', { $ref: '#/$defs/name', $defs: { name: string } }, { type: 'null' }, 'null'],
  [
    'required-added',
    '/dependentSchemas/a/required',
    { dependentSchemas: { a: { required: ['b'] } } },
    { type: 'object' },
    '"b"',
  ],
];

describe('what is refused', () => {
  it.each(REFUSED)('%s at %j', (rule, path, reader, writer, message) => {
    const found = checkCompatibility(reader, writer);
    expect(found.map((problem) => [problem.rule, problem.path])).toContainEqual([rule, path]);
    const problem = found.find((each) => each.rule === rule && each.path === path);
    expect(problem?.message).toContain(message);
    expect(problem?.message).toMatch(/^[A-Z].*\. [A-Z].*\.$/);
  });

  it('has a row for every rule', () => {
    expect([...new Set(REFUSED.map(([rule]) => rule))].sort()).toEqual(Object.keys(RULES).sort());
  });

  it('names every place, and only those that break', () => {
    const reader = { ...closed({ a: string, b: { minimum: 2 }, c: true }), required: ['a', 'c'] };
    const writer = { ...closed({ a: string, b: { type: 'integer' }, c: true, d: true }), required: ['c'] };
    expect(checkCompatibility(reader, writer).map(({ path, rule }) => `${rule} ${path}`)).toEqual([
      'minimum-raised /properties/b/minimum',
      'property-removed /additionalProperties',
      'required-added /required',
    ]);
  });
});

describe('from the side of the writer', () => {
  const names = { reader: 'version 1', writer: 'the new schema' };

  it('tells where it changed, the opposite rule, and what to do there', () => {
    const writer = { type: 'object', properties: { a: { type: ['string', 'null'] } } };
    const reader = { type: 'object', properties: { a: string } };
    expect(checkCompatibility(reader, writer, { changed: 'writer', names })).toEqual([
      {
        path: '/properties/a/type',
        rule: 'type-widened',
        message: 'The new schema allows null here, version 1 does not. Add no type; types may be taken out.',
      },
    ]);
    expect(checkCompatibility({ required: ['a'] }, { type: 'object' }, { changed: 'writer', names })[0]).toEqual({
      path: '',
      rule: 'required-removed',
      message: 'Version 1 requires the property "a", in the new schema it may be absent. Leave the property required.',
    });
  });
});
