// A schema that looks at the same part again and again does not hold the server up.
import { expect, it } from 'vitest';
import { makeSchemaCompiler } from '#posthorn/schemas/compile-schema.js';

const list = { type: 'array', items: { $ref: '#/$defs/n' } };
/** Two ways into each level, neither of which holds where the innermost value is no string. */
const DOUBLING = { $defs: { n: { anyOf: [list, list, { type: 'string' }] } }, $ref: '#/$defs/n' };

function nested(levels: number, innermost: unknown): unknown {
  let value = innermost;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

it('ends a validation that doubles with each level, naming the schema', () => {
  const { validate } = makeSchemaCompiler()(DOUBLING, 1);
  expect(validate(nested(4, 1))).not.toEqual([]);
  expect(() => validate(nested(100, 1))).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }));
  // The next value begins with a full measure.
  expect(validate(nested(10, 'x'))).toEqual([]);
});

it('leaves room for what is merely large and deep', () => {
  const tree = {
    type: 'object',
    properties: { left: { $ref: '#' }, right: { $ref: '#' } },
    additionalProperties: false,
  };
  const grow = (levels: number): unknown => (levels === 0 ? {} : { left: grow(levels - 1), right: grow(levels - 1) });
  const { validate } = makeSchemaCompiler()(tree, 1);
  expect(validate(grow(12))).toEqual([]);
});

it('does not touch what only looks like a reference', () => {
  const schema = { const: { $ref: '#/elsewhere' }, examples: [{ $ref: 'x' }], properties: { __proto__: {} } };
  const { validate } = makeSchemaCompiler()(schema, 1);
  expect(validate({ $ref: '#/elsewhere' })).toEqual([]);
  expect(validate({ $ref: '#/elsewhere', 'x-posthorn-step': true })).not.toEqual([]);
});

it('refuses a chain of unions that doubles with each link', () => {
  const chain = (links: number) => {
    const $defs: Record<string, object> = { a0: { type: 'string' } };
    for (let link = 1; link <= links; link += 1) {
      const $ref = `#/$defs/a${link - 1}`;
      $defs[`a${link}`] = { anyOf: [{ $ref }, { $ref }] };
    }
    return { $defs, $ref: `#/$defs/a${links}` };
  };
  const compile = makeSchemaCompiler();
  expect(compile(chain(8), 1).validate('x')).toEqual([]);
  expect(() => compile(chain(39), 1)).toThrow(expect.objectContaining({ code: 'INVALID_SCHEMA' }));
});
