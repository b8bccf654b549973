// The forms in which a subscription gets its events, read back by the CloudEvents SDK where they are CloudEvents.
import { CloudEvent, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { ReceivedRequest } from '../harness/receiver.js';
import { type PushSetting, setUpPush } from './set-up.js';

const PRODUCED = new CloudEvent({
  id: 'A-1',
  source: '/shop/berlin',
  type: 'order.created',
  subject: 'c-7',
  time: '2026-01-31T12:00:00.000Z',
  datacontenttype: 'application/json',
  partitionkey: 'c-7',
  region: 'eu',
  data: { total: 12.5, deep: [1, { a: null }] },
});
const STRUCTURED = { 'content-type': 'application/cloudevents+json' };

const readBack = ({ headers, body }: ReceivedRequest): unknown =>
  HTTP.toEvent({ headers: headers as Record<string, string>, body: body.toString() });
const plain = (event: unknown): unknown => JSON.parse(JSON.stringify(event));

async function send({ client }: PushSetting, body: string | Uint8Array, headers: Record<string, string>, query = '') {
  const answer = await client.send('POST', `/v1/topics/orders/events${query}`, body, headers);
  expect(answer.status, answer.text).toBe(200);
}

test.each(['cloudevents-structured', 'cloudevents-binary'])(
  '%s: the SDK reads back what was produced',
  async (format) => {
    const setting = await setUpPush();
    const { secret } = await setting.subscribe('ce', { format });
    await send(setting, JSON.stringify(PRODUCED), STRUCTURED);
    const { headers, body } = HTTP.binary(PRODUCED);
    await send(setting, body as string, { ...(headers as Record<string, string>), 'ce-id': 'A-2' });
    const [first, second] = await setting.receiver.waitFor(2);
    const inOrder = [first, second].toSorted(
      (a, b) => Number(a?.headers['posthorn-offset']) - Number(b?.headers['posthorn-offset']),
    );
    expect(plain(readBack(inOrder[0] as ReceivedRequest))).toEqual(plain(PRODUCED));
    expect(plain(readBack(inOrder[1] as ReceivedRequest))).toEqual({ ...(plain(PRODUCED) as object), id: 'A-2' });
    for (const request of inOrder as ReceivedRequest[]) {
      expect(request.headers['posthorn-key']).toBe('c-7');
      expect(() =>
        new Webhook(secret).verify(request.body.toString(), request.headers as Record<string, string>),
      ).not.toThrow();
    }
    expect(inOrder[0]?.headers['ce-region']).toBe(format === 'cloudevents-binary' ? 'eu' : undefined);
  },
);

test('an event that was none becomes a CloudEvent of its place in the log, the same on every attempt', async () => {
  const setting = await setUpPush();
  let refused = false;
  setting.receiver.respond(() => {
    const status = refused ? 200 : 500;
    refused = true;
    return status;
  });
  await setting.subscribe('ce', { format: 'cloudevents-structured', retry: { scheduleMs: [10], jitter: 0 } });
  const value = '{"id": 12345678901234567890,\n "a" :1}';
  await send(setting, value, { 'content-type': 'application/json', 'posthorn-header-x-shop': 'berlin' }, '?key=c-7');
  const [first, second] = await setting.receiver.waitFor(2);
  expect(second?.body.toString()).toBe(first?.body.toString());
  expect(first?.headers).toMatchObject({ 'content-type': 'application/cloudevents+json', 'x-shop': 'berlin' });
  expect(first?.body.toString()).toContain(`"data":${value}}`);
  const { time, id, ...rest } = JSON.parse(first?.body.toString() ?? '') as Record<string, unknown>;
  expect(rest).toMatchObject({
    specversion: '1.0',
    source: '/v1/topics/orders',
    type: 'orders',
    partitionkey: 'c-7',
    datacontenttype: 'application/json',
  });
  expect(id).toMatch(/^\d+-0-0$/);
  expect(Date.parse(time as string)).toBe(Number(first?.headers['posthorn-timestamp']));
});

test('bytes are data_base64, text is text, a tombstone is null, and no data is none', async () => {
  const setting = await setUpPush();
  const batch = { maxEvents: 10, lingerMs: 60_000 };
  const bytes = Buffer.from([0, 255, 10, 13]);
  await send(setting, bytes, { 'content-type': 'application/octet-stream' });
  await send(setting, 'a "line"\nü', { 'content-type': 'text/plain; charset=utf-8' });
  await send(setting, Buffer.from([0xfc]), { 'content-type': 'text/plain; charset=iso-8859-1' });
  await setting.client.post('/v1/topics/orders/batches', { events: [{ key: 'k', value: null }] });
  await send(setting, JSON.stringify({ specversion: '1.0', id: '1', source: '/s', type: 't' }), STRUCTURED);
  await setting.subscribe('all', { format: 'cloudevents-batch', batch: { ...batch, maxEvents: 5 }, start: 'earliest' });
  const [request] = await setting.receiver.waitFor(1);
  expect(request?.headers).toMatchObject({
    'content-type': 'application/cloudevents-batch+json',
    'posthorn-offset': '0',
    'posthorn-last-offset': '4',
    'posthorn-count': '5',
  });
  const events = JSON.parse(request?.body.toString() ?? '') as Record<string, unknown>[];
  expect(events[0]).toMatchObject({
    data_base64: bytes.toString('base64'),
    datacontenttype: 'application/octet-stream',
  });
  expect(events[1]).toMatchObject({ data: 'a "line"\nü', datacontenttype: 'text/plain; charset=utf-8' });
  expect(events[2]).toMatchObject({ data_base64: '/A==' });
  expect(events[3]).toMatchObject({ data: null, partitionkey: 'k' });
  expect(events[4]).toEqual({ specversion: '1.0', id: '1', source: '/s', type: 't' });
  const read = readBack(request as ReceivedRequest) as CloudEvent[];
  expect(read.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
});

test('a CloudEvents batch that is produced again makes the same events', async () => {
  const setting = await setUpPush();
  const batch = { maxEvents: 3, lingerMs: 60_000 };
  await setting.subscribe('again', { format: 'cloudevents-batch', batch });
  await setting.client.put('/v1/topics/copy', {});
  const events = [
    { value: { a: 1 }, key: 'k', headers: { 'ce-type': 'mine' } },
    { value: null, key: 'k' },
    { valueBase64: 'AAECAw==', contentType: 'image/png', key: 'ü "%' },
  ];
  await setting.client.post('/v1/topics/orders/batches', { events });
  const [request] = await setting.receiver.waitFor(1);
  const answer = await setting.client.send('POST', '/v1/topics/copy/events', request?.body ?? '', {
    'content-type': 'application/cloudevents-batch+json',
  });
  expect(answer.status, answer.text).toBe(200);
  const read = async (topic: string) => {
    const fetched = await setting.client.get(`/v1/topics/${topic}/partitions/0/events?offset=0`);
    const { events: found } = fetched.json<{ events: Record<string, unknown>[] }>();
    return found.map(({ key, value, valueBase64, contentType }) => ({ key, value, valueBase64, contentType }));
  };
  expect(await read('copy')).toEqual(await read('orders'));
});

test('an attribute in a header is percent-encoded as the protocol binding says', async () => {
  const setting = await setUpPush();
  await setting.subscribe('ce', { format: 'cloudevents-binary' });
  await send(
    setting,
    JSON.stringify({ specversion: '1.0', id: '1', source: '/s', type: 't', subject: 'a "ü" %' }),
    STRUCTURED,
  );
  const [request] = await setting.receiver.waitFor(1);
  expect(request?.headers['ce-subject']).toBe('a%20%22%C3%BC%22%20%25');
  expect(request?.headers).not.toHaveProperty('content-type');
  expect(request?.body).toHaveLength(0);
});

test.each([
  ['ndjson', 'application/x-ndjson', '{"a": 1}\n'],
  ['json-array', 'application/json', '[{"a": 1}]'],
])(
  '%s: one event is a batch of one; what is not JSON comes by itself as it was produced',
  async (format, type, body) => {
    const setting = await setUpPush();
    await setting.subscribe('list', { format });
    await send(setting, '{"a": 1}', { 'content-type': 'application/json' });
    await send(setting, Buffer.from('x\ny'), { 'content-type': 'text/plain' });
    const requests = await setting.receiver.waitFor(2);
    const [first, second] = requests.toSorted(
      (a, b) => Number(a.headers['posthorn-offset']) - Number(b.headers['posthorn-offset']),
    );
    expect(first?.body.toString()).toBe(body);
    expect(first?.headers).toMatchObject({ 'content-type': type, 'posthorn-count': '1', 'posthorn-last-offset': '0' });
    expect(second?.body.toString()).toBe('x\ny');
    expect(second?.headers['content-type']).toBe('text/plain');
  },
);

test('a JSON array holds the values as they were produced, and maxBytes counts the body', async () => {
  const setting = await setUpPush();
  const values = ['{"id": 12345678901234567890}', '1.10', '"ü"', '[1,\n2]', 'null'];
  for (const value of values) await send(setting, value, { 'content-type': 'application/json' });
  const whole = `[${values.join(',')}]`;
  await setting.subscribe('fits', {
    format: 'json-array',
    batch: { maxEvents: 100, maxBytes: Buffer.byteLength(whole) },
    start: 'earliest',
  });
  await setting.subscribe('short', {
    format: 'json-array',
    batch: { maxEvents: 100, maxBytes: Buffer.byteLength(whole) - 1 },
    start: 'earliest',
  });
  const requests = await setting.receiver.waitFor(3);
  const bodies = (name: string) =>
    requests
      .filter(({ path }) => path === `/${name}`)
      .map(({ body }) => body.toString())
      .toSorted();
  expect(bodies('fits')).toEqual([whole]);
  expect(bodies('short')).toEqual([`[${values.slice(0, -1).join(',')}]`, '[null]'].toSorted());
});

test('maxBytes counts the CloudEvents around the values, too', async () => {
  const setting = await setUpPush();
  for (let index = 0; index < 40; index += 1)
    await send(setting, String(index), { 'content-type': 'application/json' });
  const batch = { maxEvents: 1_000, maxBytes: 2_000 };
  await setting.subscribe('bytes', { format: 'cloudevents-batch', batch, start: 'earliest', ordering: 'none' });
  await eventually(async () =>
    expect((await setting.describe('bytes')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }),
  );
  const sizes = setting.receiver.requests.map(({ body }) => body.length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000);
  expect(sizes.filter((size) => size > 1_700).length).toBe(sizes.length - 1);
  const counted = setting.receiver.requests.flatMap(({ body }) => JSON.parse(body.toString()) as { data: number }[]);
  expect(counted.map(({ data }) => data).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 40 }, (_, index) => index),
  );
});

