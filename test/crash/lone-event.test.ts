// A batch of one is a batch: once its bounds had the time to be written down, a kill does not change them.
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { startReceiver } from '../harness/receiver.js';
import { startServerProcess } from '../harness/server-process.js';

type Described = { readonly offsets: readonly { readonly committedOffset: number }[] };

test('a lone event under way at kill -9 comes again under its webhook-id, not in a batch', async () => {
  const server = await startServerProcess();
  onTestFinished(async () => void (await server.stop()));
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  const client = makeHttpClient(server.url);
  onTestFinished(() => client.close());
  receiver.respond('hang');
  await client.put('/v1/topics/orders', {});
  const endpoint = { url: receiver.url };
  const batch = { maxEvents: 10 };
  await client.put('/v1/subscriptions/billing', { topics: ['orders'], endpoint, ordering: 'partition', batch });
  await client.post('/v1/topics/orders/events', 1);
  await receiver.waitFor(1);
  for (const value of [2, 3, 4]) await client.post('/v1/topics/orders/events', value);
  const describe = async () => (await client.get('/v1/subscriptions/billing')).json<Described>();
  await eventually(async () => expect((await describe()).offsets[0]?.committedOffset).toBe(1));
  await server.kill('SIGKILL');
  receiver.respond(200);
  await server.restart();
  const [first, again, rest] = await receiver.waitFor(3);
  expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(again?.body.toString()).toBe('1');
  expect(rest?.body.toString()).toBe('2\n3\n4\n');
});
