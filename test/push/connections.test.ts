// Connections to an endpoint: used again after a whole answer, cut after anything else.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { setUpPush } from './set-up.js';

const JSON_TYPE = { 'content-type': 'application/json' };

test('one after another go over one connection, at once over as many as are under way', async () => {
  const { client, receiver, subscribe } = await setUpPush();
  await subscribe('billing', { ordering: 'none', maxInFlight: 5 });
  const produce = (value: number) => client.send('POST', '/v1/topics/orders/events', String(value), JSON_TYPE);
  for (let value = 1; value <= 10; value += 1) {
    await produce(value);
    await receiver.waitFor(value);
  }
  expect(receiver.openConnections()).toBe(1);
  receiver.respond('hang');
  for (let value = 11; value <= 20; value += 1) await produce(value);
  await receiver.waitFor(15);
  expect(receiver.openConnections()).toBe(5);
  receiver.respond(200);
  receiver.release();
  await receiver.waitFor(20);
  expect(receiver.openConnections()).toBe(5);
});

test('a connection whose answer came too late, or said close, is replaced and loses nothing', async () => {
  const { client, receiver, subscribe } = await setUpPush();
  await subscribe('billing', {
    endpoint: { url: `${receiver.url}/hook`, timeoutMs: 300 },
    retry: { scheduleMs: [20, 20, 20, 20], jitter: 0 },
  });
  let count = 0;
  receiver.respond(() => {
    count += 1;
    if (count === 1) return 'hang';
    if (count === 2) return 'close';
    return count === 3 ? { status: 200, headers: { connection: 'close' } } : 200;
  });
  for (const value of ['1', '2', '3']) await client.send('POST', '/v1/topics/orders/events', value, JSON_TYPE);
  await receiver.waitFor((requests) => {
    const answered = requests.filter(({ answer }) => answer?.status === 200);
    return new Set(answered.map(({ headers }) => headers['posthorn-offset'])).size === 3;
  });
  await eventually(() => expect(receiver.openConnections()).toBe(1));
});
