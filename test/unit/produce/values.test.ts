import { describe, expect, test } from 'vitest';
import { valueStart } from '#posthorn/model/event-batch.js';
import { problemOf } from '../problem-of.js';
import { makeFakeBus } from './fake-engine.js';

const JSON_TYPE = 'application/json';
const NDJSON = 'application/x-ndjson';

describe('one event', () => {
  test('is kept as the bytes that came', async () => {
    const bus = makeFakeBus();
    const body = ' {"n":12345678901234567890,"d":1.10,"e":"\\u00e9é"} ';
    const answer = await bus.send(JSON_TYPE, body);
    expect(answer).toEqual({ topic: 'orders', partition: 0, offset: 0, timestamp: 7, duplicate: false });
    expect(bus.events()).toMatchObject([{ value: body, key: null, contentType: null, headers: null, unframed: false }]);
    expect(bus.units[0]?.appends?.[0]?.batch.payload.at(-1)).toBe(0x0a);
  });

  test('with line breaks is marked as unframed', async () => {
    const bus = makeFakeBus();
    await bus.send(JSON_TYPE, '{\n "a": 1\n}\n');
    expect(bus.events()).toMatchObject([{ value: '{\n "a": 1\n}\n', unframed: true, contentType: null }]);
  });

  test.each([
    ['application/json; charset=utf-8', null],
    ['application/json;charset="UTF-8"', null],
    ['Application/JSON', null],
    ['application/vnd.github+json', 'application/vnd.github+json'],
  ])('of type %s is JSON', async (contentType, stored) => {
    const bus = makeFakeBus();
    await bus.send(contentType, '{}');
    expect(bus.events()).toMatchObject([{ value: '{}', contentType: stored, unframed: false }]);
    expect((await problemOf(() => bus.send(contentType, '{'))).code).toBe('INVALID_JSON');
  });

  test('of any other type is opaque bytes', async () => {
    const bus = makeFakeBus();
    const bytes = Uint8Array.of(0xff, 0x0a, 0x00);
    await bus.send('image/x-icon; a=b', bytes);
    const batch = bus.units[0]?.appends?.[0]?.batch;
    expect([...(batch?.payload ?? [])]).toEqual([0xff, 0x0a, 0x00, 0x0a]);
    expect(bus.events()).toMatchObject([{ contentType: 'image/x-icon; a=b', unframed: true }]);
  });

  test('carries posthorn-header-* in UTF-8', async () => {
    const bus = makeFakeBus();
    const headers = { 'posthorn-header-a': Buffer.from('ü').toString('latin1'), 'posthorn-header-b': '2', other: '3' };
    await bus.send(JSON_TYPE, '1', { headers });
    expect(bus.events()[0]?.headers).toEqual({ a: 'ü', b: '2' });
  });
});

describe('lines', () => {
  test('that are clean become the payload without a copy', async () => {
    const bus = makeFakeBus();
    const body = Buffer.from('{"a":1}\n{"a":2}\n');
    const answer = await bus.producer.produce({ topic: 'orders', body, headers: { 'content-type': NDJSON } });
    expect(answer).toEqual({
      topic: 'orders',
      accepted: 2,
      duplicates: 0,
      ranges: [{ partition: 0, baseOffset: 0, count: 2 }],
    });
    const batch = bus.units[0]?.appends?.[0]?.batch;
    expect(batch?.payload).toBe(body);
    expect([...(batch?.ends ?? [])]).toEqual([7, 15]);
    expect(batch?.columns).toEqual({});
  });

  test.each([
    ['no last line feed', '1\n"b"', ['1', '"b"']],
    ['CRLF', '1\r\n{"a": 2 }\r\n', ['1', '{"a": 2 }']],
    ['blank lines', '\n1\n\n \t\r\n2\n\n', ['1', '2']],
    ['space around', ' 1 \n2\n', [' 1 ', '2']],
    ['CR without LF at the end', '1\n2\r', ['1', '2']],
  ])('with %s', async (_name, body, values) => {
    const bus = makeFakeBus();
    await bus.send(NDJSON, body);
    expect(bus.events().map((event) => event.value)).toEqual(values);
    const { payload, ends, count } = bus.units[0]?.appends?.[0]?.batch ?? { count: 0 };
    expect(Buffer.from(payload ?? []).toString()).toBe(`${values.join('\n')}\n`);
    expect(ends?.length).toBe(count);
  });

  test('many, more than the first guess', async () => {
    const bus = makeFakeBus();
    const lines = Array.from({ length: 5_000 }, (_, index) => `{"i":${index}}`);
    await bus.send(NDJSON, lines.join('\n'));
    expect(bus.events().map((event) => event.value)).toEqual(lines);
  });

  test('all or nothing: each wrong one is named', async () => {
    const bus = makeFakeBus();
    const lines = Array.from({ length: 3_000 }, (_, index) => `{"i":${index}}`);
    lines[1_234] = '{"i":}';
    lines[2_345] = '{"i":1} {"i":2}';
    const problem = await problemOf(() => bus.send(NDJSON, lines.join('\n')));
    expect(problem.code).toBe('INVALID_JSON');
    expect(problem.errors.map(({ index }) => index)).toEqual([1_234, 2_345]);
    expect(problem.message).toMatch(/Event 1234: stops being JSON at byte 5/);
    expect(bus.units).toEqual([]);
  });

  test('one with bad UTF-8 is found among the good', async () => {
    const bus = makeFakeBus();
    const body = Buffer.concat([Buffer.from('"é"\n"'), Buffer.of(0xc3, 0x22, 0x0a), Buffer.from('1\n')]);
    const problem = await problemOf(() => bus.send(NDJSON, body));
    expect([problem.code, problem.errors.map(({ index }) => index)]).toEqual(['INVALID_UTF8', [1]]);
  });

  test('the list of wrong places is bounded and their number told', async () => {
    const bus = makeFakeBus();
    const problem = await problemOf(() => bus.send(NDJSON, 'x\n'.repeat(1_500)));
    expect([problem.errors.length, problem.members]).toEqual([1_000, { errorCount: 1_500 }]);
  });
});

