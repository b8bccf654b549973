import { expect, test } from 'vitest';
import { partitionOfKey } from '#posthorn/produce/murmur2.js';
import { problemOf } from '../problem-of.js';
import { makeFakeBus } from './fake-engine.js';

test('events keep their value bytes and everything they say', async () => {
  const bus = makeFakeBus();
  const body = `{ "events" : [ {"value": {"n": 12345678901234567890 ,"s":"\\u00e9"} , "key":"k\\u0031",
    "headers":{"A-b":"1"},"dedupeKey":"d","partition":0,"timestamp":5,"contentType":"application/x+json"},
    {"value":[\n1]},{"valueBase64":"AP8="},{"value":null,"key":"gone"},{"valueBase64":"e30=","contentType":"application/json"}]}`;
  const answer = await bus.sendBatch(body);
  expect(answer).toEqual({
    topic: 'orders',
    results: [0, 1, 2, 3, 4].map((offset) => ({ partition: 0, offset, duplicate: false })),
  });
  expect(bus.events()).toMatchObject([
    {
      value: '{"n": 12345678901234567890 ,"s":"\\u00e9"}',
      key: 'k1',
      headers: { 'a-b': '1' },
      dedupeKey: 'key:d',
      timestamp: 5,
      contentType: 'application/x+json',
      unframed: false,
    },
    { value: '[\n1]', unframed: true, contentType: null, key: null, dedupeKey: null },
    { contentType: 'application/octet-stream', unframed: true },
    { value: '', key: 'gone', tombstone: true, contentType: null },
    { value: '{}', contentType: null, unframed: false },
  ]);
});

test('results come in request order, whatever the partitions', async () => {
  const bus = makeFakeBus({ topic: { partitions: 4 } });
  const keys = ['a', 'b', 'c', 'd', 'e', 'a', 'b'];
  const events = [...keys.map((key, value) => ({ key, value })), { value: 'pinned', key: 'a', partition: 3 }];
  const { results } = await bus.sendBatch({ events });
  const expected = [...keys.map((key) => partitionOfKey(key, 4)), 3];
  expect(results.map(({ partition }) => partition)).toEqual(expected);
  const stored = new Map<number, unknown[]>();
  for (const event of bus.events())
    stored.set(event.partition, [...(stored.get(event.partition) ?? []), JSON.parse(event.value)]);
  results.forEach(({ partition, offset }, index) => {
    expect(stored.get(partition)?.[offset - 100 * partition]).toBe(events[index]?.value);
  });
});

test('dedupe keys go with their events to their partitions', async () => {
  const bus = makeFakeBus({ topic: { partitions: 2 } });
  const events = ['x', 'y', 'z'].map((name, at) => ({ value: name, partition: at % 2, dedupeKey: name }));
  await bus.sendBatch({ events });
  expect(bus.events().map(({ value, dedupeKey }) => [value, dedupeKey])).toEqual([
    ['"x"', 'key:x'],
    ['"z"', 'key:z'],
    ['"y"', 'key:y'],
  ]);
});

test.each([
  [{ value: 1, vlaue: 2 }, '/vlaue', /unknown field/],
  [{ value: null }, '/value', /tombstone and needs a key/],
  [{}, '/value', /either value or valueBase64/],
  [{ value: 1, valueBase64: '' }, '/value', /either value or valueBase64/],
  [{ valueBase64: 'A' }, '/valueBase64', /no base64/],
  [{ valueBase64: 'AA==\n' }, '/valueBase64', /no base64/],
  [{ valueBase64: 1 }, '/valueBase64', /no base64/],
  [{ value: 1, key: 1 }, '/key', /must be a string/],
  [{ value: 1, key: 'k'.repeat(4_097) }, '/key', /longer than/],
  [{ value: 1, dedupeKey: {} }, '/dedupeKey', /must be a string/],
  [{ value: 1, dedupeKey: '' }, '/dedupeKey', /1 to 1024 bytes/],
  [{ value: 1, partition: 1 }, '/partition', /no partition 1/],
  [{ value: 1, partition: -1 }, '/partition', /integer from 0/],
  [{ value: 1, timestamp: 1.5 }, '/timestamp', /integer from 0/],
  [{ value: 1, headers: [] }, '/headers', /object of strings/],
  [{ value: 1, headers: { a: 1 } }, '/headers/a', /must be a string/],
  [{ value: 1, headers: { a: 'x\ny' } }, '/headers', /control character/],
  [{ value: 1, headers: { 'a b': '' } }, '/headers', /no header name/],
  [{ value: 1, contentType: 'text/plain' }, '/contentType', /valueBase64/],
  [{ value: 1, contentType: 'x' }, '/contentType', /no media type/],
  [{ valueBase64: 'ew==', contentType: 'application/json' }, '', /stops being JSON/],
  [5, '', /is an object/],
])('refuses %j, naming %j', async (event, path, message) => {
  const bus = makeFakeBus();
  const problem = await problemOf(() => bus.sendBatch({ events: [{ value: 0 }, event] }));
  expect(problem.status === 422 || problem.code === 'UNKNOWN_TOPIC_OR_PARTITION').toBe(true);
  expect(problem.errors[0]).toMatchObject({ index: 1, path, message: expect.stringMatching(message) });
  expect(bus.units).toEqual([]);
});

test.each([
  ['', 'EMPTY_REQUEST'],
  ['{"events":[]}', 'EMPTY_REQUEST'],
  ['{"events":{}}', 'INVALID_REQUEST'],
  ['{}', 'INVALID_REQUEST'],
  ['[]', 'INVALID_REQUEST'],
  ['{"events":[{"value":1}],"evnts":1}', 'INVALID_REQUEST'],
  ['{"events":[{"value":1}],"events":[]}', 'INVALID_REQUEST'],
  ['{"events":[{"value":1},]}', 'INVALID_JSON'],
])('refuses the envelope %j with %s', async (body, code) => {
  const bus = makeFakeBus();
  expect((await problemOf(() => bus.sendBatch(body))).code).toBe(code);
});

test('a batch is application/json', async () => {
  const bus = makeFakeBus();
  const problem = await problemOf(() => bus.sendBatch({ events: [] }, { 'content-type': 'text/plain' }));
  expect(problem.code).toBe('UNSUPPORTED_MEDIA_TYPE');
});

test('a field twice is refused', async () => {
  const bus = makeFakeBus();
  const problem = await problemOf(() => bus.sendBatch('{"events":[{"value":1,"value":2}]}'));
  expect(problem.errors).toEqual([{ index: 0, path: '/value', message: 'the field comes twice' }]);
});

test('a schema looks at values and lets tombstones pass', async () => {
  const validator = {
    version: 1,
    validate: (value: unknown) => (value === 1 ? [] : [{ path: '', message: 'is not 1' }]),
  };
  const bus = makeFakeBus({ validator });
  await bus.sendBatch({ events: [{ value: 1 }, { value: null, key: 'k' }] });
  const problem = await problemOf(() =>
    bus.sendBatch({ events: [{ value: 1 }, { value: 2 }, { valueBase64: 'AA==' }] }),
  );
  expect(problem.errors.map(({ index }) => index)).toEqual([1, 2]);
});
