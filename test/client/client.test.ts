// A client generated from the contract produces an event and reads it: what the contract says is what the server does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import createClient from 'openapi-fetch';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientTypes } from '../../openapi/client-types.js';
import { projectRoot } from '../harness/project-root.js';
import { type RunningBus, startBus } from '../harness/server.js';
import type { paths } from './posthorn.js';

let running: RunningBus;
beforeAll(async () => {
  running = await startBus();
});
afterAll(() => running.stop());

it('has the types that the contract gives (npm run openapi writes them)', async () => {
  const contract = readFileSync(join(projectRoot, 'openapi/posthorn.json'), 'utf8');
  expect(readFileSync(join(projectRoot, 'test/client/posthorn.d.ts'), 'utf8')).toBe(await clientTypes(contract));
});

it('creates a topic, produces an event and reads it', async () => {
  const client = createClient<paths>({ baseUrl: running.url });
  const path = { topic: 'orders' };
  const topic = await client.PUT('/v1/topics/{topic}', { params: { path }, body: { partitions: 2 } });
  expect(topic.data?.partitions).toHaveLength(2);

  const produced = await client.POST('/v1/topics/{topic}/events', {
    params: { path, query: { key: 'c-7', partition: 1 } },
    body: { orderId: 17 },
    headers: { 'content-type': 'application/json' },
  });
  expect(produced.data).toMatchObject({ topic: 'orders', partition: 1, offset: 0, duplicate: false });

  const fetched = await client.GET('/v1/topics/{topic}/partitions/{partition}/events', {
    params: { path: { ...path, partition: 1 }, query: { from: 'earliest' } },
  });
  const page = fetched.data;
  if (typeof page !== 'object') throw new Error('the answer is not JSON');
  expect(page.events).toMatchObject([{ offset: 0, key: 'c-7', value: { orderId: 17 } }]);
  expect(page.nextOffset).toBe(1);
});

it('gets a typed problem', async () => {
  const client = createClient<paths>({ baseUrl: running.url });
  const { error, response } = await client.GET('/v1/topics/{topic}', { params: { path: { topic: 'nothing' } } });
  expect(response.status).toBe(404);
  expect(error?.code).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  expect(error?.detail).toContain('PUT /v1/topics/nothing');
});
