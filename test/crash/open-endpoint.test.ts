// kill -9 while an endpoint is down: the next life probes it, and tells nothing twice.
import { expect, onTestFinished, test } from 'vitest';
import { toldChanges } from '../harness/changes.js';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { startReceiver } from '../harness/receiver.js';
import { startServerProcess } from '../harness/server-process.js';

type Described = {
  readonly health: { readonly state: string; readonly since: number };
  readonly offsets: readonly { readonly lag: number; readonly parked: number }[];
};

test('an endpoint that was down at kill -9 is probed afterwards, and every event arrives when it is well', async () => {
  const server = await startServerProcess();
  onTestFinished(async () => void (await server.stop()));
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  const client = makeHttpClient(server.url);
  onTestFinished(() => client.close());
  const describe = async () => (await client.get('/v1/subscriptions/billing')).json<Described>();
  const kinds = async () => (await toldChanges(client, 'endpoints/billing')).map(({ kind }) => kind);
  receiver.respond(503);
  await client.put('/v1/topics/orders', {});
  const retry = { scheduleMs: [1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000], jitter: 0 };
  const endpoint = { url: receiver.url };
  await client.put('/v1/subscriptions/billing', { topics: ['orders'], endpoint, retry, ordering: 'none' });
  for (let value = 0; value < 100; value += 1) await client.post('/v1/topics/orders/events', value);
  await eventually(async () => expect(await kinds()).toEqual(['endpoint.opened']));
  const { since } = (await describe()).health;
  await server.kill('SIGKILL');
  receiver.clear();
  await server.restart();
  const [first, second] = await receiver.waitFor(2);
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(900);
  expect((await describe()).health).toMatchObject({ state: 'open', since });
  receiver.respond(200);
  await eventually(async () => expect((await describe()).offsets[0]).toMatchObject({ lag: 0, parked: 0 }), {
    timeoutMs: 30_000,
  });
  await eventually(async () => expect(await kinds()).toEqual(['endpoint.opened', 'endpoint.closed']));
  const delivered = receiver.requests.filter(({ answer }) => answer?.status === 200);
  expect(new Set(delivered.map(({ headers }) => headers['posthorn-offset'])).size).toBe(100);
});
