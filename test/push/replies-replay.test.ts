// Replies of what is sent once more. The unit that ends a replay holds those of its last deliveries, although their progress
// goes with it.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { eventsOf, produce, setUpReplies } from './replying.js';
import { FAST_RETRY, setUpPush } from './set-up.js';

const EVENTS = 7;

test('every delivery of a replay leaves its reply, the last ones too', async () => {
  const { client, receiver, subscribe, describe } = await setUpPush();
  receiver.respond(({ headers }) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ produce: [{ topic: 'invoices', value: headers['posthorn-replay'] ?? 'live' }] }),
  }));
  await client.put('/v1/topics/invoices', {});
  for (let left = EVENTS; left > 0; left -= 1) await client.post('/v1/topics/orders/events', { left });
  await subscribe('billing', { ...FAST_RETRY, start: 'earliest', replies: { topics: ['invoices'] } });
  await receiver.waitFor(EVENTS);
  const range = { range: { from: 'earliest', to: 'latest' } };
  const { replay } = (await client.post('/v1/subscriptions/billing/seek', range)).json<{ replay: string }>();
  await receiver.waitFor(2 * EVENTS);
  await eventually(async () => {
    const { replays, offsets } = await describe('billing');
    return replays.length === 0 && offsets.every(({ lag, parked }) => lag + parked === 0);
  });
  const { events } = (await client.get('/v1/topics/invoices/partitions/0/events?offset=0')).json<{
    events: readonly { value: string }[];
  }>();
  expect(events.filter(({ value }) => value === 'live')).toHaveLength(EVENTS);
  expect(events.filter(({ value }) => value === replay)).toHaveLength(EVENTS);
});

test('the reply to a dead letter that is sent again names where that was produced', async () => {
  const push = await setUpReplies(undefined, { retry: { scheduleMs: [5], jitter: 0, clientErrorAttempts: 1 } });
  push.receiver.respond(422);
  await push.produce('k', 1);
  await eventually(async () => (await eventsOf(push.client, 'billing.dlt').catch(() => [])).length === 1);
  push.receiver.respond(produce({ topic: 'invoices', value: 'late' }));
  const begun = await push.client.post('/v1/subscriptions/billing/redrive', {});
  expect(begun.status, begun.text).toBeLessThan(300);
  await push.receiver.waitFor(2);
  const stored = await eventually(async () => {
    const found = await eventsOf(push.client, 'invoices');
    return found.length > 0 && found;
  });
  expect(stored).toMatchObject([{ value: 'late', headers: { 'reply-of-topic': 'orders', 'reply-of-offset': '0' } }]);
});
