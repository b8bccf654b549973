// The byte proof of schemas with references: it follows them, into itself too, and proves nothing that ajv refuses.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileProver } from '#posthorn/json/prover.js';
import { JSON_MAX_DEPTH } from '#posthorn/model/limits.js';
import { makeSchemaCompiler } from '#posthorn/schemas/compile-schema.js';
import { compileProof } from '#posthorn/schemas/prove/compile.js';
import { value } from './generated-schemas.js';

const NO_CHECKS = { pattern: () => undefined, format: () => undefined };

function proofOf(schema: unknown): ((json: string) => boolean) | undefined {
  const wanted = compileProof(schema, NO_CHECKS);
  if (wanted === undefined) return undefined;
  const prove = compileProver(wanted);
  return (json) => {
    const bytes = Buffer.from(`${json}\n`);
    return prove(bytes, Uint32Array.of(bytes.length - 1))(0, 1) === 1;
  };
}

const member = fc.oneof(
  fc.constantFrom<unknown>({ $ref: '#/$defs/one' }, { $ref: '#two' }, { $ref: 'https://example.com/three' }),
  fc.record({ type: fc.constantFrom('string', 'integer', 'null', ['integer', 'string']) }),
  fc.constant(true),
);
const definition = fc.oneof(
  fc.record({ type: fc.constant('array'), items: member }),
  fc.record({
    type: fc.constantFrom('object', ['object', 'null', 'string', 'number']),
    properties: fc.dictionary(fc.constantFrom('a', 'b', 'kind'), member, { maxKeys: 3, noNullPrototype: true }),
    required: fc.constantFrom([], ['a']),
    additionalProperties: fc.boolean(),
  }),
);
const schema = fc
  .record({ one: definition, two: definition, three: definition })
  .map(({ one, two, three }) => ({
    $ref: '#/$defs/one',
    $defs: {
      one,
      two: { $anchor: 'two', ...two },
      'https://example.com/three': { $id: 'https://example.com/three', ...three },
    },
  }))
  // Inside the embedded resource, `#` is that resource.
  .filter(({ $defs }) => !/"#/.test(JSON.stringify($defs['https://example.com/three'])));

describe('the byte proof of references', () => {
  it('proves nothing that ajv refuses, and most of what it allows', () => {
    const compile = makeSchemaCompiler();
    const counts = { proven: 0, valid: 0 };
    fc.assert(
      fc.property(schema, fc.array(value, { minLength: 8, maxLength: 8 }), (one, values) => {
        const { validate } = compile(one, 1);
        const proves = proofOf(one);
        for (const each of values) {
          const proven = proves?.(JSON.stringify(each));
          const valid = validate(each).length === 0;
          if (proven === true && !valid) throw new Error(`proven, and not valid: ${JSON.stringify(each)}`);
          counts.proven += proven === true ? 1 : 0;
          counts.valid += valid ? 1 : 0;
        }
      }),
      { seed: 7, numRuns: 400 },
    );
    expect(counts.valid).toBeGreaterThan(300);
    expect(counts.proven / counts.valid).toBeGreaterThan(0.8);
  });

  it('follows a schema into itself as deep as values may go', () => {
    const tree = { type: 'object', properties: { next: { $ref: '#' } }, additionalProperties: false };
    const nested = (depth: number) => `${'{"next":'.repeat(depth)}{}${'}'.repeat(depth)}`;
    const proves = proofOf(tree);
    expect(proves?.(nested(3))).toBe(true);
    expect(proves?.(nested(JSON_MAX_DEPTH - 1))).toBe(true);
    expect(proves?.(nested(JSON_MAX_DEPTH))).toBe(false);
    expect(proves?.(nested(100_000))).toBe(false);
    expect(proves?.('{"next":{"other":1}}')).toBe(false);
  });

  it.each([
    { $ref: '#/$defs/none' },
    { $ref: '#/$defs/a', minimum: 1, $defs: { a: { type: 'number' } } },
    { $ref: '#/$defs/a', $defs: { a: { $ref: '#' } } },
    { items: { $dynamicRef: '#a' }, $defs: { a: { $dynamicAnchor: 'a' } } },
  ])('leaves to ajv what it does not know: %j', (unknown) => {
    expect(compileProof(unknown, NO_CHECKS)).toBeUndefined();
  });
});

describe('a slash in a name', () => {
  const $defs = {
    'a/items': { type: 'array', items: { type: 'string' } },
    a: { items: { type: 'array', items: { type: 'integer' } } },
    'a%2Fitems': { type: 'array', items: { type: 'null' } },
    'a~1items': { type: 'array', items: { type: 'boolean' } },
  };

  it.each([
    { $ref: '#/$defs/a%2Fitems', valid: '["x"]' },
    { $ref: '#/$defs/a~1items', valid: '["x"]' },
    { $ref: '#/$defs/a%7E1items', valid: '["x"]' },
    { $ref: '#/$defs/a/items', valid: '[1]' },
    { $ref: '#/%24defs/a/items', valid: '[1]' },
    { $ref: '#/$defs/a%252Fitems', valid: '[null]' },
    { $ref: '#/$defs/a~01items', valid: '[true]' },
  ])('$ref leads where it leads for ajv', ({ $ref, valid }) => {
    const schema = { $ref, $defs };
    const proves = proofOf(schema);
    const { validate } = makeSchemaCompiler()(schema, 1);
    for (const json of ['["x"]', '[1]', '[null]', '[true]']) {
      expect([json, proves?.(json), validate(JSON.parse(json)).length === 0]).toEqual([
        json,
        json === valid,
        json === valid,
      ]);
    }
  });
});
