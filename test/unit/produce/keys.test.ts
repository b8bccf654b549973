import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partitionOfKey } from '#posthorn/produce/murmur2.js';
import { problemOf } from '../problem-of.js';
import { makeFakeBus } from './fake-engine.js';

const JSON_TYPE = 'application/json';
const NDJSON = 'application/x-ndjson';

describe('the key', () => {
  test.each([
    ['{"id":"a\\u0062\\n"}', 'ab\n'],
    ['{"id":9007199254740993}', '9007199254740993'],
    ['{"id":1.50}', '1.50'],
    ['{"id":true}', 'true'],
    ['{"id":""}', ''],
    ['{"id":1,"id":"last"}', 'last'],
  ])('of %s by keyPath is %j', async (body, key) => {
    const bus = makeFakeBus({ topic: { keyPath: '/id' } });
    await bus.send(JSON_TYPE, body);
    expect(bus.events()).toMatchObject([{ key, value: body }]);
  });

  test.each([
    ['/a\\b', '{"a\\b":"backspace","a\\\\b":"backslash"}', 'backslash'],
    ['/a\\u0062', '{"a\\\\u0062":"backslash","a\\u0062":"letter"}', 'backslash'],
    ['/\ud800', '{"\\ud800":"half","\ufffd":"replacement"}', 'half'],
  ])(
    'by keyPath %j, which no member name can hold as it is, is not that of its look-alike',
    async (keyPath, body, key) => {
      const bus = makeFakeBus({ topic: { keyPath } });
      await bus.send(JSON_TYPE, body);
      expect(bus.events()).toMatchObject([{ key, value: body }]);
    },
  );

  test('that keyPath does not find refuses the request', async () => {
    const bus = makeFakeBus({ topic: { keyPath: '/id' } });
    const body = '{"id":"a"}\n{"x":1}\n{"id":null}\n{"id":[1]}\n{"id":{}}\n{"id":"\\ud800"}\n5\n';
    const problem = await problemOf(() => bus.send(NDJSON, body));
    expect(problem.code).toBe('KEY_NOT_FOUND');
    expect(problem.errors.map(({ index, path }) => [index, path])).toEqual([1, 2, 3, 4, 5, 6].map((i) => [i, '/id']));
    const opaque = await problemOf(() => bus.send('text/plain', 'x'));
    expect([opaque.code, opaque.message]).toEqual(['KEY_NOT_FOUND', expect.stringContaining('?key=')]);
    await bus.send('text/plain', 'x', { key: 'k' });
    expect(bus.events()).toMatchObject([{ key: 'k' }]);
  });

  test('comes from the query or posthorn-key, then partitionkey, then keyPath', async () => {
    const bus = makeFakeBus({ topic: { keyPath: '/id' } });
    const ce = { 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't', 'ce-specversion': '1.0' };
    const body = '{"id":"path"}';
    const all = { ...ce, 'ce-partitionkey': 'event', 'posthorn-key': Buffer.from('hÉader').toString('latin1') };
    await bus.send(JSON_TYPE, body, { headers: { ...ce, 'ce-partitionkey': 'event' }, key: 'query' });
    await bus.send(JSON_TYPE, body, { headers: all, key: 'hÉader' });
    expect((await problemOf(() => bus.send(JSON_TYPE, body, { headers: all, key: 'query' }))).code).toBe(
      'INVALID_REQUEST',
    );
    await bus.send(JSON_TYPE, body, { headers: all });
    await bus.send(JSON_TYPE, body, { headers: { ...ce, 'ce-partitionkey': 'event' } });
    await bus.send(JSON_TYPE, body, { headers: ce });
    expect(bus.events().map((event) => event.key)).toEqual(['query', 'hÉader', 'hÉader', 'event', 'path']);
  });

  test('that is too long or not UTF-8 is refused', async () => {
    const bus = makeFakeBus();
    expect((await problemOf(() => bus.send(JSON_TYPE, '1', { key: 'k'.repeat(4_097) }))).code).toBe(
      'MESSAGE_TOO_LARGE',
    );
    const headers = { 'posthorn-key': '\u00ff' };
    expect((await problemOf(() => bus.send(JSON_TYPE, '1', { headers }))).code).toBe('INVALID_UTF8');
  });
});

