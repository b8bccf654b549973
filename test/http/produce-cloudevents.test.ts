import { CloudEvent, HTTP } from 'cloudevents';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpAnswer, type HttpClient, makeHttpClient } from '../harness/http.js';
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

type Message = { headers: Record<string, string>; body: unknown };

const send = (topic: string, { headers, body }: Message): Promise<HttpAnswer> =>
  client.send('POST', `/v1/topics/${topic}/events`, body as string, headers);

const event = new CloudEvent({
  id: 'a-1',
  source: 'https://shop.example/orders',
  type: 'order.created',
  partitionkey: 'c-7',
  data: { orderId: 17, name: 'Jürgen' },
});

test.each([
  ['structured', () => HTTP.structured(event) as Message],
  ['binary', () => HTTP.binary(event) as Message],
  [
    'batched',
    (): Message => ({
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: `[${HTTP.structured(event).body}]`,
    }),
  ],
])('an event of the SDK in %s mode is stored as its data', async (mode, message) => {
  await client.put(`/v1/topics/ce-${mode}`, {});
  const answer = await send(`ce-${mode}`, message());
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('"offset":0');
  const fetched = await client.get(`/v1/topics/ce-${mode}/partitions/0/events?from=earliest`);
  expect(fetched.text).toContain('{"orderId":17,"name":"Jürgen"}');
  expect(fetched.json<{ events: unknown[] }>().events).toMatchObject([
    {
      key: 'c-7',
      headers: {
        'ce-id': 'a-1',
        'ce-source': 'https://shop.example/orders',
        'ce-type': 'order.created',
        'ce-specversion': '1.0',
        'ce-partitionkey': 'c-7',
        'ce-time': event.time,
      },
      value: { orderId: 17, name: 'Jürgen' },
    },
  ]);
});