describe('a schema', () => {
  const validator = {
    version: 3,
    validate: (value: unknown) =>
      typeof value === 'object' && value !== null && 'a' in value ? [] : [{ path: '/a', message: 'is required' }],
  };

  test('checks every value and stamps its version', async () => {
    const bus = makeFakeBus({ validator });
    await bus.send(NDJSON, '{"a":1}\n{"a":"é"}\n');
    await bus.send(JSON_TYPE, '{"a":\n1}');
    expect(bus.events().map((event) => event.schemaVersion)).toEqual([3, 3, 3]);
    const problem = await problemOf(() => bus.send(NDJSON, '{"a":1}\n{"b":1}\n{\n'));
    expect(problem.code).toBe('INVALID_RECORD');
    expect(problem.errors).toMatchObject([
      { index: 1, path: '/a', message: 'is required' },
      { index: 2, path: '', message: 'stops being JSON at byte 1: it ends too early' },
    ]);
  });

  test('is judged over the bytes where it can be, and by parsing where those prove nothing', async () => {
    const parsed: unknown[] = [];
    const asked: string[] = [];
    const prove = (payload: Uint8Array, ends: Uint32Array) => (from: number, to: number) => {
      for (let index = from; index < to; index += 1) {
        const text = Buffer.from(payload.subarray(valueStart(ends, index), ends[index])).toString();
        asked.push(text);
        if (!text.startsWith('{"a"')) return index;
      }
      return to;
    };
    const validate = (value: unknown) => {
      parsed.push(value);
      return validator.validate(value);
    };
    const bus = makeFakeBus({ validator: { version: 3, prove, validate } });
    await bus.send(NDJSON, '{"a":1}\n{ "a":2}\n');
    expect([asked, parsed]).toEqual([['{"a":1}', '{ "a":2}'], [{ a: 2 }]]);
    const notUtf8 = Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xff), Buffer.from('"}')]);
    expect((await problemOf(() => bus.send(JSON_TYPE, notUtf8))).code).toBe('INVALID_UTF8');
    expect((await problemOf(() => bus.send(NDJSON, '{"a":1}\nx\n'))).errors).toMatchObject([{ index: 1 }]);
  });

  test('refuses what is not JSON, naming the schema', async () => {
    const bus = makeFakeBus({ validator });
    const problem = await problemOf(() => bus.send('text/plain', 'x'));
    expect(problem.code).toBe('UNSUPPORTED_MEDIA_TYPE');
    expect(problem.message).toContain('GET /v1/topics/orders/schemas/3');
  });

  test('keeps the depth bounded', async () => {
    const bus = makeFakeBus({ validator });
    const deep = `{"a":${'['.repeat(600)}${']'.repeat(600)}}`;
    expect((await problemOf(() => bus.send(JSON_TYPE, deep))).message).toContain('goes deeper than 512 levels');
  });
});

test.each([
  [undefined, '{}', 'UNSUPPORTED_MEDIA_TYPE', /-H 'content-type: application\/json'/],
  ['application/x-www-form-urlencoded', '{}', 'UNSUPPORTED_MEDIA_TYPE', /-H 'content-type: application\/json'/],
  ['nonsense', '{}', 'UNSUPPORTED_MEDIA_TYPE', /nonsense/],
  ['application/json; charset=latin1', '{}', 'UNSUPPORTED_MEDIA_TYPE', /latin1/],
  ['application/cloudevents+avro', 'x', 'UNSUPPORTED_MEDIA_TYPE', /cloudevents\+json/],
  [JSON_TYPE, '', 'EMPTY_REQUEST', /empty/],
  [NDJSON, '\n\r\n', 'EMPTY_REQUEST', /no line/],
  [JSON_TYPE, '{"a":1}{}', 'INVALID_JSON', /byte 7/],
])('%s %j is %s', async (contentType, body, code, detail) => {
  const bus = makeFakeBus();
  const problem = await problemOf(() => bus.send(contentType, body));
  expect(problem.code).toBe(code);
  expect(problem.message).toMatch(detail);
  expect(bus.units).toEqual([]);
});

test('a value above maxEventBytes is named', async () => {
  const bus = makeFakeBus({ topic: { maxEventBytes: 10 } });
  await bus.send(NDJSON, '"12345678"\n"12345678"\n');
  const problem = await problemOf(() => bus.send(NDJSON, '1\n"123456789"\n'));
  expect([problem.code, problem.status, problem.errors]).toEqual([
    'MESSAGE_TOO_LARGE',
    413,
    [{ index: 1, path: '', message: "has 11 bytes; the topic's maxEventBytes is 10" }],
  ]);
});

test('a topic of the bus itself takes nothing', async () => {
  const bus = makeFakeBus();
  const problem = await problemOf(() => bus.send(JSON_TYPE, '1', { topic: '_internal' }));
  expect(problem.code).toBe('TOPIC_AUTHORIZATION_FAILED');
});

test('too many events for one request are refused', async () => {
  const bus = makeFakeBus();
  expect(await bus.send(NDJSON, '1\n'.repeat(100_000))).toMatchObject({ accepted: 100_000 });
  expect((await problemOf(() => bus.send(NDJSON, '1\n'.repeat(100_001)))).code).toBe('MESSAGE_TOO_LARGE');
  expect((await problemOf(() => bus.send(NDJSON, '1\r\n'.repeat(100_001)))).code).toBe('MESSAGE_TOO_LARGE');
});
