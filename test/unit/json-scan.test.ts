import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonFault } from '#posthorn/json/fault.js';
import { arrayElements, compilePointer, jsonString, objectMembers, valueAtPointer } from '#posthorn/json/parts.js';
import { findJsonFault } from '#posthorn/json/scan.js';
import { JSON_MAX_DEPTH } from '#posthorn/model/limits.js';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parses(bytes: Uint8Array): boolean {
  try {
    JSON.parse(strict.decode(bytes));
    return true;
  } catch {
    return false;
  }
}

const isJson = (bytes: Buffer): boolean => jsonFault(bytes, 0, bytes.length, false) === undefined;

const SEED = 20_261_121;
const document = fc.oneof(
  fc.json({ maxDepth: 5 }),
  fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value, null, 2)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number.toExponential()),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
);

describe('json scan', () => {
  test('takes what JSON.parse takes', () => {
    fc.assert(
      fc.property(document, (text) => {
        expect(isJson(Buffer.from(` ${text}\r\n\t`))).toBe(true);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  test('agrees with JSON.parse and a strict decoder on damaged documents', () => {
    const damage = fc.record({
      text: document,
      at: fc.nat(),
      drop: fc.nat({ max: 3 }),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc.constantFrom(...'{}[]",:\\u0eE+-.tfn \n\r'.split('')).map((char) => new Uint8Array(Buffer.from(char))),
      ),
    });
    fc.assert(
      fc.property(damage, ({ text, at, drop, insert }) => {
        const bytes = Buffer.from(text);
        const cut = at % (bytes.length + 1);
        const damaged = Buffer.concat([bytes.subarray(0, cut), insert, bytes.subarray(cut + drop)]);
        expect([damaged.toString('latin1'), isJson(damaged)]).toEqual([damaged.toString('latin1'), parses(damaged)]);
      }),
      { seed: SEED, numRuns: 10_000 },
    );
  });

  test.each([
    '',
    ' ',
    '0',
    '-0',
    '-',
    '01',
    '-01',
    '1.',
    '.5',
    '1.0',
    '1e',
    '1e+',
    '1E-2',
    '+1',
    'NaN',
    'Infinity',
    'true',
    'tru',
    'trux',
    'nul',
    'null ',
    '"',
    '"a',
    '"\\',
    '"\\"',
    '"\\u12"',
    '"\\u12g4"',
    '"\\ud800"',
    '"\t"',
    '"\u007f"',
    '[',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[]',
    '[ ]',
    '[1 2]',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '{a:1}',
    '{1:1}',
    '{"a" : 1 , "a" : 2 }',
    '{}',
    '{}x',
    '[}',
    '{]',
    '[1}',
    '1 2',
    '\ufeff1',
    "'a'",
    '// a\n1',
    '[[],{}]',
    '\u00a01',
    '12345678901234567890123',
    '"\u2028"',
    '{"__proto__":1}',
  ])('agrees with JSON.parse on %j', (text) => {
    const bytes = Buffer.from(text);
    expect(isJson(bytes)).toBe(parses(bytes));
  });

  test('looks at nothing outside its range', () => {
    const bytes = Buffer.from('["x"]123456');
    expect(findJsonFault(bytes, 1, 4)).toBe(-1);
    expect(findJsonFault(bytes, 5, 8)).toBe(-1);
    expect(findJsonFault(bytes, 0, 4)).toBe(4);
    expect(findJsonFault(bytes, 1, 3)).toBe(3);
  });

  test('names the fault', () => {
    const say = (text: string | Buffer) => {
      const bytes = Buffer.from(text as string);
      return jsonFault(bytes, 0, bytes.length, false);
    };
    expect(say('{"a":1,}')).toEqual({ code: 'INVALID_JSON', message: 'stops being JSON at byte 7: "}"' });
    expect(say('{"a":')?.message).toBe('stops being JSON at byte 5: it ends too early');
    expect(say('\ufeff{}')?.message).toMatch(/byte order mark/);
    expect(say(Buffer.from([0x22, 0xff, 0x22]))?.code).toBe('INVALID_UTF8');
    expect(say('  ')?.message).toBe('is empty, not JSON');
  });

  test('bounds the depth', () => {
    const nested = (depth: number) => Buffer.from(`${'['.repeat(depth)}${']'.repeat(depth)}`);
    expect(isJson(nested(JSON_MAX_DEPTH))).toBe(true);
    const deeper = nested(JSON_MAX_DEPTH + 1);
    expect(jsonFault(deeper, 0, deeper.length, true)?.message).toBe(`goes deeper than ${JSON_MAX_DEPTH} levels`);
  });
});

describe('json parts', () => {
  test('members and elements are the bytes that JSON.parse would see', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()),
    );
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, 3), (parsed, indent) => {
        const text = JSON.stringify(parsed, null, indent);
        const bytes = Buffer.from(text);
        const range = { start: 0, end: bytes.length };
        const part = ({ start, end }: { start: number; end: number }) => JSON.parse(bytes.toString('utf8', start, end));
        if (Array.isArray(parsed)) expect(arrayElements(bytes, range).map(part)).toEqual(JSON.parse(text));
        else if (typeof parsed === 'object' && parsed !== null) {
          const members = objectMembers(bytes, range).map(({ name, value: at }) => [name, part(at)]);
          expect(members).toEqual(Object.entries(JSON.parse(text)));
        } else if (typeof parsed === 'string') expect(jsonString(bytes, 0, bytes.length)).toBe(JSON.parse(text));
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  const at = (text: string, pointer: string) => {
    const bytes = Buffer.from(text);
    const range = valueAtPointer(bytes, 0, bytes.length, compilePointer(pointer));
    return range === undefined ? undefined : bytes.toString('utf8', range.start, range.end);
  };

  test.each([
    ['{"a":{"b":[10,20,{"c":"x"}]}}', '/a/b/2/c', '"x"'],
    ['{"a":1,"a":2}', '/a', '2'],
    ['{"a":{"b":1},"a":7}', '/a/b', undefined],
    ['{"\\u0061":9007199254740993}', '/a', '9007199254740993'],
    ['{"a/b":1,"m~n":2,"":3}', '/a~1b', '1'],
    ['{"a/b":1,"m~n":2,"":3}', '/m~0n', '2'],
    ['{"a/b":1,"m~n":2,"":3}', '/', '3'],
    [' "x" ', '', '"x"'],
    ['[1,2]', '/2', undefined],
    ['[1,2]', '/-', undefined],
    ['[1,2]', '/01', undefined],
    ['{"a":1}', '/b', undefined],
    ['5', '/b', undefined],
    ['{"é":"ü"}', '/é', '"ü"'],
  ])('in %s %j finds %j', (text, pointer, found) => {
    expect(at(text, pointer)).toBe(found);
  });
});
