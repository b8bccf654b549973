import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { openTail, type TailClient } from './tail-client.js';

let server: RunningBus;
let http: HttpClient;

beforeAll(async () => {
  server = await startBus();
  http = makeHttpClient(server.url);
  await http.put('/v1/topics/orders', { partitions: 2 });
});

afterAll(async () => {
  http.close();
  await server.stop();
});

const query = (filter: unknown) =>
  `filter=${encodeURIComponent(typeof filter === 'string' ? filter : JSON.stringify(filter))}`;
const tail = (fields: string) => openTail(server.url, `/v1/topics/orders/events?${fields}`);
const valuesOf = (client: TailClient) => client.read().messages.map(({ data }) => /"value":(.*)\}$/.exec(data)?.[1]);

async function produce(body: string, headers: Record<string, string>, fields = ''): Promise<void> {
  expect((await http.send('POST', `/v1/topics/orders/events${fields}`, body, headers)).status).toBe(200);
}

it('a tail is filtered, alone and with a key', async () => {
  const clients = await Promise.all([
    tail(query('{"match":{"/id":{"gte":9007199254740993}}}')),
    tail(`${query({ match: { '/id': { exists: true } } })}&key=a`),
    tail(query({ exact: { type: 'order.created' } })),
    tail(query({ not: { match: { '/id': { lt: 5 } } } })),
  ]);
  const lines = { 'content-type': 'application/x-ndjson' };
  await produce('{"id":9007199254740992}\n{"id":9007199254740993}\n{"id":1}\n', lines, '?key=a&partition=0');
  await produce('{"id":2}', { 'content-type': 'application/json' }, '?key=b&partition=1');
  await produce('bytes', { 'content-type': 'text/plain' }, '?key=a&partition=1');
  const attributes = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/shop', 'ce-type': 'order.created' };
  await produce('{"id":3}', { 'content-type': 'application/json', ...attributes }, '?key=c&partition=1');
  await eventually(() => clients.map((client) => valuesOf(client).length).join() === '1,3,1,3');
  // Of partitions, either may come first.
  expect(clients.map((client) => valuesOf(client).sort())).toEqual([
    ['{"id":9007199254740993}'],
    ['{"id":1}', '{"id":9007199254740992}', '{"id":9007199254740993}'],
    ['{"id":3}'],
    ['{"id":9007199254740992}', '{"id":9007199254740993}', undefined],
  ]);
  for (const client of clients) client.hangUp();
});

it('a filter that is wrong opens no tail', async () => {
  const path = `/v1/topics/orders/events?${query({ match: { '/id': { above: 1 } } })}`;
  const answer = await http.get(path);
  expect([answer.status, answer.json()]).toMatchObject([
    422,
    { code: 'INVALID_FILTER', errors: [{ path: '/match/~1id/above' }] },
  ]);
  expect((await http.send('HEAD', path)).status).toBe(422);
  expect((await http.send('HEAD', `/v1/topics/orders/events?${query({ key: 'a' })}`)).status).toBe(200);
  expect(server.bus.tails.readers()).toBe(0);
});