test('only the headers that are asked for are sent', async () => {
  const setting = await setUpPush();
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await setting.subscribe('some', {
    eventHeaders: { include: ['Shop', 'host'], prefix: 'X-' },
    busHeaders: ['posthorn-offset'],
  });
  await setting.subscribe('none', { eventHeaders: { include: 'none' }, busHeaders: 'none' });
  await setting.client.post('/v1/topics/orders/batches', {
    events: [{ value: 1, key: 'k', headers: { shop: 'berlin', host: 'h', region: 'eu', traceparent } }],
  });
  const requests = await setting.receiver.waitFor(2);
  const headersOf = (path: string) => requests.find((request) => request.path === path)?.headers ?? {};
  expect(headersOf('/some')).toMatchObject({ 'x-shop': 'berlin', 'x-host': 'h', 'posthorn-offset': '0', traceparent });
  const names = (path: string) =>
    Object.keys(headersOf(path)).filter((name) => /^(?:posthorn-|x-|region|shop)/.test(name));
  expect(names('/some').toSorted()).toEqual(['posthorn-offset', 'x-host', 'x-shop']);
  expect(names('/none')).toEqual([]);
  expect(headersOf('/none')).toMatchObject({
    traceparent,
    'webhook-id': expect.any(String),
    'content-type': 'application/json',
  });
});

