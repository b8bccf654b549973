import { expect, test } from 'vitest';
import { isJsonType, oneLine, pack } from '#posthorn/model/values.js';
import { standsAlone } from '#posthorn/push/lane-event.js';

const JSON_TYPES = ['application/json', ' Application/JSON ; charset=utf-8', 'model/gltf+json', 'image/x+JSON;a=b'];
const OTHER_TYPES = ['text/json', 'application/jsonl', 'application/x; b=a+json', 'text/plain', 'a/json+xml', ''];

test.each(JSON_TYPES)('%s is JSON, in a batch as well', (contentType) => {
  expect(isJsonType(contentType)).toBe(true);
  const columns = { contentType, unframed: 1 };
  expect(standsAlone({ count: 1, ...pack([Buffer.from('{\n}')]), columns }, 0)).toBe(false);
});

test.each(OTHER_TYPES)('"%s" is not', (contentType) => {
  expect(isJsonType(contentType)).toBe(false);
  const columns = { contentType, unframed: 1 };
  expect(standsAlone({ count: 1, ...pack([Buffer.from('{\n}')]), columns }, 0)).toBe(true);
});

test('one line: a copy with spaces for line breaks', () => {
  const value = Buffer.from('{\r\n"a":\n1}');
  expect(Buffer.from(oneLine(value)).toString()).toBe('{  "a": 1}');
  expect(value.toString()).toBe('{\r\n"a":\n1}');
});

test('packed values end where `ends` says, with a line feed behind each', () => {
  const { payload, ends } = pack([Buffer.from('1'), Buffer.from(''), Buffer.from('22')]);
  expect(Buffer.from(payload).toString()).toBe('1\n\n22\n');
  expect([...ends]).toEqual([1, 2, 5]);
});
