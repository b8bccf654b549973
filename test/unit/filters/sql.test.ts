import { describe, expect, it } from 'vitest';
import { compileFilter } from '#posthorn/filters/compile-filter.js';
import { compileSql } from '#posthorn/filters/sql/sql-filter.js';
import { FILTER_MAX_CONDITIONS, FILTER_SQL_MAX_CHARS, FILTER_SQL_MAX_DEPTH } from '#posthorn/model/filter-limits.js';
import { problemOf } from '../problem-of.js';
import { cloudEvent, matches, sliceOf } from './sample.js';

const attributes: Readonly<Record<string, string>> = { id: 'a-1', n: '5', flag: 'TRUE', text: 'héllo 😀', b: 'no' };
const evaluate = (text: string) => {
  const { value, fault } = compileSql(text, '', () => undefined)((name) => attributes[name]);
  return [value, fault?.kind];
};

describe('an expression', () => {
  it.each([
    // Precedence, and operators of one kind from left to right.
    ['1 + 2 * 3', 7],
    ['10 - 4 - 3', 3],
    ['100 / 10 / 5', 2],
    ['2 * 7 % 4', 2],
    ['1 + 1 = 2 AND 3 > 2', true],
    ['FALSE AND FALSE OR TRUE', true],
    ['TRUE OR TRUE AND FALSE', true],
    ['TRUE XOR TRUE XOR TRUE', true],
    ['NOT TRUE OR TRUE', true],
    ["NOT flag = 'false'", true],
    ["id LIKE 'a%' = TRUE", true],
    ["'1' + '1' LIKE '2'", 1],
    ["n IN (4, 5) AND n NOT IN ('6')", true],
    ['(1 + 2) * 3', 9],
    ['- - 3', 3],
    ['4 - -1', 5],
    ['+5', 5],
    ['4 -1', 3],
    ['-(3)', -3],
    ['-0 = 0', true],
    // Integers have 32 bits.
    ['-2147483648', -2147483648],
    ['2147483647 + 1', 0, 'math'],
    ['65536 * 65536', 0, 'math'],
    ['ABS(-2147483648)', 2147483647, 'math'],
    ['-7 / 2', -3],
    ['-7 % 2', -1],
    ["INT('2147483648')", 0, 'cast'],
    ["INT('+7')", 7],
    ["INT(' 7')", 0, 'cast'],
    // Equality casts to the right, IN to the left; integers become booleans by BOOL alone.
    ["5 = '5'", true],
    ["5 = '05'", false],
    ["'05' = 5", true],
    ['1 = TRUE', false, 'cast'],
    ['TRUE = 1', true],
    ['BOOL(1) = TRUE', true],
    ['1 AND TRUE', false, 'cast'],
    ["5 IN ('05', 6)", true],
    ["5 IN (5, 'x')", true],
    ["5 IN ('x', 5)", false, 'cast'],
    ["5 NOT IN ('x', 5)", false, 'cast'],
    ["'a' < 'b'", false, 'cast'],
    ['n < 10', true],
    ["'x' + 1", 0, 'cast'],
    ['EXISTS n', true],
    ['EXISTS missing', false],
    ['NOT EXISTS missing', true],
    ['missing IN (1)', false, 'missingAttribute'],
    ['1 IN (missing)', false, 'missingAttribute'],
    ['1 IN (1, missing)', true],
    ['missing OR TRUE', false, 'missingAttribute'],
    ['TRUE OR missing', true],
    ['CONCAT(missing)', '', 'missingAttribute'],
    ['LENGTH(LEFT(n, -1))', 0, 'functionEvaluation'],
    // Characters are code points.
    ['LENGTH(text)', 7],
    ['RIGHT(text, 1)', '😀'],
    ['LEFT(text, 2)', 'hé'],
    ['RIGHT(text, 0)', ''],
    ['SUBSTRING(text, -1, 1)', '😀'],
    ["SUBSTRING('abc', 2, 0)", ''],
    ["SUBSTRING('abc', 2, -1)", '', 'functionEvaluation'],
    ["SUBSTRING('abc', 3, 9)", 'c'],
    ["text LIKE 'h_llo _'", true],
    ["text LIKE 'h__llo _'", false],
    ["text LIKE '%😀'", true],
    ["'' LIKE '%'", true],
    ["'' LIKE '_'", false],
    ["'a%b' LIKE 'a\\\\%b'", false],
    ["'aab' LIKE '%ab'", true],
    ["'abab' LIKE '%ab%b'", true],
    ["'a.b' LIKE 'a+b'", false],
    ["upper(lower('Ab'))", 'AB'],
    ["CONCAT_WS('-', 1, TRUE, 'x')", '1-true-x'],
    ["IS_INT('7') AND NOT IS_INT('x') AND IS_BOOL('False') AND NOT IS_BOOL('x')", true],
    ["'it\\'s' = \"it's\"", true],
  ])('%s is %s', (text, value, fault?: string) => {
    expect(evaluate(text)).toEqual([value, fault]);
  });

  it.each([
    ['', 'it is an empty string'],
    ['1 +', 'at character 4: the expression ends'],
    ['1 2', "at character 3: there is '2'"],
    ['(1', "where ')' must be"],
    ['Subject = 1', "there is 'Subject' where the name of an attribute, which is of a-z 0-9,"],
    ['EXISTS 1', 'at character 8'],
    ["'abc", 'at character 1: the string has no end'],
    ["'it''s'", 'at character 5'],
    ['a ~ b', "at character 3: '~' has no meaning here"],
    ['2147483648', 'has more than 32 bits'],
    ['x LIKE y', 'the string of a pattern'],
    ['x IN ()', 'at character 7'],
    ['x NOT 1', 'at character 3'],
    ['AND', 'at character 1'],
    ['LENGTH()', "no function 'LENGTH' takes 0 arguments; there are LENGTH, CONCAT"],
    ["LEFT('a', 1, 2)", "no function 'LEFT' takes 3 arguments"],
    ['constructor(1)', "no function 'constructor'"],
    [`${'('.repeat(FILTER_SQL_MAX_DEPTH + 1)}1${')'.repeat(FILTER_SQL_MAX_DEPTH + 1)}`, 'write it flatter'],
    [`${'NOT '.repeat(FILTER_SQL_MAX_DEPTH + 1)}TRUE`, 'write it flatter'],
    [`1${'+1'.repeat(FILTER_MAX_CONDITIONS)}`, `more than ${FILTER_MAX_CONDITIONS} conditions`],
    [`'${'x'.repeat(FILTER_SQL_MAX_CHARS)}'`, `${FILTER_SQL_MAX_CHARS} are allowed`],
  ])('%s is refused', async (text, message) => {
    const { code, errors } = await problemOf(() => compileFilter(JSON.stringify({ all: [{ sql: text }] })));
    expect([code, errors]).toEqual([
      'INVALID_FILTER',
      [{ path: '/all/0/sql', message: expect.stringContaining(message) }],
    ]);
  });

  it('takes no more than its steps for one event, however it is written', () => {
    const text = 'a'.repeat(10_000);
    const pattern = `%${'a'.repeat(1_000)}b`;
    const { value, fault } = compileSql(`x LIKE '${pattern}'`, '', () => undefined)(() => text);
    expect([value, fault?.kind]).toEqual([false, 'generic']);
    const doubled = compileSql(`LENGTH(${'CONCAT(x,x,x,x,'.repeat(20)}'a'${')'.repeat(20)})`, '', () => undefined);
    expect(doubled(() => text).fault).toBeDefined();
  });
});