describe('the partition', () => {
  test('is that of the key, in request order within it', async () => {
    const events = fc.array(fc.record({ k: fc.string({ unit: 'grapheme' }), n: fc.nat() }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 1, max: 7 }), async (values, partitions) => {
        const bus = makeFakeBus({ topic: { partitions, keyPath: '/k' } });
        const lines = values.map((value) => JSON.stringify(value));
        await bus.send(NDJSON, lines.join('\n'));
        const appends = bus.units[0]?.appends ?? [];
        for (const { partition } of appends) {
          const stored = bus.events().filter((event) => event.partition === partition);
          expect(stored.map((event) => event.value)).toEqual(
            lines.filter((_, index) => partitionOfKey(values[index]?.k ?? '', partitions) === partition),
          );
          expect(stored.every((event) => JSON.parse(event.value).k === event.key)).toBe(true);
        }
        expect(bus.events().length).toBe(values.length);
        expect(new Set(appends.map(({ partition }) => partition)).size).toBe(appends.length);
      }),
      { seed: 11, numRuns: 100 },
    );
  });

  test('of keyless events is one a commit, the next one for the next', async () => {
    const bus = makeFakeBus({ topic: { partitions: 3 } });
    for (let commit = 0; commit < 4; commit += 1) await bus.send(NDJSON, '1\n2\n');
    expect(bus.events().map((event) => event.partition)).toEqual([0, 0, 1, 1, 2, 2, 0, 0]);
  });

  test('can be pinned, inside the range', async () => {
    const bus = makeFakeBus({ topic: { partitions: 3 } });
    await bus.send(NDJSON, '1\n2\n', { partition: 2, key: 'k' });
    expect(bus.events().map((event) => event.partition)).toEqual([2, 2]);
    const problem = await problemOf(() => bus.send(JSON_TYPE, '1', { partition: 3 }));
    expect(problem.code).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(problem.message).toContain('0 to 2');
  });
});

describe('a repeat', () => {
  test('of a request has the same fingerprint, another request another', async () => {
    const bus = makeFakeBus({ topic: { dedupeWindowMs: 5 } });
    const send = (body: string, more: Record<string, string> = {}, key = 'k') =>
      bus.send(JSON_TYPE, body, { headers: { 'idempotency-key': 'i', 'user-agent': more['ua'] ?? '', ...more }, key });
    await send('1');
    await send('1', { ua: 'other' });
    await send('2');
    await send('1', { 'posthorn-header-a': 'b' });
    await send('1', {}, 'other');
    await bus.sendBatch('{"events":[{"value":1}]}', { 'idempotency-key': 'i' });
    const dedupes = bus.units.map((unit) => unit.dedupe);
    expect(dedupes[0]).toMatchObject({ scope: 'produce:orders:1', key: 'i', windowMs: 5 });
    const prints = dedupes.map((dedupe) => dedupe?.fingerprint);
    expect(prints[1]).toBe(prints[0]);
    expect(new Set(prints).size).toBe(5);
  });

  test('is answered with the first one’s offsets', async () => {
    const appends = [{ partition: 0, baseOffset: 4, count: 2 }];
    const bus = makeFakeBus({ answer: () => ({ timestamp: 9, duplicate: true, appends }) });
    const headers = { 'idempotency-key': 'i' };
    expect(await bus.send(JSON_TYPE, '1', { headers })).toMatchObject({ offset: 4, timestamp: 9, duplicate: true });
    expect(await bus.send(NDJSON, '1\n2\n', { headers })).toMatchObject({
      accepted: 0,
      duplicates: 2,
      ranges: appends,
    });
    expect(await bus.sendBatch({ events: [{ value: 1 }, { value: 2 }] }, headers)).toMatchObject({
      results: [
        { offset: 4, duplicate: true },
        { offset: 5, duplicate: true },
      ],
    });
  });

  test('of keyless and keyed events over partitions is mapped as the first time', async () => {
    const bus = makeFakeBus({ topic: { partitions: 5 } });
    const events = [{ value: 1 }, { value: 2, key: 'a' }, { value: 3 }, { value: 4, key: 'b' }];
    const send = () => bus.sendBatch({ events }, { 'idempotency-key': 'i' });
    await send();
    await send();
    const placed = bus.units.map((unit) => unit.appends?.map(({ partition }) => partition));
    expect(placed[1]).toEqual(placed[0]);
  });

  test('whose topic got more partitions since is not given wrong offsets', async () => {
    const appends = [{ partition: 0, baseOffset: 4, count: 3 }];
    const answer = () => ({ timestamp: 9, duplicate: true, appends });
    const bus = makeFakeBus({ topic: { partitions: 7 }, answer });
    const events = ['a', 'b', 'c'].map((key) => ({ key, value: 1 }));
    const problem = await problemOf(() => bus.sendBatch({ events }, { 'idempotency-key': 'i' }));
    expect(problem.code).toBe('VERSION_CONFLICT');
  });

  test.each(['', 'x'.repeat(256)])('needs a key of sane length', async (key) => {
    const bus = makeFakeBus();
    const problem = await problemOf(() => bus.send(JSON_TYPE, '1', { headers: { 'idempotency-key': key } }));
    expect(problem.code).toBe('INVALID_REQUEST');
  });
});

test('too many event headers are refused', async () => {
  const bus = makeFakeBus();
  const headers = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`posthorn-header-h${index}`, 'v']));
  expect((await problemOf(() => bus.send(JSON_TYPE, '1', { headers }))).code).toBe('INVALID_REQUEST');
});
