import { describe, expect, it } from 'vitest';
import { cloudEvent, matches } from './sample.js';

const created = cloudEvent({ subject: 'orders/17', region: 'eu-1' });
const plain = { value: '{"type":"order.created"}', key: 'c-7', headers: { region: 'eu-1', type: 'order.created' } };

describe('attributes of a CloudEvent', () => {
  it.each([
    [{ exact: { type: 'order.created' } }, true],
    [{ exact: { type: 'order.Created' } }, false],
    [{ exact: { type: 'order.created', subject: 'orders/17' } }, true],
    [{ exact: { type: 'order.created', subject: 'orders/18' } }, false],
    [{ exact: { region: 'eu-1' } }, true],
    [{ exact: { absent: 'x' } }, false],
    [{ exact: { specversion: '1.0' } }, true],
    [{ exact: { datacontenttype: 'application/json' } }, true],
    [{ prefix: { type: 'order.', subject: 'orders/' } }, true],
    [{ prefix: { type: 'created' } }, false],
    [{ suffix: { type: '.created' } }, true],
    [{ suffix: { type: 'order' } }, false],
  ])('%j: %s', (filter, expected) => {
    expect(matches(filter, created)).toBe(expected);
    expect(matches({ not: filter }, created)).toBe(!expected);
  });

  it('tell their content type as they have it', () => {
    const text = { ...created, contentType: 'text/plain' };
    expect(matches({ prefix: { datacontenttype: 'text/' } }, text)).toBe(true);
  });

  it('are none of any other event', () => {
    expect(matches({ exact: { type: 'order.created' } }, plain)).toBe(false);
    expect(matches({ exact: { datacontenttype: 'application/json' } }, plain)).toBe(false);
    expect(matches({ not: { exact: { type: 'order.created' } } }, plain)).toBe(true);
  });

  it('have no names that every object has', () => {
    expect(matches({ exact: { constructor: 'x' } }, created)).toBe(false);
    expect(matches({ headers: { toString: { exists: true }, __proto__: { exists: true } } }, plain)).toBe(false);
  });
});

describe('key and headers', () => {
  it.each([
    [{ key: 'c-7' }, true],
    [{ key: { prefix: 'c-', 'anything-but': ['c-8'] } }, true],
    [{ key: 7 }, false],
    [{ key: { exists: false } }, false],
    [{ headers: { region: { prefix: 'eu-' } } }, true],
    [{ headers: { Region: 'eu-1', type: { suffix: 'd' } } }, true],
    [{ headers: { region: 'eu-1', other: { exists: true } } }, false],
    [{ headers: { other: { ne: 'x' } } }, true],
  ])('%j: %s', (filter, expected) => {
    expect(matches(filter, plain)).toBe(expected);
  });

  it('may be absent', () => {
    expect(matches({ key: { exists: false } }, { value: '1' })).toBe(true);
    expect(matches({ key: { in: ['a'] } }, { value: '1' })).toBe(false);
    expect(matches({ headers: { region: { exists: false } } }, { value: '1' })).toBe(true);
  });
});

describe('filters in filters', () => {
  const yes = { key: 'c-7' };
  const no = { key: 'c-8' };

  it.each([
    [{ all: [yes, yes] }, true],
    [{ all: [yes, no] }, false],
    [{ any: [no, yes] }, true],
    [{ any: [no, no] }, false],
    [{ not: no }, true],
    [{ not: { any: [no, { not: yes }] } }, true],
    [[yes, { headers: { region: 'eu-1' } }], true],
    [[yes, no], false],
    [[], true],
  ])('%j: %s', (filter, expected) => {
    expect(matches(filter, plain)).toBe(expected);
  });
});
