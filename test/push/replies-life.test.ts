// Replies over changes of schemas, topics and subscriptions, and the refusals of `replies` itself.
import { expect, test } from 'vitest';
import { eventsOf, idle, produce, setUpReplies } from './replying.js';
import { FAST_RETRY, setUpPush } from './set-up.js';

test('a reply that was refused counts once its schema takes it', async () => {
  const push = await setUpReplies(undefined, { retry: { scheduleMs: Array(50).fill(20), jitter: 0 } });
  const schema = { type: 'object', required: ['id'] };
  await push.client.put('/v1/topics/invoices/schema', { schema });
  push.receiver.respond(produce({ topic: 'invoices', value: { name: 'x' } }));
  await push.produce('k', 1);
  await push.receiver.waitFor(2);
  const next = { schema: { type: 'object' }, compatibility: 'none' };
  expect((await push.client.put('/v1/topics/invoices/schema', next)).status).toBe(200);
  await idle(push);
  expect(await eventsOf(push.client, 'invoices')).toMatchObject([{ value: { name: 'x' } }]);
});

test('an event of a reply is one by its dedupeKey, as if it had been produced', async () => {
  const push = await setUpReplies();
  push.receiver.respond(produce({ topic: 'invoices', value: 1, dedupeKey: 'once' }));
  for (let nth = 0; nth < 3; nth += 1) await push.produce(`${nth}`, nth);
  await push.receiver.waitFor(3);
  await idle(push);
  expect(await eventsOf(push.client, 'invoices')).toHaveLength(1);
});

test('a batch is answered with one reply, which names both ends of it', async () => {
  const push = await setUpPush();
  await push.client.put('/v1/topics/invoices', {});
  for (let nth = 0; nth < 4; nth += 1) await push.produce('k', nth);
  push.receiver.respond(produce({ topic: 'invoices', value: 'all' }));
  await push.subscribe('billing', { start: 'earliest', replies: { topics: ['inv*'] }, batch: { maxEvents: 10 } });
  await push.receiver.waitFor(1);
  await idle(push);
  expect(await eventsOf(push.client, 'invoices')).toMatchObject([
    { value: 'all', headers: { 'reply-of-offset': '0', 'reply-of-last-offset': '3' } },
  ]);
});

test('a reply may go back to the topic that it came of', async () => {
  const push = await setUpReplies({ topics: ['orders'] });
  push.receiver.respond(({ body }) => {
    const left = Number(body.toString());
    return left === 0 ? 200 : produce({ topic: 'orders', value: left - 1 });
  });
  await push.produce(null, 3);
  await push.receiver.waitFor(4);
  await idle(push);
  expect((await eventsOf(push.client, 'orders')).map(({ value }) => value)).toEqual([3, 2, 1, 0]);
});

test('a topic that is deleted while replies come is no end of the subscription', async () => {
  const push = await setUpReplies(undefined, { retry: { scheduleMs: Array(50).fill(10), jitter: 0 } });
  push.receiver.respond(produce({ topic: 'invoices', value: 1 }));
  for (let nth = 0; nth < 200; nth += 1) {
    await push.produce(`${nth}`, nth);
    if (nth % 40 === 20) {
      expect((await push.client.delete('/v1/topics/invoices')).status).toBe(204);
      expect((await push.client.put('/v1/topics/invoices', {})).status).toBe(200);
    }
  }
  await idle(push);
  const stored = await eventsOf(push.client, 'invoices');
  const offsets = stored.map(({ headers }) => headers['reply-of-offset']);
  expect(new Set(offsets).size).toBe(offsets.length);
  // All that were answered since the last deletion.
  expect(offsets).toContain('199');
  expect((await push.attempts('billing')).some(({ outcome }) => outcome === 'dead-lettered')).toBe(false);
});

test('replies are shown as they were put, a PUT without them ends them, and an equal one changes nothing', async () => {
  const push = await setUpReplies({ topics: ['invoices'], maxEvents: 5 });
  const shown = { topics: ['invoices'], topic: 'invoices', maxEvents: 5, maxBytes: 262_144 };
  expect(await push.describe('billing')).toMatchObject({ replies: shown });
  const versionOf = () => push.server.bus.engine.registry.get('subscriptions', 'billing')?.version;
  const version = versionOf();
  await push.subscribe('billing', { ...FAST_RETRY, start: 'earliest', replies: shown });
  expect(versionOf()).toBe(version);
  await push.subscribe('billing', { ...FAST_RETRY, start: 'earliest' });
  expect(await push.describe('billing')).not.toHaveProperty('replies');
  expect(versionOf()).toBe((version ?? 0) + 1);
});

const WRONG: readonly (readonly [unknown, string])[] = [
  [{ topics: [] }, '/replies/topics'],
  [{}, '/replies/topics'],
  [{ topics: ['_changes'] }, '/replies/topics/0'],
  [{ topics: ['_*'] }, '/replies/topics/0'],
  [{ topics: ['billing.dlt'] }, '/replies/topics/0'],
  [{ topics: [7] }, '/replies/topics/0'],
  [{ topics: ['a b'] }, '/replies/topics/0'],
  [{ topics: ['orders'], topic: 'other' }, '/replies/topic'],
  [{ topics: ['orders'], topic: 7 }, '/replies/topic'],
  [{ topics: ['orders'], maxEvents: 0 }, '/replies/maxEvents'],
  [{ topics: ['orders'], maxBytes: 2 ** 30 }, '/replies/maxBytes'],
  [{ topics: ['orders'], hops: 3 }, '/replies/hops'],
  ['orders', '/replies'],
];

test('replies that make no sense are refused by the name of the field', async () => {
  const push = await setUpPush();
  const url = `${push.receiver.url}/x`;
  for (const [replies, path] of WRONG) {
    const answer = await push.client.put('/v1/subscriptions/billing', {
      topics: ['orders'],
      endpoint: { url },
      replies,
    });
    const what = JSON.stringify(replies);
    expect(answer.status, what).toBeGreaterThanOrEqual(400);
    expect(
      answer.json<{ errors: { path: string }[] }>().errors.map((error) => error.path),
      what,
    ).toContain(path);
  }
});

test('a topic that replies may go to by name must be there', async () => {
  const push = await setUpPush();
  const body = {
    topics: ['orders'],
    endpoint: { url: `${push.receiver.url}/x` },
    replies: { topics: ['orders', 'none'] },
  };
  const answer = await push.client.put('/v1/subscriptions/billing', body);
  expect(answer.json()).toMatchObject({
    status: 404,
    detail: expect.stringContaining('PUT /v1/topics/none'),
    errors: [{ path: '/replies/topics/1' }],
  });
});
