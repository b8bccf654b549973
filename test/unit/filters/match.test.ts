import { describe, expect, it } from 'vitest';
import { compileFilter } from '#posthorn/filters/compile-filter.js';
import { matches, sliceOf } from './sample.js';

const order = { value: '{"id":17,"total":12.50,"currency":"EUR","paid":true,"note":null,"lines":[{"sku":"a/b"},"x"]}' };
const at = (pointer: string, condition: unknown) => ({ match: { [pointer]: condition } });

describe('match', () => {
  it.each([
    ['/currency', 'EUR', true],
    ['/currency', 'EU', false],
    ['/currency', { eq: 'USD' }, false],
    ['/id', 17, true],
    ['/id', '17', false],
    ['/total', 12.5, true],
    ['/paid', true, true],
    ['/paid', false, false],
    ['/note', null, true],
    ['/none', null, false],
    ['/lines', 'x', false],
    ['/lines/1', 'x', true],
    ['/lines/0/sku', 'a/b', true],
    ['/lines/01', 'x', false],
    ['/lines/2', { exists: true }, false],
    ['', { exists: true }, true],
    ['', { exists: false }, false],
    ['/lines/0', { exists: true }, true],
    ['/note', { exists: true }, true],
    ['/none/of/it', { exists: false }, true],
    ['/currency', { ne: 'USD' }, true],
    ['/currency', { ne: 'EUR' }, false],
    ['/none', { ne: 'EUR' }, true],
    ['/currency', { 'anything-but': 'USD' }, true],
    ['/currency', { 'anything-but': ['USD', 'EUR'] }, false],
    ['/none', { 'anything-but': ['USD'] }, false],
    ['/currency', { in: ['USD', 'EUR'] }, true],
    ['/id', { in: ['17', 16, 17.5] }, false],
    ['/id', { in: [1, 17] }, true],
    ['/paid', { in: [false, null] }, false],
    ['/note', { in: [false, null] }, true],
    ['/total', { gt: 12.5 }, false],
    ['/total', { gte: 12.5 }, true],
    ['/total', { lt: 12.51 }, true],
    ['/total', { lte: 12.4 }, false],
    ['/total', { gt: 10, lt: 12 }, false],
    ['/total', { gt: 10, lt: 13 }, true],
    ['/total', { gt: '1' }, false],
    ['/currency', { gt: 'EUQ', lte: 'EUR' }, true],
    ['/currency', { lt: 'EU' }, false],
    ['/currency', { prefix: 'EU', suffix: 'R' }, true],
    ['/currency', { prefix: 'UR' }, false],
    ['/currency', { suffix: 'EU' }, false],
    ['/id', { prefix: '1' }, false],
  ])('%s %j: %s', (pointer, condition, expected) => {
    expect(matches(at(pointer, condition), order)).toBe(expected);
  });

  it('wants all of its places', () => {
    expect(matches({ match: { '/id': 17, '/currency': 'EUR' } }, order)).toBe(true);
    expect(matches({ match: { '/id': 17, '/currency': 'USD' } }, order)).toBe(false);
  });

  it('finds names however they are written, and takes the last one of two', () => {
    const value = String.raw`{ "a~/b" : {"c":1}, "\u0064" : 2, "x\\y": 3, "e":{"f":1}, "e" : {"g" : [ 7 , {"h":"\"\u00fc"} ] } }`;
    const found = [
      at('/a~0~1b/c', 1),
      at('/d', 2),
      at('/x\\y', 3),
      at('/e/f', { exists: false }),
      at('/e/g/0', 7),
      at('/e/g/1/h', '"ü'),
    ];
    expect(found.map((filter) => matches(filter, { value }))).toEqual(found.map(() => true));
    expect(matches(at(String.raw`/\u0064`, 2), { value })).toBe(false);
    expect(matches({ all: found }, { value })).toBe(true);
  });

  it('orders texts by code point', () => {
    expect(matches(at('', { gt: '\uffff' }), { value: '"😀"' })).toBe(true);
    expect(matches(at('', { lt: '\uffff' }), { value: '"😀"' })).toBe(false);
  });

  it('reads a tombstone as null', () => {
    const tombstone = { key: 'k', tombstone: true };
    expect(matches(at('', null), tombstone)).toBe(true);
    expect(matches(at('/a', { exists: false }), tombstone)).toBe(true);
    expect(matches(at('', null), { value: 'null' })).toBe(true);
  });

  it.each([
    [{ value: '{"id":17}', contentType: 'text/plain' }, false],
    [{ value: 'no json', contentType: 'application/octet-stream' }, false],
    [{ value: '{"id":17}', contentType: 'application/vnd.x+json; a=b' }, true],
  ])('never looks into what is not JSON: %j', (sample, expected) => {
    expect(matches(at('/id', 17), sample)).toBe(expected);
    expect(matches(at('/other', { exists: false }), sample)).toBe(expected);
  });

  it('keeps nothing of one event for the next', () => {
    const filter = compileFilter('{"match":{"/a/b":1}}');
    const values = ['{"a":{"b":1}}', '{"a":{}}', '{"a":1}', '{"b":1}', '{"a":{"b":1}}', 'null', '[]', '{"a":[1]}'];
    const slice = sliceOf([...values.map((value) => ({ value })), { tombstone: true }, { contentType: 'text/plain' }]);
    const found = Array.from({ length: slice.batch.count }, (_, index) => filter.matches(slice, index));
    expect(found).toEqual([true, false, false, false, true, false, false, false, false, false]);
  });
});

describe('numbers', () => {
  it.each([
    ['9007199254740993', 'eq', '9007199254740993', true],
    ['9007199254740993', 'eq', '9007199254740992', false],
    ['9007199254740992', 'gt', '9007199254740993', false],
    ['9007199254740993', 'gt', '9007199254740992', true],
    ['-9007199254740993', 'lt', '-9007199254740992', true],
    ['18446744073709551615', 'lt', '18446744073709551616', true],
    ['18446744073709551615', 'gte', '18446744073709551615.0', true],
    ['9223372036854775807', 'in', '[9223372036854775806,9223372036854775807]', true],
    ['9223372036854775807', 'in', '[9223372036854775806,9223372036854775808]', false],
    ['9223372036854775807', 'anything-but', '[9223372036854775806]', true],
    ['1.0', 'eq', '1', true],
    ['1e2', 'eq', '100', true],
    ['100000000000000000000', 'eq', '1E+20', true],
    ['0.1', 'eq', '0.1000000000000000055511151231257827', false],
    ['0.1', 'lt', '0.1000000000000000055511151231257827', true],
    ['-0', 'eq', '0', true],
    ['-0.0e7', 'gte', '0', true],
    ['1e400', 'gt', '1e399', true],
    ['-1e400', 'lt', '-1e399', true],
    ['1e-400', 'gt', '0', true],
    ['1e-400', 'lt', '1e-399', true],
    ['-1e-400', 'lt', '1e-400', true],
    ['0', 'gt', '-1e-400', true],
    ['5', 'lt', '10', true],
  ])('%s %s %s: %s, by exact value', (value, operator, operand, expected) => {
    expect(matches(`{"match":{"/n":{"${operator}":${operand}}}}`, { value: `{"n":${value}}` })).toBe(expected);
  });
});
