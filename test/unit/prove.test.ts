// The byte proof against ajv: what it proves, JSON.parse and ajv must accept too. Over generated schemas and values.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileProver, proveJson } from '#posthorn/json/prover.js';
import { JSON_MAX_DEPTH } from '#posthorn/model/limits.js';
import { compileProof } from '#posthorn/schemas/prove/compile.js';
import type { TextChecks } from '#posthorn/schemas/prove/scalars.js';

const NO_CHECKS = { pattern: () => undefined, format: () => undefined };

type Proves = (text: string) => boolean;

/** Each text stands between two others, so that looking beyond it would be seen. */
function proofOf(schema: unknown, checks: TextChecks = NO_CHECKS): Proves | undefined {
  const wanted = compileProof(schema, checks);
  if (wanted === undefined) return undefined;
  const prove = compileProver(wanted);
  return (text) => {
    const bytes = Buffer.from(`"x"\n${text}\n"x"\n`);
    const end = bytes.length - 5;
    return prove(bytes, Uint32Array.of(3, end, bytes.length - 1))(1, 2) === 2;
  };
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
        const proves = proofOf(shape);
        const judge = ajv.compile(shape as object);
        for (const text of texts) {
          let holds = false;
          try {
            holds = judge(JSON.parse(text));
          } catch {}
          if (holds) valid += 1;
          if (proves?.(text) !== true) continue;
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
    const proves = proofOf(order);
    expect(proves?.(text)).toBe(expected);
    // The order learned from one value must not change what is proven of the next.
    expect(proves?.(text)).toBe(expected);
    expect(proves?.('{"id":3,"kind":"old"}')).toBe(true);
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
    const proves = proofOf({ type: 'object', properties: { a: { type: 'string', pattern: 'äb' } } }, checks);
    expect(proves?.('{"a":"xäby"}')).toBe(true);
    expect(proves?.('{"a":"xbäy"}')).toBe(false);
    expect(compileProof({ type: 'string', format: 'email' }, checks)).toBeUndefined();
  });

  it('does not take a minimum that no program holds for none', () => {
    expect(compileProof({ type: 'string', minLength: 2 ** 33 }, NO_CHECKS)).toBeUndefined();
  });

  it('takes a choice and a name as long as a schema may be', () => {
    const long = 'y'.repeat(300_000);
    expect(proofOf({ const: long })?.(JSON.stringify(long))).toBe(true);
    expect(proofOf({ const: long })?.(JSON.stringify(`${long}y`))).toBe(false);
    expect(proofOf({ required: [long], type: 'object' })?.(`{"${long}":1}`)).toBe(true);
  });

  it.each([
    ['1.005', { minimum: 1.005 }, true],
    ['1.005', { exclusiveMinimum: 1.005 }, false],
    ['-0.1', { exclusiveMaximum: -0.1 }, false],
    ['0.30000000000000', { maximum: 0.3 }, true],
    ['0.3000000000000001', { minimum: 0 }, false],
    ['123456789012345', { maximum: 123456789012345 }, true],
  ])('%s under %j', (text, bounds, expected) => {
    expect(proofOf({ type: 'number', ...bounds })?.(text)).toBe(expected);
  });
});

describe('the proof of a batch', () => {
  const batch = (lines: readonly string[]) => {
    const payload = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    const ends: number[] = [];
    for (const line of lines) ends.push((ends.at(-1) ?? -1) + 1 + Buffer.byteLength(line));
    return { payload, ends: Uint32Array.from(ends) };
  };

  it('names the first value that it does not prove, and goes on behind it', () => {
    const { payload, ends } = batch(['{"a":1}', '[1,', '2]', '"x', 'true', ' null ']);
    const proof = proveJson(payload, ends);
    expect([proof(0, 6), proof(2, 6), proof(3, 6), proof(4, 6)]).toEqual([1, 2, 3, 6]);
    expect(proof(0, 1)).toBe(1);
  });

  it('goes as deep as is allowed and no deeper', () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const { payload, ends } = batch([deep(JSON_MAX_DEPTH), deep(JSON_MAX_DEPTH + 1)]);
    expect(proveJson(payload, ends)(0, 2)).toBe(1);
    const nested: { items?: unknown; type: string } = { type: 'array' };
    nested.items = { type: 'array', items: true };
    expect(proofOf(nested)?.(deep(JSON_MAX_DEPTH))).toBe(true);
    expect(proofOf(nested)?.(deep(JSON_MAX_DEPTH + 1))).toBe(false);
  });

  it('is not led astray by what an earlier, longer batch left behind', () => {
    const long = batch(['"'.padEnd(200_000, 'y').concat('"')]);
    expect(proveJson(long.payload, long.ends)(0, 1)).toBe(1);
    for (const open of ['"', '"abc', '12', '{"a', '[', 'tru']) {
      const payload = Buffer.from(open);
      expect(proveJson(payload, Uint32Array.of(payload.length))(0, 1)).toBe(open === '12' ? 1 : 0);
    }
  });

  it('agrees with JSON.parse on any single line', () => {
    const piece = fc.oneof(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', ' ', '\t', '0', '1', '-', '.', 'e', 'true', 'null', 'é'),
      fc.constantFrom('"a"', '"\\u00e9"', '"\\n"', '"aaaaaaaaaaaaaaaaaaaaaaaa"', '12.5e-3', '{"a":1}', '[]'),
    );
    const lines = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.jsonValue().map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 8 }), (texts) => {
        const { payload, ends } = batch(texts);
        const proof = proveJson(payload, ends);
        for (const [index, text] of texts.entries()) {
          let parses = true;
          try {
            JSON.parse(text);
          } catch {
            parses = false;
          }
          expect(proof(index, index + 1) === index + 1, text).toBe(parses);
        }
      }),
      { seed: 7, numRuns: 3_000 },
    );
  });
});
