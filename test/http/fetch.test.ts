import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpAnswer, type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';

const VALUES = 'application/vnd.posthorn.values+x-ndjson';
const LINES = 'application/x-ndjson';

let server: RunningBus;
let http: HttpClient;

beforeAll(async () => {
  server = await startBus();
  http = makeHttpClient(server.url);
});

afterAll(async () => {
  http.close();
  await server.stop();
});

const EVENTS = '/v1/topics/kept/partitions/0/events';

async function produced(topic: string, body: string | Uint8Array, contentType: string, query = ''): Promise<void> {
  const answer = await http.send('POST', `/v1/topics/${topic}/events${query}`, body, { 'content-type': contentType });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
}

function positions({ headers }: HttpAnswer): unknown {
  return ['log-start-offset', 'high-watermark', 'base-offset', 'next-offset'].map(
    (name) => headers[`posthorn-${name}`],
  );
}

describe('what was produced', () => {
  const PRETTY = '{\r\n  "id": 9007199254740993,\n  "x": 1.10\n}';

  beforeAll(async () => {
    await http.put('/v1/topics/kept', {});
    await produced('kept', PRETTY, 'application/json', '?key=K%221');
    await produced('kept', '[1,  2]\n"ü"\n', LINES);
    const batch = {
      events: [
        { value: null, key: 'K2' },
        { value: 5, headers: { source: 'shop' }, timestamp: 77 },
      ],
    };
    expect((await http.post('/v1/topics/kept/batches', batch)).status).toBe(200);
    await produced('kept', Uint8Array.of(0, 1, 255), 'image/png');
  });

  it('comes back as JSON, its bytes untouched', async () => {
    const answer = await http.get(EVENTS);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
    expect(answer.text).toContain(`"value":${PRETTY}}`);
    expect(answer.text).toContain('"value":[1,  2]}');
    expect(positions(answer)).toEqual(['0', '6', '0', '6']);
    expect(answer.json()).toMatchObject({
      topic: 'kept',
      partition: 0,
      logStartOffset: 0,
      highWatermark: 6,
      nextOffset: 6,
      events: [
        { offset: 0, key: 'K"1', headers: {} },
        { offset: 1, key: null, value: [1, 2] },
        { offset: 2, value: 'ü' },
        { offset: 3, key: 'K2', value: null },
        { offset: 4, key: null, headers: { source: 'shop' }, timestamp: 77, value: 5 },
        { offset: 5, contentType: 'image/png', valueBase64: 'AAH/' },
      ],
    });
  });

  it('comes back an event a line', async () => {
    const answer = await http.get(`${EVENTS}?offset=0&maxEvents=3`, { accept: LINES });
    const lines = answer.text.trimEnd().split('\n');
    expect(answer.headers['content-type']).toBe(LINES);
    expect(lines.map((line) => JSON.parse(line).offset)).toEqual([0, 1, 2]);
    expect(positions(answer)).toEqual(['0', '6', '0', '3']);
  });

  it('comes back as values alone, up to the first that is not JSON', async () => {
    const answer = await http.get(`${EVENTS}?from=earliest`, { accept: VALUES });
    expect(answer.headers['content-type']).toBe(VALUES);
    expect(answer.text).toBe(`${PRETTY.replace(/[\r\n]/g, ' ')}\n[1,  2]\n"ü"\nnull\n5\n`);
    expect(positions(answer)).toEqual(['0', '6', '0', '5']);
    const refused = await http.get(`${EVENTS}?offset=5`, { accept: VALUES });
    expect([refused.status, refused.json()['code']]).toEqual([406, 'NOT_ACCEPTABLE']);
  });

  it('is found by time, and the end is empty', async () => {
    const future = Date.now() + 1_000_000;
    expect(positions(await http.get(`${EVENTS}?timestamp=${future}`))).toEqual(['0', '6', '6', '6']);
    expect(positions(await http.get(`${EVENTS}?timestamp=0&maxEvents=1`))).toEqual(['0', '6', '0', '1']);
    const end = await http.get(`${EVENTS}?from=latest`, { accept: VALUES });
    expect([end.status, end.text, end.headers['content-length']]).toEqual([200, '', '0']);
  });

  it.each([
    [`${EVENTS}?offset=7`, {}, 416, 'OFFSET_OUT_OF_RANGE'],
    [`${EVENTS}?offset=-1`, {}, 400, 'INVALID_REQUEST'],
    [`${EVENTS}?offset=one`, {}, 400, 'INVALID_REQUEST'],
    [`${EVENTS}?offset=1.5`, {}, 400, 'INVALID_REQUEST'],
    [`${EVENTS}?offset=0&from=latest`, {}, 400, 'INVALID_REQUEST'],
    [`${EVENTS}?from=middle`, {}, 400, 'INVALID_REQUEST'],
    [`${EVENTS}?waitMs=-1`, {}, 400, 'INVALID_REQUEST'],
    [`${EVENTS}?waitMs=60001`, {}, 400, 'INVALID_REQUEST'],
    [`${EVENTS}?waitMs=1&minBytes=0`, {}, 400, 'INVALID_REQUEST'],
    [`${EVENTS}?maxEvents=0`, {}, 400, 'INVALID_REQUEST'],
    [`${EVENTS}?maxBytes=99999999999`, {}, 400, 'INVALID_REQUEST'],
    [EVENTS, { accept: 'text/html' }, 406, 'NOT_ACCEPTABLE'],
    ['/v1/topics/kept/partitions/1/events', {}, 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['/v1/topics/kept/partitions/x/events', {}, 400, 'INVALID_REQUEST'],
    ['/v1/topics/missing/partitions/0/events', {}, 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['/v1/topics/a%20b/partitions/0/events', {}, 400, 'INVALID_TOPIC_EXCEPTION'],
  ])('%s %j is refused with %i %s', async (path, headers, status, code) => {
    const answer = await http.get(path, headers);
    expect([answer.status, answer.json()['code']]).toEqual([status, code]);
  });

  it('names both bounds where the offset is out of range', async () => {
    const problem = (await http.get(`${EVENTS}?offset=99`)).json();
    expect(problem).toMatchObject({
      logStartOffset: 0,
      highWatermark: 6,
      detail: expect.stringContaining('?offset=6'),
    });
  });
});

describe('a large answer', () => {
  it('goes out in pieces, complete, and pages on exactly where it ended', async () => {
    await http.put('/v1/topics/large', {});
    const values = Array.from({ length: 20_000 }, (_, index) => JSON.stringify({ index, pad: 'x'.repeat(80) }));
    for (let from = 0; from < values.length; from += 5_000) {
      await produced('large', `${values.slice(from, from + 5_000).join('\n')}\n`, LINES);
    }
    const pages: string[] = [];
    let offset = 0;
    while (offset < values.length) {
      const answer = await http.get(`/v1/topics/large/partitions/0/events?offset=${offset}&maxEvents=7000`, {
        accept: VALUES,
      });
      expect(answer.headers['x-request-id'] ?? answer.headers['request-id']).toBeDefined();
      expect(Number(answer.headers['content-length'])).toBe(answer.bytes.length);
      expect(Number(answer.headers['posthorn-base-offset'])).toBe(offset);
      pages.push(answer.text);
      offset = Number(answer.headers['posthorn-next-offset']);
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.join('')).toBe(`${values.join('\n')}\n`);

    const document = await http.get('/v1/topics/large/partitions/0/events?maxEvents=5000&maxBytes=16777216');
    expect(document.json<{ events: { value: unknown }[] }>().events.map(({ value }) => JSON.stringify(value))).toEqual(
      values.slice(0, 5_000),
    );
  });
});
