import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';

let running: RunningBus;
let client: HttpClient;

beforeAll(async () => {
  running = await startBus();
  client = makeHttpClient(running.url);
});

afterAll(async () => {
  client.close();
  await running.stop();
});

const JSON_TYPE = { 'content-type': 'application/json' };
const SCHEMA = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };

type Placed = { partition: number; offset: number; duplicate: boolean };
type Answer = {
  produce: { topic: string; results: Placed[] }[];
  commit: unknown[];
  timestamp: number;
  duplicate: boolean;
};
type Problem = { code: string; detail: string; errorCount?: number; errors?: { path: string; message: string }[] };

async function makeTopic(name: string, config: Record<string, unknown> = {}): Promise<string> {
  expect([200, 201]).toContain((await client.put(`/v1/topics/${name}`, config)).status);
  return name;
}

const send = (body: unknown, key?: string) =>
  client.send('POST', '/v1/transactions', typeof body === 'string' ? body : JSON.stringify(body), {
    ...JSON_TYPE,
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  });

async function committed(body: unknown, key?: string): Promise<Answer> {
  const answer = await send(body, key);
  expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
  return answer.json<Answer>();
}

async function refused(status: number, code: string, body: unknown, key?: string): Promise<Problem> {
  const answer = await send(body, key);
  expect([answer.status, answer.json()['code']]).toEqual([status, code]);
  return answer.json<Problem>();
}

async function stored(topic: string, partition = 0): Promise<string[]> {
  const answer = await client.get(`/v1/topics/${topic}/partitions/${partition}/events?from=earliest`, {
    accept: 'application/vnd.posthorn.values+x-ndjson',
  });
  return answer.text.split('\n').slice(0, -1);
}

const events = (...values: unknown[]) => values.map((value) => ({ value }));

describe('what is committed', () => {
  test('stands in every topic, byte for byte, at the offsets of the answer', async () => {
    const [a, b] = [await makeTopic('all-a'), await makeTopic('all-b', { partitions: 3 })];
    const body = `{ "produce": [
      { "topic": "all-a", "events": [{"value":{"n": 1.10}}, {"key":"k","value":9007199254740993}] },
      { "topic": "all-b", "events": [{"value":"p2","partition":2}, {"value":"p0","partition":0}, {"value":"q2","partition":2}] },
      { "topic": "all-a", "events": [{"valueBase64":"AAE="}] }
    ]}`;
    const answer = await committed(body);
    expect(answer).toEqual({
      produce: [
        {
          topic: a,
          results: [
            { partition: 0, offset: 0, duplicate: false },
            { partition: 0, offset: 1, duplicate: false },
          ],
        },
        {
          topic: b,
          results: [
            { partition: 2, offset: 0, duplicate: false },
            { partition: 0, offset: 0, duplicate: false },
            { partition: 2, offset: 1, duplicate: false },
          ],
        },
        { topic: a, results: [{ partition: 0, offset: 2, duplicate: false }] },
      ],
      commit: [],
      timestamp: expect.any(Number),
      duplicate: false,
    });
    expect((await stored(a)).slice(0, 2)).toEqual(['{"n": 1.10}', '9007199254740993']);
    expect([await stored(b, 2), await stored(b, 0), await stored(b, 1)]).toEqual([['"p2"', '"q2"'], ['"p0"'], []]);
    const { events: first } = (await client.get(`/v1/topics/${b}/partitions/0/events?from=earliest`)).json<{
      events: { timestamp: number }[];
    }>();
    expect(first[0]?.timestamp).toBe(answer.timestamp);
  });

  test('has keys, headers, dedupe keys and schemas as in a batch', async () => {
    const topic = await makeTopic('as-batch', { keyPath: '/n' });
    await client.put(`/v1/topics/${topic}/schema`, { schema: SCHEMA });
    const event = { value: { n: 7 }, headers: { Trace: 'x' }, dedupeKey: 'seven', timestamp: 5 };
    await committed({ produce: [{ topic, events: [event] }] });
    const again = await committed({ produce: [{ topic, events: [event, { value: { n: 8 }, key: 'own' }] }] });
    expect(again.produce[0]?.results).toEqual([
      { partition: 0, offset: 0, duplicate: true },
      { partition: 0, offset: 1, duplicate: false },
    ]);
    expect(again.duplicate).toBe(false);
    const fetched = (await client.get(`/v1/topics/${topic}/partitions/0/events?from=earliest`)).json();
    expect(fetched['events']).toMatchObject([
      { key: '7', headers: { trace: 'x' }, timestamp: 5, schemaVersion: 1 },
      { key: 'own', schemaVersion: 1 },
    ]);
  });
});

