// The byte proof against ajv: what it proves, JSON.parse and ajv must accept too. Over generated schemas and values.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileProof } from '#posthorn/schemas/prove/compile.js';

const NO_CHECKS = { pattern: () => undefined, format: () => undefined };

function proves(schema: unknown, text: string): boolean | undefined {
  const bytes = Buffer.from(`  ${text}xx`);
  return compileProof(schema, NO_CHECKS)?.(bytes, 2, bytes.length - 2);
}

const names = fc.constantFrom('a', 'b', 'cc', 'id', 'name with space', '');
const small = fc.integer({ min: 0, max: 4 });

const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant({}),
    fc.constant(true),
    fc.record({ type: fc.constant('string'), minLength: small, maxLength: small }, { requiredKeys: ['type'] }),
    fc.record({ enum: fc.uniqueArray(fc.constantFrom('x', 'yy', 'é', '"', ''), { minLength: 1 }) }),
    fc.record(
      {
        type: fc.constantFrom('integer', 'number', ['integer', 'null'], ['number', 'string']),
        minimum: fc.integer({ min: -3, max: 3 }),
        exclusiveMaximum: fc.integer({ min: -3, max: 9 }),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({ type: fc.constantFrom('boolean', 'null', ['boolean', 'null']) }),
    fc.record(
      { type: fc.constant('array'), items: tie('schema'), minItems: small, maxItems: small },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constantFrom('object', ['object', 'array']),
        properties: fc.dictionary(names, tie('schema'), { maxKeys: 4 }),
        required: fc.uniqueArray(names, { maxLength: 3 }),
        additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
        title: fc.string(),
      },
      { requiredKeys: ['type'] },
    ),
  ),
}));

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('1', '-2', '0', '01', '1.5', '2.0', '1e3', '1e999', '-0', '12345678901234567890', '-', '1.', 'nul'),
    fc.constantFrom(
      'true',
      'false',
      'null',
      'tru',
      '',
      ' ',
      '"x"',
      '"yy"',
      '"é"',
      '"\\u0078"',
      '"\\""',
      '"',
      '"\n"',
      '"😀"',
    ),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    fc
      .array(fc.tuple(fc.constantFrom('"a"', '"b"', '"cc"', '"id"', '"\\u0061"', '"z"', '""'), tie('value')), {
        maxLength: 5,
      })
      .map((members) => `{${members.map(([name, inner]) => `${name} : ${inner}`).join(' ,')}}`),
  ),
}));

describe('the byte proof', () => {
  it('proves nothing that JSON.parse or ajv refuses', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    let proven = 0;
    let valid = 0;
    fc.assert(
      fc.property(schema, fc.array(value, { minLength: 8, maxLength: 8 }), (shape, texts) => {
        const proof = compileProof(shape, NO_CHECKS);
        const judge = ajv.compile(shape as object);
        for (const text of texts) {
          let holds = false;
          try {
            holds = judge(JSON.parse(text));
          } catch {}
          if (holds) valid += 1;
          const bytes = Buffer.from(text);
          if (proof?.(bytes, 0, bytes.length) !== true) continue;
          proven += 1;
          if (!holds) throw new Error(`proved ${text} under ${JSON.stringify(shape)}`);
        }
      }),
      { seed: 20, numRuns: 2_000 },
    );
    // The check means something only where much is proven.
    expect(proven).toBeGreaterThan(valid / 3);
    expect(valid).toBeGreaterThan(700);
  });

  const order = {
    type: 'object',
    properties: {
      id: { type: 'integer', minimum: 1 },
      kind: { enum: ['new', 'old'] },
      tags: { type: 'array', items: { type: 'string', maxLength: 3 } },
      amount: { type: ['number', 'null'] },
    },
    required: ['id', 'kind'],
    additionalProperties: false,
  };
  it.each([
    ['in the order of the schema', '{"id":1,"kind":"new","tags":["a","éöü"],"amount":1.5}', true],
    ['in another order, with space', ' { "amount" : null , "kind" : "old" , "id" : 7 } ', true],
    ['a missing member', '{"id":1}', false],
    ['a member too many', '{"id":1,"kind":"new","x":1}', false],
    ['a member twice', '{"id":1,"kind":"new","id":2}', false],
    ['an escaped name', '{"\\u0069d":1,"kind":"new"}', false],
    ['a string too long', '{"id":1,"kind":"new","tags":["abcd"]}', false],
    ['a number out of bounds', '{"id":0,"kind":"new"}', false],
    ['more behind it', '{"id":1,"kind":"new"} 1', false],
    ['an unfinished value', '{"id":1,"kind":"new"', false],
  ])('an object with %s: %s', (_, text, expected) => {
    expect(proves(order, text)).toBe(expected);
    // The order learned from one value must not change what is proven of the next.
    expect(proves(order, text)).toBe(expected);
  });

  it.each([
    [{ oneOf: [{}] }],
    [{ type: 'object', patternProperties: {} }],
    [{ type: 'number', multipleOf: 0.1 }],
    [{ type: 'string', pattern: 'a' }],
    [{ type: 'integer', format: 'int32' }],
    [{ format: 'date' }],
    [{ $ref: '#/$defs/a' }],
    [false],
    [{ properties: { a: { not: {} } } }],
  ])('leaves %j to ajv', (shape) => {
    expect(compileProof(shape, NO_CHECKS)).toBeUndefined();
  });

  it('asks the given checks for patterns and formats', () => {
    const checks = { pattern: (source: string) => (text: string) => text.includes(source), format: () => undefined };
    const proof = compileProof({ type: 'string', pattern: 'ab' }, checks);
    expect(proof?.(Buffer.from('"xaby"'), 0, 6)).toBe(true);
    expect(proof?.(Buffer.from('"xbay"'), 0, 6)).toBe(false);
    expect(compileProof({ type: 'string', format: 'email' }, checks)).toBeUndefined();
  });
});