test('the format can be changed, shown and put back, and a batch that waits goes out in a form that holds it', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  const endpoint = { url: `${receiver.url}/s` };
  const put = async (body: object) => {
    const answer = await client.put('/v1/subscriptions/s', { topics: ['orders'], endpoint, ...body });
    expect(answer.status, answer.text).toBe(200);
    return answer.json<Record<string, unknown>>();
  };
  const retry = { scheduleMs: Array.from({ length: 50 }, () => 300), jitter: 0 };
  receiver.respond(500);
  const shown = await put({ format: 'cloudevents-batch', batch: { maxEvents: 2, lingerMs: 60_000 }, retry });
  expect(shown).toMatchObject({ format: 'cloudevents-batch', eventHeaders: { include: 'all' }, busHeaders: 'all' });
  await client.post('/v1/topics/orders/batches', {
    events: [
      { key: 'k', value: null },
      { valueBase64: 'CgA=', contentType: 'image/png' },
    ],
  });
  await eventually(async () =>
    expect((await setting.describe('s')).offsets[0]).toMatchObject({ committedOffset: 2, parked: 1 }),
  );
  await client.post('/v1/subscriptions/s/pause', {});
  const plainly = await put({ batch: { maxEvents: 2 }, retry });
  expect(plainly).toMatchObject({ format: 'raw' });
  receiver.respond(200);
  receiver.clear();
  await client.post('/v1/subscriptions/s/resume', {});
  const requests = await receiver.waitFor(1);
  expect(requests[0]?.headers['content-type']).toBe('application/cloudevents-batch+json');
});
