// Trim over HTTP: where logs start afterwards, what readers are told, and what is refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { openTail } from './tail-client.js';

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

async function fill(topic: string, lines: readonly number[], partition = 0): Promise<void> {
  const body = lines.join('\n');
  const answer = await http.send('POST', `/v1/topics/${topic}/events?partition=${partition}`, body, {
    'content-type': 'application/x-ndjson',
  });
  expect(answer.status).toBe(200);
}

const trim = (topic: string, ...offsets: { partition: number; offset: number }[]) =>
  http.post(`/v1/topics/${topic}/trim`, { offsets });
const fetchFrom = (topic: string, query: string, partition = 0) =>
  http.get(`/v1/topics/${topic}/partitions/${partition}/events?${query}`);

describe('trim', () => {
  it('moves the log start of several partitions, in the middle of a request, and keeps offsets', async () => {
    await http.put('/v1/topics/orders', { partitions: 3 });
    await fill('orders', [0, 1, 2, 3, 4]);
    await fill('orders', [0, 1], 2);
    expect((await fetchFrom('orders', 'offset=0')).json<{ events: unknown[] }>().events).toHaveLength(5);
    const answer = await trim('orders', { partition: 2, offset: -1 }, { partition: 0, offset: 3 });
    expect([answer.status, answer.json()]).toEqual([
      200,
      {
        topic: 'orders',
        partitions: [
          { partition: 2, logStartOffset: 2, highWatermark: 2, deleted: 2 },
          { partition: 0, logStartOffset: 3, highWatermark: 5, deleted: 3 },
        ],
      },
    ]);
    const again = await trim('orders', { partition: 0, offset: 1 });
    expect(again.json()).toMatchObject({ partitions: [{ logStartOffset: 3, deleted: 0 }] });
    expect((await http.get('/v1/topics/orders')).json()).toMatchObject({
      partitions: [
        { logStartOffset: 3, highWatermark: 5 },
        { logStartOffset: 0, highWatermark: 0 },
        { logStartOffset: 2, highWatermark: 2 },
      ],
    });
    const left = (await fetchFrom('orders', 'from=earliest')).json<{ events: { offset: number; value: number }[] }>();
    expect(left.events.map(({ offset, value }) => [offset, value])).toEqual([
      [3, 3],
      [4, 4],
    ]);
    const below = await fetchFrom('orders', 'offset=2');
    expect([below.status, below.json()]).toMatchObject([
      416,
      { code: 'OFFSET_OUT_OF_RANGE', logStartOffset: 3, highWatermark: 5 },
    ]);
    await fill('orders', [5]);
    expect((await fetchFrom('orders', 'offset=5')).json()).toMatchObject({ events: [{ offset: 5, value: 5 }] });
  });

  it('ends a fetch that waits where nothing is left to wait for', async () => {
    await http.put('/v1/topics/polled', {});
    await fill('polled', [0, 1]);
    const waiting = fetchFrom('polled', 'offset=1&minBytes=1000&waitMs=30000');
    await eventually(() => expect(server.bus.polls.waiting()).toBe(1));
    await trim('polled', { partition: 0, offset: -1 });
    const answer = await waiting;
    expect([answer.status, answer.json()]).toMatchObject([416, { logStartOffset: 2, highWatermark: 2 }]);
  });

  it('lets a tail go on with what is left', async () => {
    await http.put('/v1/topics/tailed', {});
    await fill('tailed', [0, 1, 2]);
    await trim('tailed', { partition: 0, offset: 2 });
    const tail = await openTail(server.url, '/v1/topics/tailed/events?from=earliest');
    await eventually(() => expect(tail.places()).toEqual(['0:2']));
    await trim('tailed', { partition: 0, offset: -1 });
    await fill('tailed', [3]);
    await eventually(() => expect(tail.places()).toEqual(['0:2', '0:3']));
    tail.hangUp();
  });

  it('refuses an offset above the high watermark with both bounds and every place, and trims nothing', async () => {
    await http.put('/v1/topics/short', { partitions: 3 });
    await fill('short', [0, 1, 2]);
    const answer = await trim(
      'short',
      { partition: 0, offset: 1 },
      { partition: 1, offset: 1 },
      { partition: 2, offset: 9 },
    );
    expect([answer.status, answer.json()]).toMatchObject([
      416,
      {
        code: 'OFFSET_OUT_OF_RANGE',
        logStartOffset: 0,
        highWatermark: 0,
        detail: expect.stringContaining('at most 0, or -1'),
        errors: [{ path: '/offsets/1/offset' }, { path: '/offsets/2/offset' }],
      },
    ]);
    expect((await http.get('/v1/topics/short')).json()).toMatchObject({ partitions: [{ logStartOffset: 0 }, {}, {}] });
  });

  const one = '{"offsets":[{"partition":0,"offset":0}]}';
  it.each([
    ['missing', one, 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['_own', one, 403, 'TOPIC_AUTHORIZATION_FAILED'],
    ['a%20b', one, 400, 'INVALID_TOPIC_EXCEPTION'],
    ['plain', undefined, 400, 'INVALID_REQUEST'],
    ['plain', '{}', 400, 'INVALID_REQUEST'],
    ['plain', '[]', 400, 'INVALID_REQUEST'],
    ['plain', '{"offsets":', 422, 'INVALID_JSON'],
    ['plain', '{"offsets":[]}', 400, 'INVALID_REQUEST'],
    ['plain', '{"offsets":[{"partition":0}]}', 400, 'INVALID_REQUEST'],
    ['plain', '{"offsets":[{"partition":0,"offset":-2}]}', 400, 'INVALID_REQUEST'],
    ['plain', '{"offsets":[{"partition":0,"offset":"0"}]}', 400, 'INVALID_REQUEST'],
    ['plain', '{"offsets":[{"partition":0,"offset":1.5}]}', 400, 'INVALID_REQUEST'],
    ['plain', '{"offsets":[{"partition":0,"offset":1e300}]}', 400, 'INVALID_REQUEST'],
    ['plain', '{"offsets":[{"partition":0,"offset":0,"x":1}]}', 400, 'INVALID_REQUEST'],
    ['plain', '{"offsets":[{"partition":0,"offset":0},{"partition":0,"offset":0}]}', 400, 'INVALID_REQUEST'],
    ['plain', '{"partition":0,"offset":0}', 400, 'INVALID_REQUEST'],
    ['plain', '{"offsets":[{"partition":1,"offset":0}]}', 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
  ])('of %s with %s is refused with %i %s', async (topic, body, status, code) => {
    await http.put('/v1/topics/plain', {});
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await http.send('POST', `/v1/topics/${topic}/trim`, body, headers);
    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([status, code]);
  });
});
