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
const NDJSON = { 'content-type': 'application/x-ndjson' };

async function makeTopic(name: string, config: Record<string, unknown> = {}): Promise<string> {
  const answer = await client.put(`/v1/topics/${name}`, config);
  expect([200, 201]).toContain(answer.status);
  return `/v1/topics/${name}`;
}

type Fetched = {
  highWatermark: number;
  events: {
    offset: number;
    key: string | null;
    headers: Record<string, string>;
    value?: unknown;
    valueBase64?: string;
  }[];
};

const fetchText = async (topic: string, partition = 0) =>
  (await client.get(`${topic}/partitions/${partition}/events?from=earliest`)).text;
const fetchAll = async (topic: string, partition = 0) => JSON.parse(await fetchText(topic, partition)) as Fetched;
const highWatermark = async (topic: string) => (await fetchAll(topic)).highWatermark;

describe('what is produced can be fetched', () => {
  test('one event, byte for byte', async () => {
    const topic = await makeTopic('one');
    const value = '{"n":12345678901234567890,"d":1.10,"e":"\\u00e9é"}';
    const answer = await client.send('POST', `${topic}/events?key=k%C3%A9`, value, {
      ...JSON_TYPE,
      'posthorn-header-source': 'shop',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    const timestamp = answer.json<{ timestamp: number }>().timestamp;
    expect(answer.json()).toEqual({ topic: 'one', partition: 0, offset: 0, timestamp, duplicate: false });
    expect(await fetchText(topic)).toContain(value);
    expect((await fetchAll(topic)).events[0]).toMatchObject({ offset: 0, key: 'ké', headers: { source: 'shop' } });
  });

  test('lines, as they were', async () => {
    const topic = await makeTopic('lines');
    const body = '{"a": 1}\n[ 2 ]\n"\\u00e9é"\n';
    const answer = await client.send('POST', `${topic}/events`, body, NDJSON);
    expect(answer.json()).toEqual({
      topic: 'lines',
      accepted: 3,
      duplicates: 0,
      ranges: [{ partition: 0, baseOffset: 0, count: 3 }],
    });
    const values = await client.get(`${topic}/partitions/0/events?from=earliest`, {
      accept: 'application/vnd.posthorn.values+x-ndjson',
    });
    expect(values.text).toBe(body);
  });

  test('opaque bytes', async () => {
    const topic = await makeTopic('bytes');
    const bytes = Buffer.from([0, 255, 10, 13, 34]);
    const answer = await client.send('POST', `${topic}/events`, bytes, { 'content-type': 'image/x-icon' });
    expect(answer.status).toBe(200);
    expect((await fetchAll(topic)).events[0]?.valueBase64).toBe(bytes.toString('base64'));
  });

  test('a batch over partitions, results in request order', async () => {
    const topic = await makeTopic('spread', { partitions: 4 });
    const events = Array.from({ length: 40 }, (_, index) => ({ key: `k${index % 11}`, value: { index } }));
    const answer = await client.post(`${topic}/batches`, { events });
    const { results } = answer.json<{ results: { partition: number; offset: number }[] }>();
    const logs = await Promise.all([0, 1, 2, 3].map((partition) => fetchAll(topic, partition)));
    results.forEach(({ partition, offset }, index) => {
      const stored = logs[partition]?.events.find((event) => event.offset === offset);
      expect(stored).toMatchObject({ key: `k${index % 11}`, value: { index } });
    });
    expect(new Set(results.map(({ partition }) => partition)).size).toBeGreaterThan(1);
  });

  test('a tombstone', async () => {
    const topic = await makeTopic('tombs');
    const answer = await client.post(`${topic}/batches`, { events: [{ key: 'k', value: null }] });
    expect(answer.status).toBe(200);
    expect((await fetchAll(topic)).events[0]).toMatchObject({ key: 'k', value: null });
  });

  test('keys by keyPath keep the digits of a 64-bit integer', async () => {
    const topic = await makeTopic('digits', { keyPath: '/id' });
    await client.send('POST', `${topic}/events`, '{"id":9007199254740993}', JSON_TYPE);
    expect((await fetchAll(topic)).events[0]?.key).toBe('9007199254740993');
  });
});

describe('a repeat', () => {
  test('of a request changes nothing and gets the first answer', async () => {
    const topic = await makeTopic('repeat');
    const headers = { ...NDJSON, 'idempotency-key': 'one' };
    const first = await client.send('POST', `${topic}/events`, '1\n2\n', headers);
    const again = await client.send('POST', `${topic}/events`, '1\n2\n', headers);
    expect(again.json()).toEqual({ ...first.json(), accepted: 0, duplicates: 2 });
    expect(await highWatermark(topic)).toBe(2);
    const other = await client.send('POST', `${topic}/events`, '1\n3\n', headers);
    expect([other.status, other.json()['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('of one event has the first one’s offset, whatever its partition', async () => {
    const topic = await makeTopic('repeat-one', { partitions: 3 });
    const send = () => client.send('POST', `${topic}/events`, '1', { ...JSON_TYPE, 'idempotency-key': 'x' });
    const first = (await send()).json();
    expect((await send()).json()).toEqual({ ...first, duplicate: true });
  });

  test('by dedupeKey, inside one batch and between batches', async () => {
    const topic = await makeTopic('repeat-key', { partitions: 2 });
    const events = ['a', 'b', 'a'].map((dedupeKey, value) => ({ value, dedupeKey, key: dedupeKey }));
    const results = async (list: unknown) =>
      (await client.post(`${topic}/batches`, { events: list })).json<{
        results: { partition: number; offset: number; duplicate: boolean }[];
      }>().results;
    const first = await results(events);
    expect(first.map(({ duplicate }) => duplicate)).toEqual([false, false, true]);
    expect(first[2]).toEqual({ ...first[0], duplicate: true });
    const second = await results([...events, { value: 9 }]);
    expect(second.map(({ duplicate }) => duplicate)).toEqual([true, true, true, false]);
    expect(second[1]).toEqual({ ...first[1], duplicate: true });
  });

  test('of a CloudEvent is known by source and id', async () => {
    const topic = await makeTopic('repeat-ce');
    const event = { specversion: '1.0', id: '1', source: '/s', type: 't', data: 1 };
    const send = (body: unknown) =>
      client.send('POST', `${topic}/events`, JSON.stringify(body), { 'content-type': 'application/cloudevents+json' });
    expect((await send(event)).json()).toMatchObject({ offset: 0, duplicate: false });
    expect((await send({ ...event, data: 2 })).json()).toMatchObject({ offset: 0, duplicate: true });
    expect((await send({ ...event, source: '/s1', id: '' })).json()['code']).toBe('INVALID_CLOUDEVENT');
    expect((await send({ ...event, source: '/other' })).json()).toMatchObject({ offset: 1, duplicate: false });
  });
});

describe('a schema', () => {
  test('holds for every line, and its version is on the event', async () => {
    const topic = await makeTopic('checked');
    const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
    expect((await client.put(`${topic}/schema`, { schema })).status).toBeLessThan(300);
    const lines = Array.from({ length: 2_000 }, (_, a) => JSON.stringify({ a }));
    expect((await client.send('POST', `${topic}/events`, lines.join('\n'), NDJSON)).json()['accepted']).toBe(2_000);
    lines[1_700] = '{"a":"x"}';
    lines[300] = '{"b":1}';
    lines[900] = '{"a":1';
    const refused = await client.send('POST', `${topic}/events`, lines.join('\n'), NDJSON);
    expect([refused.status, refused.json()['code']]).toEqual([422, 'INVALID_RECORD']);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    const places = refused.json<{ errors: { index: number }[] }>().errors.map(({ index }) => index);
    expect(places).toEqual([300, 900, 1_700]);
    expect(await highWatermark(topic)).toBe(2_000);
    expect((await fetchAll(topic)).events[0]).toMatchObject({ schemaVersion: 1 });
    const opaque = await client.send('POST', `${topic}/events`, 'x', { 'content-type': 'text/plain' });
    expect([opaque.status, opaque.json()['code']]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });
});

describe('refused, and nothing is appended', () => {
  test.each([
    ['/events', '{"a":}', JSON_TYPE, 422, 'INVALID_JSON'],
    ['/events', '', JSON_TYPE, 422, 'EMPTY_REQUEST'],
    ['/events', '1\nx\n', NDJSON, 422, 'INVALID_JSON'],
    ['/events', '1', {}, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['/events', '1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['/events', '1', { 'content-type': 'application/json; charset=utf-16' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['/events', '{}', { 'content-type': 'application/cloudevents+json' }, 422, 'INVALID_CLOUDEVENT'],
    ['/events?partition=1', '1', JSON_TYPE, 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['/events?partition=x', '1', JSON_TYPE, 400, 'INVALID_REQUEST'],
    ['/events?kee=1', '1', JSON_TYPE, 400, 'INVALID_REQUEST'],
    ['/events', `"${'x'.repeat(2_000)}"`, JSON_TYPE, 413, 'MESSAGE_TOO_LARGE'],
    ['/batches', '{"events":[{"value":1,"vlaue":2}]}', JSON_TYPE, 422, 'INVALID_RECORD'],
    ['/batches', '{"events":[{"value":1}],"x":1}', JSON_TYPE, 400, 'INVALID_REQUEST'],
    ['/batches', '{"events":[{"value":1,"partition":7}]}', JSON_TYPE, 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['/batches', '{"events":[]}', JSON_TYPE, 422, 'EMPTY_REQUEST'],
    ['/batches?key=x', '{"events":[{"value":1}]}', JSON_TYPE, 400, 'INVALID_REQUEST'],
  ])('%s %j is %s %s', async (call, body, headers, status, code) => {
    const topic = await makeTopic('refused', { maxEventBytes: 1_024 });
    const answer = await client.send('POST', `${topic}${call}`, body, headers);
    expect([answer.status, answer.json()['code']]).toEqual([status, code]);
    expect(await highWatermark(topic)).toBe(0);
  });

  test('bytes that are not UTF-8', async () => {
    const topic = await makeTopic('refused', { maxEventBytes: 1_024 });
    const answer = await client.send('POST', `${topic}/events`, Buffer.from([0x22, 0xc0, 0x22]), JSON_TYPE);
    expect(answer.json()['code']).toBe('INVALID_UTF8');
  });

  test('an unknown topic, with the call that creates it', async () => {
    const answer = await client.send('POST', '/v1/topics/nowhere/events', '1', JSON_TYPE);
    expect([answer.status, answer.json()['code']]).toEqual([404, 'UNKNOWN_TOPIC_OR_PARTITION']);
    expect(answer.json()['detail']).toContain('PUT /v1/topics/nowhere');
  });

  test('a bad topic name and a reserved one', async () => {
    const bad = await client.send('POST', '/v1/topics/a%20b/events', '1', JSON_TYPE);
    expect([bad.status, bad.json()['code']]).toEqual([400, 'INVALID_TOPIC_EXCEPTION']);
    const reserved = await client.send('POST', '/v1/topics/_own/events', '1', JSON_TYPE);
    expect([reserved.status, reserved.json()['code']]).toEqual([403, 'TOPIC_AUTHORIZATION_FAILED']);
  });
});

test('an idempotency key does not outlive its topic', async () => {
  const topic = await makeTopic('idem-reborn');
  const send = () => client.send('POST', `${topic}/events`, '{"n":1}', { ...JSON_TYPE, 'idempotency-key': 'k' });
  expect(JSON.parse((await send()).text)).toMatchObject({ offset: 0, duplicate: false });
  expect(JSON.parse((await send()).text)).toMatchObject({ offset: 0, duplicate: true });
  await client.send('DELETE', topic);
  await makeTopic('idem-reborn');
  expect(JSON.parse((await send()).text)).toMatchObject({ offset: 0, duplicate: false });
  expect((JSON.parse(await fetchText(topic)) as Fetched).events).toHaveLength(1);
});

test('a repeated CloudEvent answers offset and timestamp of the first', async () => {
  const topic = await makeTopic('idem-cloudevent');
  const headers = { ...JSON_TYPE, 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't' };
  const send = async () => JSON.parse((await client.send('POST', `${topic}/events`, '1', headers)).text);
  const first = await send();
  await client.send('POST', `${topic}/events`, '2', JSON_TYPE);
  expect(await send()).toEqual({ ...first, duplicate: true });
});