describe('what is refused', () => {
  test('bad events of all topics are named by their paths, and nothing is written anywhere', async () => {
    const [good, strict] = [await makeTopic('bad-good'), await makeTopic('bad-strict')];
    await client.put(`/v1/topics/${strict}/schema`, { schema: SCHEMA });
    const body = {
      produce: [
        { topic: good, events: [{ value: 1 }, { value: 2, partition: 4 }] },
        {
          topic: strict,
          events: [{ value: { n: 1 } }, { value: { n: 2 } }, { value: { n: 3 } }, { value: { n: 'x' } }],
        },
        { topic: strict, events: [{ value: {}, kye: 'k' }] },
      ],
    };
    const problem = await refused(404, 'UNKNOWN_TOPIC_OR_PARTITION', body);
    expect(problem.errors?.map(({ path }) => path)).toEqual([
      '/produce/0/events/1/partition',
      '/produce/1/events/3/value/n',
      '/produce/2/events/0/kye',
    ]);
    body.produce.shift();
    const invalid = await refused(422, 'INVALID_RECORD', body);
    expect(invalid.detail).toMatch(/^\/produce\/0\/events\/3\/value\/n: .* 2 places are wrong\. Nothing was written/);
    expect([await stored(good), await stored(strict)]).toEqual([[], []]);
  });

  test('an unknown topic is 404, with its place and the call that creates it', async () => {
    const topic = await makeTopic('known');
    const body = {
      produce: [
        { topic, events: events(1) },
        { topic: 'unknown', events: events(2) },
      ],
    };
    const problem = await refused(404, 'UNKNOWN_TOPIC_OR_PARTITION', body);
    expect(problem.detail).toContain('PUT /v1/topics/unknown');
    expect(problem.errors?.[0]?.path).toBe('/produce/1');
    expect(await stored(topic)).toEqual([]);
  });

  test('names of the bus itself, and bad ones', async () => {
    await refused(403, 'TOPIC_AUTHORIZATION_FAILED', { produce: [{ topic: '_own', events: events(1) }] });
    await refused(400, 'INVALID_TOPIC_EXCEPTION', { produce: [{ topic: 'a b', events: events(1) }] });
  });

  test('empty ones', async () => {
    const topic = await makeTopic('empty');
    await refused(422, 'EMPTY_REQUEST', '');
    for (const body of [{}, { produce: [] }, { produce: [], commit: [] }]) await refused(422, 'EMPTY_REQUEST', body);
    const problem = await refused(422, 'EMPTY_REQUEST', {
      produce: [
        { topic, events: events(1) },
        { topic, events: [] },
      ],
    });
    expect(problem.errors?.[0]?.path).toBe('/produce/1');
    await refused(422, 'EMPTY_REQUEST', { commit: [{ group: 'g', offsets: [] }] });
    expect(await stored(topic)).toEqual([]);
  });

  test.each([
    ['[]', ''],
    ['{"produce":{}}', '/produce'],
    ['{"prodce":[]}', '/prodce'],
    ['{"produce":[],"produce":[]}', '/produce'],
    ['{"produce":[1]}', '/produce/0'],
    ['{"produce":[{"events":[{"value":1}]}]}', '/produce/0/topic'],
    ['{"produce":[{"topic":"","events":[{"value":1}]}]}', '/produce/0/topic'],
    ['{"produce":[{"topic":"a"}]}', '/produce/0/events'],
    ['{"produce":[{"topic":"a","events":[],"key":"k"}]}', '/produce/0/key'],
    ['{"commit":[{"offsets":[{"topic":"a","partition":0,"offset":1}]}]}', '/commit/0/group'],
    ['{"commit":[{"group":"g","offsets":[{"topic":"a","partition":0,"offset":-1}]}]}', '/commit/0/offsets/0/offset'],
    [
      '{"commit":[{"group":"g","offsets":[{"topic":"a","partition":"0","offset":1}]}]}',
      '/commit/0/offsets/0/partition',
    ],
    ['{"commit":[{"group":"g","memberId":"m","offsets":[]}]}', '/commit/0/generation'],
    ['{"commit":[{"group":"g","generation":1,"offsets":[]}]}', '/commit/0/memberId'],
    ['{"commit":[{"group":"g","offsets":[]},{"group":"g","offsets":[]}]}', '/commit/1/group'],
    [
      '{"commit":[{"group":"g","offsets":[{"topic":"a","partition":0,"offset":1},{"topic":"a","partition":0,"offset":2}]}]}',
      '/commit/0/offsets/1',
    ],
  ])('%s, at %s', async (body, path) => {
    const problem = await refused(400, 'INVALID_REQUEST', body);
    expect(problem.errors?.map((place) => place.path)).toEqual([path]);
    expect(problem.detail).toContain('A transaction is {');
  });

  test('what is no JSON, no transaction or too much', async () => {
    await refused(422, 'INVALID_JSON', '{"produce":[}');
    const octets = { 'content-type': 'application/octet-stream' };
    expect((await client.send('POST', '/v1/transactions', '{}', octets)).status).toBe(415);
    const keyed = { ...JSON_TYPE, 'posthorn-key': 'k' };
    expect((await client.send('POST', '/v1/transactions', '{}', keyed)).status).toBe(400);
    await refused(400, 'INVALID_REQUEST', {}, 'k'.repeat(256));
    const many = { produce: Array.from({ length: 101 }, () => ({ topic: 'a', events: events(1) })) };
    expect((await refused(413, 'MESSAGE_TOO_LARGE', many)).detail).toContain('at most 100 topics');
    const crowd = Array.from({ length: 101 }, (_, nth) => ({
      group: `g${nth}`,
      offsets: [{ topic: 'a', partition: 0, offset: 1 }],
    }));
    expect((await refused(413, 'MESSAGE_TOO_LARGE', { commit: crowd })).detail).toContain('at most 100 groups');
    const offsets = Array.from({ length: 10_001 }, (_, partition) => ({ topic: 'a', partition, offset: 1 }));
    const wide = { commit: [{ group: 'g', offsets }] };
    expect((await refused(413, 'MESSAGE_TOO_LARGE', wide)).detail).toContain('at most 10000 offsets');
    const half = Array.from({ length: 50_001 }, () => ({ value: 1 }));
    const crowded = {
      produce: [
        { topic: 'a', events: half },
        { topic: 'a', events: half },
      ],
    };
    expect((await refused(413, 'MESSAGE_TOO_LARGE', crowded)).detail).toContain('at most 100000 events');
  });
});

