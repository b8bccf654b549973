// A redrive under kill -9: it goes on by itself; every dead letter is delivered, and only what was under way comes twice, under
// the same webhook-id.
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { startReceiver } from '../harness/receiver.js';
import { startServerProcess } from '../harness/server-process.js';
import { letters, ONE_RETRY, offsetOf, redrive, through } from './dead-letters.js';

const COUNT = 60;

test('killed in the middle, twice', async () => {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  const server = await startServerProcess();
  onTestFinished(async () => void (await server.stop()));
  const client = makeHttpClient(server.url);
  onTestFinished(() => client.close());
  await client.put('/v1/topics/orders', {});
  receiver.respond(400);
  const endpoint = { url: `${receiver.url}/s` };
  await client.put('/v1/subscriptions/s', { topics: ['orders'], endpoint, maxInFlight: 4, ...ONE_RETRY });
  const events = Array.from({ length: COUNT }, (_, n) => ({ value: { n }, key: `k${n % 7}` }));
  await client.post('/v1/topics/orders/batches', { events });
  await eventually(async () => expect((await letters(client)).items).toHaveLength(COUNT), { timeoutMs: 30_000 });
  const failedIds = new Map(receiver.requests.map((one) => [offsetOf(one), one.headers['webhook-id']]));
  receiver.clear();
  receiver.respond(() => ({ status: 200, delayMs: 20 }));
  const { events: taken } = await redrive(client);
  expect(taken).toBe(COUNT);
  for (const seen of [15, 35]) {
    await receiver.waitFor(seen);
    await server.kill('SIGKILL');
    await server.restart();
  }
  await through({ client });
  const states = (await letters(client)).items.map(({ redriven }) => redriven?.state);
  expect(states).toEqual(Array(COUNT).fill('delivered'));
  const offsets = receiver.requests.map(offsetOf);
  expect(new Set(offsets).size).toBe(COUNT);
  // Four at once, and what was answered since the last commit.
  expect(offsets.length).toBeLessThan(COUNT + 2 * 16);
  for (const one of receiver.requests) expect(one.headers['webhook-id']).toBe(failedIds.get(offsetOf(one)));
  for (const key of [0, 1, 2, 3, 4, 5, 6]) {
    const firsts = [...new Set(offsets.filter((offset) => offset % 7 === key))];
    expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
  }
  // No second dead letter, and the subscription has not moved.
  expect((await client.get('/v1/topics/s.dlt')).json()).toMatchObject({ partitions: [{ highWatermark: COUNT }] });
});
