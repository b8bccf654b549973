import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { setUpPush } from './set-up.js';

test('delivers the bytes as produced, signed, with the headers of the contract', async () => {
  const { client, receiver, subscribe, attempts } = await setUpPush();
  const { secret } = await subscribe('billing');
  const body = '{"id": 12345678901234567890,  "a":1}';
  const headers = { 'content-type': 'application/json', 'posthorn-header-x-shop': 'berlin' };
  await client.send('POST', '/v1/topics/orders/events?key=k%25%C3%BC', body, headers);
  await client.send('POST', '/v1/topics/orders/events', '2', headers);
  const [first, second] = await receiver.waitFor(2);
  expect(first?.body.toString()).toBe(body);
  expect(first?.method).toBe('POST');
  expect(first?.headers).toMatchObject({
    'content-type': 'application/json',
    'posthorn-subscription': 'billing',
    'posthorn-topic': 'orders',
    'posthorn-partition': '0',
    'posthorn-offset': '0',
    'posthorn-previous-offset': '-1',
    'posthorn-attempt': '1',
    'posthorn-key': 'k%25%C3%BC',
    'x-shop': 'berlin',
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
  });
  expect(second?.headers).toMatchObject({ 'posthorn-offset': '1', 'posthorn-previous-offset': '0' });
  expect(second?.headers).not.toHaveProperty('posthorn-key');
  expect(new Webhook(secret).verify(body, first?.headers as Record<string, string>)).toBeTruthy();
  const listed = await eventually(async () => {
    const items = await attempts('billing');
    expect(items).toHaveLength(2);
    return items;
  });
  expect(listed[0]).toMatchObject({ offset: 1, attempt: 1, outcome: 'acknowledged', status: 200 });
});

test('sends opaque bytes with their type, tombstones without a body, and a given traceparent on', async () => {
  const { client, receiver, subscribe } = await setUpPush();
  await subscribe('raw');
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const bytes = Buffer.from([0, 255, 10, 13]);
  const sent = { 'content-type': 'application/octet-stream', 'posthorn-header-traceparent': traceparent };
  await client.send('POST', '/v1/topics/orders/events', bytes, sent);
  await client.post('/v1/topics/orders/batches', { events: [{ key: 'k', value: null }] });
  const [binary, tombstone] = await receiver.waitFor(2);
  expect(binary?.body.equals(bytes)).toBe(true);
  expect(binary?.headers).toMatchObject({ 'content-type': 'application/octet-stream', traceparent });
  expect(tombstone?.body.length).toBe(0);
  expect(tombstone?.headers['posthorn-tombstone']).toBe('true');
});

test('a batch is one value a line, in few requests, and moves the offset once', async () => {
  const { client, receiver, subscribe, describe } = await setUpPush();
  await subscribe('batches', { batch: { maxEvents: 100 }, start: 'earliest', ordering: 'none' });
  const values = Array.from({ length: 250 }, (_, index) => `{"n": ${index}}`);
  await client.send('POST', '/v1/topics/orders/events', `${values.join('\n')}\n`, {
    'content-type': 'application/x-ndjson',
  });
  await eventually(async () => {
    const { offsets } = await describe('batches');
    expect(offsets[0]).toMatchObject({ committedOffset: 250, lag: 0, parked: 0 });
  });
  const lines = receiver.requests.flatMap(({ body }) => body.toString().trimEnd().split('\n'));
  expect(lines.toSorted()).toEqual(values.toSorted());
  expect(receiver.requests).toHaveLength(3);
  expect(receiver.requests[0]?.headers).toMatchObject({
    'content-type': 'application/x-ndjson',
    'posthorn-offset': '0',
    'posthorn-last-offset': '99',
    'posthorn-count': '100',
  });
});

test('a batch ends at maxBytes, and one that is not full goes out after lingerMs', async () => {
  const { client, receiver, subscribe } = await setUpPush();
  const lines = (values: readonly string[]) =>
    client.send('POST', '/v1/topics/orders/events', values.join('\n'), { 'content-type': 'application/x-ndjson' });
  await lines(['"aaaaaaa"', '"bbbbbbb"', '"ccccccc"', '"more than all of the bytes of a batch"', '"d"']);
  const batch = { maxEvents: 100, maxBytes: 25, lingerMs: 1_500 };
  await subscribe('small', { batch, start: 'earliest', ordering: 'partition' });
  const full = await receiver.waitFor(3);
  expect(full.map(({ body }) => body.toString()).slice(0, 2)).toEqual(['"aaaaaaa"\n"bbbbbbb"\n', '"ccccccc"']);
  expect(full[2]?.body.toString(), 'whatever its size').toBe('"more than all of the bytes of a batch"');
  expect(full[2]?.headers).not.toHaveProperty('posthorn-count');
  await lines(['"e"', '"f"']);
  const [, , , last] = await receiver.waitFor(4);
  expect(last?.body.toString()).toBe('"d"\n"e"\n"f"\n');
  expect(last?.headers).toMatchObject({ 'posthorn-offset': '4', 'posthorn-last-offset': '6', 'posthorn-count': '3' });
});

test('JSON over several lines becomes a line of a batch; what is no JSON is sent alone', async () => {
  const { client, receiver, subscribe, describe } = await setUpPush();
  const send = (type: string, value: string) =>
    client.send('POST', '/v1/topics/orders/events', value, { 'content-type': type });
  await send('application/json', '{\n  "a": 1\r\n}');
  await send('application/json', '2');
  await send('model/gltf+json', '{\n}');
  await send('text/plain', 'a\nb');
  await send('application/json', '[\n]');
  await send('application/json', '3');
  await subscribe('mixed', { batch: { maxEvents: 100 }, start: 'earliest', ordering: 'partition' });
  const requests = await receiver.waitFor(3);
  expect(requests.map(({ headers, body }) => [headers['content-type'], body.toString()])).toEqual([
    ['application/x-ndjson', '{   "a": 1  }\n2\n{ }\n'],
    ['text/plain', 'a\nb'],
    ['application/x-ndjson', '[ ]\n3\n'],
  ]);
  await eventually(async () => expect((await describe('mixed')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }));
});
