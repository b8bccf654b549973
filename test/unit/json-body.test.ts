import { expect, test } from 'vitest';
import { parseJsonBody } from '#posthorn/http/json-body.js';
import { problemOf } from './problem-of.js';

const parse = (text: string) => parseJsonBody(Buffer.from(text));

test.each([
  ['{"a":1,"a":2}', '/a'],
  ['{"a":{"b":[{"c":1},{"c":1,"d":":,{","c":2}]}}', '/a/b/1/c'],
  ['{"a":1,"\\u0061":2}', '/a'],
  ['[{"x/y":[],"x/y":{}}]', '/0/x~1y'],
])('%s names %s twice', async (text, path) => {
  const problem = await problemOf(async () => parse(text));
  expect(problem).toMatchObject({ code: 'INVALID_REQUEST', errors: [{ path, message: 'comes twice' }] });
  expect(problem.message).toContain(path);
});

test.each(['{"a":{"a":{"a":"a"}},"b":["a","a"],"c":[{"a":1},{"a":1}]}', 'null', '"a"', '[[],{},-1.5e3]', ' {} '])(
  '%s is parsed',
  (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  },
);

test('what is no JSON says where, and what to do', async () => {
  const problem = await problemOf(async () => parse('{"a":'));
  expect(problem).toMatchObject({ code: 'INVALID_JSON' });
  expect(problem.message).toMatch(/at byte 5.*Correct it and send it again/);
});

test.each([
  ['{"schema":{"type":["number","null"],"const":1e400}}', '/schema/const', 'null'],
  ['{"schema":{"items":{"enum":["x",-1e400]}}}', '/schema/items/enum/1', 'null'],
  ['{"schema":{"const":9007199254740993}}', '/schema/const', '9007199254740992'],
  ['{"schema":{"maximum":9007199254740993.0}}', '/schema/maximum', '9007199254740992'],
  ['{"compatibility":"none","\\u0073chema":{"maximum":9223372036854775807}}', '/schema/maximum', '9223372036854776000'],
  ['{"schema":{"minimum":-12345678901234567890e0}}', '/schema/minimum', '-12345678901234567000'],
  ['{"schema":{"minimum":1e-400}}', '/schema/minimum', '0'],
])('%s would be stored with another number', async (text, path, stored) => {
  const problem = await problemOf(async () => parse(text));
  expect(problem).toMatchObject({ code: 'INVALID_SCHEMA', errors: [{ path }] });
  expect(problem.message).toContain(`${path} is a number that would be stored as ${stored}: `);
});

test.each(
  ['9007199254740992', '1e23', '1.0', '100', '-0', '0e-400', '1.50', '0.1', '5e-324', '1.7976931348623157e308'].concat([
    '0.1000000000000000055',
    '"1e400"',
    '-12.5E+1',
  ]),
)('the number %s is kept', (text) => {
  expect(parse(`{"schema":{"const":${text}}}`)).toEqual({ schema: { const: JSON.parse(text) } });
});

test('numbers of other calls are not looked at', () => {
  expect(parse('{"filter":{"schema":1e400}}')).toEqual({ filter: { schema: Number.POSITIVE_INFINITY } });
});
