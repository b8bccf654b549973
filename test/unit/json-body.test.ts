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