describe('the dialect sql', () => {
  const event = cloudEvent({ subject: 'orders/17', hop: '5', mybool: 'true' });

  it.each([
    ["type = 'order.created' AND subject LIKE 'orders/%'", true],
    ["type = 'order.paid'", false],
    ['hop < 6', true],
    ['mybool', true],
    ['TRUE', true],
    ['1', false],
    ["'yes'", false],
    ['hop', false],
    ['missing', false],
    ['NOT EXISTS missing', true],
    ["missing != 'x'", false],
    ["datacontenttype = 'application/json'", true],
  ])('lets an event pass where it comes out as true: %s', (sql, expected) => {
    expect(matches({ sql }, event)).toBe(expected);
  });

  it('tells of an event why it could not be evaluated, and of the next one nothing', () => {
    const filter = compileFilter('{"any":[{"sql":"subject = 1"},{"sql":"TRUE"}]}');
    const slice = sliceOf([event, cloudEvent({}), cloudEvent({ subject: '1' })]);
    const told = [0, 1, 2].map((index) => [filter.matches(slice, index), filter.fault()?.kind]);
    expect(told).toEqual([
      [true, 'cast'],
      [true, 'missingAttribute'],
      [true, undefined],
    ]);
  });

  it('sees no attributes where there are none', () => {
    expect(matches({ sql: 'EXISTS id' }, { value: '{"id":1}', headers: { id: 'x' } })).toBe(false);
  });
});
