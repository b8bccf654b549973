import { describe, expect, it } from 'vitest';
import { compileFilter } from '#posthorn/filters/compile-filter.js';
import {
  FILTER_LIST_MAX_VALUES,
  FILTER_MAX_BYTES,
  FILTER_MAX_CONDITIONS,
  FILTER_MAX_DEPTH,
} from '#posthorn/model/filter-limits.js';
import { problemOf } from '../problem-of.js';

const refusal = (filter: unknown) =>
  problemOf(() => compileFilter(typeof filter === 'string' ? filter : JSON.stringify(filter)));

const nested = (levels: number) => `${'{"not":'.repeat(levels)}{"key":"a"}${'}'.repeat(levels)}`;
const values = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a filter is refused', () => {
  it.each([
    ['total > 10', '', 'stops being JSON at byte 0'],
    ['', '', 'stops being JSON'],
    ['{"key":"a"', '', 'stops being JSON at byte 10'],
    ['{"key":"a"} x', '', 'stops being JSON at byte 12'],
    ['"a"', '', 'a filter is an object'],
    ['{}', '', 'a filter has one field'],
    ['{"key":"a","match":{"/a":1}}', '/match', 'put both into {"all":'],
    ['{"key":"a","key":"b"}', '/key', 'comes twice'],
    [
      '{"regex":"a"}',
      '/regex',
      "'regex' is unknown; there are exact, prefix, suffix, match, key, headers, sql, all, any, not",
    ],
    ['{"constructor":"a"}', '/constructor', 'is unknown'],
    ['[{"key":"a"},[{"key":"a"}]]', '/1', 'a filter is an object'],
    ['{"exact":{}}', '/exact', 'it is empty'],
    ['{"exact":"a"}', '/exact', 'it must be an object such as'],
    ['{"exact":{"type":""}}', '/exact/type', 'an empty string'],
    ['{"prefix":{"type":1}}', '/prefix/type', 'it must be a string'],
    ['{"suffix":{"Type":"a"}}', '/suffix/Type', "'Type' is no attribute"],
    ['{"exact":{"":"a"}}', '/exact/', 'is no attribute'],
    ['{"all":[]}', '/all', 'it is empty'],
    ['{"any":{"key":"a"}}', '/any', 'it must be a list of filters'],
    ['{"any":[{"key":"a"},{"not":[]}]}', '/any/1/not', 'a filter is an object'],
    ['{"match":{}}', '/match', 'it is empty'],
    ['{"match":{"total":1}}', '/match/total', "'total' is no JSON pointer: write '/total'"],
    ['{"match":{"/a~2":1}}', '/match/~1a~02', '~ is written as ~0'],
    ['{"match":{"/a":[1]}}', '/match/~1a', 'write {"in":[…]}'],
    ['{"match":{"/a":{}}}', '/match/~1a', 'it is empty'],
    ['{"match":{"/a":{"matches":"x"}}}', '/match/~1a/matches', "'matches' is unknown; there are eq, ne, in, gt"],
    ['{"match":{"/a":{"toString":"x"}}}', '/match/~1a/toString', 'is unknown'],
    ['{"match":{"/a":{"eq":[1]}}}', '/match/~1a/eq', 'it must be one of'],
    ['{"match":{"/a":{"in":"x"}}}', '/match/~1a/in', 'it must be a list'],
    ['{"match":{"/a":{"in":[]}}}', '/match/~1a/in', 'it is empty'],
    ['{"match":{"/a":{"in":[1,{}]}}}', '/match/~1a/in/1', 'it must be one of'],
    ['{"match":{"/a":{"anything-but":{"prefix":"x"}}}}', '/match/~1a/anything-but', 'it must be one of'],
    ['{"match":{"/a":{"gt":true}}}', '/match/~1a/gt', 'it must be a number or a string'],
    ['{"match":{"/a":{"prefix":1}}}', '/match/~1a/prefix', 'it must be a string'],
    ['{"match":{"/a":{"exists":1}}}', '/match/~1a/exists', 'it must be true or false'],
    ['{"key":{"regex":"x"}}', '/key/regex', 'is unknown'],
    ['{"headers":["a"]}', '/headers', 'it must be an object'],
  ])('%s at %s', async (filter, path, message) => {
    const { code, status, message: detail, errors } = await refusal(filter);
    expect([code, status, errors]).toEqual([
      'INVALID_FILTER',
      422,
      [{ path, message: expect.stringContaining(message) }],
    ]);
    expect(detail).toContain('POST /v1/filters/check');
  });

  it('beyond its bounds, and not at them', async () => {
    expect((await refusal(nested(FILTER_MAX_DEPTH + 1))).errors[0]?.message).toContain(`more than ${FILTER_MAX_DEPTH}`);
    expect(() => compileFilter(nested(FILTER_MAX_DEPTH))).not.toThrow();
    const list = (count: number) => ({ key: { in: values(count) } });
    expect((await refusal(list(FILTER_LIST_MAX_VALUES + 1))).errors[0]?.path).toBe('/key/in');
    expect(() => compileFilter(JSON.stringify(list(FILTER_LIST_MAX_VALUES)))).not.toThrow();
    const places = (count: number) => ({ match: Object.fromEntries(values(count).map((index) => [`/a${index}`, 1])) });
    expect((await refusal(places(FILTER_MAX_CONDITIONS + 1))).errors[0]?.path).toBe(
      `/match/~1a${FILTER_MAX_CONDITIONS}`,
    );
    expect(() => compileFilter(JSON.stringify(places(FILTER_MAX_CONDITIONS)))).not.toThrow();
    const long = (bytes: number) => `{"key":"${'x'.repeat(bytes - 10)}"}`;
    expect((await refusal(long(FILTER_MAX_BYTES + 1))).errors[0]?.message).toContain(`${FILTER_MAX_BYTES + 1} bytes`);
    expect(() => compileFilter(long(FILTER_MAX_BYTES))).not.toThrow();
    expect((await refusal({ match: { [`/a${'/b'.repeat(512)}`]: 1 } })).errors[0]?.message).toContain('513 steps');
    expect((await refusal('[['.repeat(300))).code).toBe('INVALID_FILTER');
  });

  it('at the place where it stands in a body', async () => {
    const { errors } = await problemOf(() => compileFilter('{"key":{"x":1}}', '/filter'));
    expect(errors[0]?.path).toBe('/filter/key/x');
  });
});
