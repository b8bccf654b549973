import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { failEvery, type Receiver, startReceiver } from '../harness/receiver.js';

let receiver: Receiver;
let client: HttpClient;

beforeEach(async () => {
  receiver = await startReceiver();
  client = makeHttpClient(receiver.url);
});
afterEach(async () => {
  client.close();
  await receiver.stop();
});

it('keeps the raw bytes and headers of every request', async () => {
  const body = Buffer.from([0, 255, 10, 13, 200]);
  const answer = await client.send('POST', '/hook?a=1', body, { 'x-one': 'two' });
  expect(answer.status).toBe(200);
  const [request] = await receiver.waitFor(1);
  expect(request?.body).toEqual(body);
  expect(request).toMatchObject({ index: 0, method: 'POST', path: '/hook?a=1', answer: { status: 200 } });
  expect(request?.headers['x-one']).toBe('two');
});

it('fails every n-th request', async () => {
  receiver.respond(failEvery(3, 503));
  const statuses = [];
  for (let count = 0; count < 6; count += 1) statuses.push((await client.post('/')).status);
  expect(statuses).toEqual([200, 200, 503, 200, 200, 503]);
});

it('hangs until it is released, and cuts sockets', async () => {
  receiver.respond('hang');
  const answer = client.post('/');
  const [request] = await receiver.waitFor(1);
  expect(request?.answer).toBeUndefined();
  receiver.release();
  expect((await answer).status).toBe(200);
  receiver.respond('close');
  await expect(client.post('/')).rejects.toThrow();
});

it('tells a waiter how many requests it has when time is up', async () => {
  await expect(receiver.waitFor(1, { timeoutMs: 20 })).rejects.toThrow('has 0 requests');
});

it('eventually gives back what it found, or the last failure', async () => {
  let calls = 0;
  expect(await eventually(() => (++calls < 3 ? false : 'found'))).toBe('found');
  expect(calls).toBe(3);
  const failing = eventually(
    () => {
      throw new Error('still wrong');
    },
    { timeoutMs: 10 },
  );
  await expect(failing).rejects.toThrow('still wrong');
});