describe('idempotency-key', () => {
  test('a repeat writes nothing and answers the first result; another body is refused', async () => {
    const [a, b] = [await makeTopic('once-a', { partitions: 2 }), await makeTopic('once-b')];
    const body = {
      produce: [
        { topic: a, events: events(1, 2) },
        { topic: b, events: events(3) },
      ],
    };
    const [first, ...repeats] = (await Promise.all([1, 2, 3].map(() => committed(body, 'once')))).sort(
      (left, right) => Number(left.duplicate) - Number(right.duplicate),
    );
    expect(first?.duplicate).toBe(false);
    const repeated = {
      ...first,
      duplicate: true,
      produce: first?.produce.map(({ topic, results }) => ({
        topic,
        results: results.map((result) => ({ ...result, duplicate: true })),
      })),
    };
    expect(repeats).toEqual([repeated, repeated]);
    // Neither more partitions nor a stricter topic change what was answered.
    await makeTopic(a, { partitions: 5, maxEventBytes: 1 });
    await client.put(`/v1/topics/${b}/schema`, { schema: SCHEMA });
    expect(await committed(body, 'once')).toEqual(repeated);
    expect((await stored(a, 0)).length + (await stored(a, 1)).length).toBe(2);
    expect(await stored(b)).toEqual(['3']);
    await refused(422, 'IDEMPOTENCY_KEY_REUSED', { produce: [{ topic: b, events: events({ n: 1 }) }] }, 'once');
    await refused(422, 'IDEMPOTENCY_KEY_REUSED', { produce: [{ topic: 'nowhere', events: events(1) }] }, 'once');
  });

  test('what was refused leaves the key unused', async () => {
    const topic = 'later';
    const body = { produce: [{ topic, events: events(1) }] };
    await refused(404, 'UNKNOWN_TOPIC_OR_PARTITION', body, 'later');
    await makeTopic(topic);
    expect((await committed(body, 'later')).duplicate).toBe(false);
    expect((await committed(body, 'later')).duplicate).toBe(true);
  });

  test('a topic that is gone does not change the answer, one made anew is not taken for it', async () => {
    const [gone, kept] = [await makeTopic('gone'), await makeTopic('kept')];
    const body = {
      produce: [
        { topic: gone, events: events(1) },
        { topic: kept, events: events(2) },
      ],
    };
    const first = await committed(body, 'gone');
    expect((await client.delete(`/v1/topics/${gone}`)).status).toBe(204);
    expect(await committed(body, 'gone')).toMatchObject({ timestamp: first.timestamp, duplicate: true });
    await makeTopic(gone);
    const problem = await refused(422, 'IDEMPOTENCY_KEY_REUSED', body, 'gone');
    expect(problem.detail).toContain("'gone' was deleted and made anew");
    expect([await stored(gone), await stored(kept)]).toEqual([[], ['2']]);
  });
});
