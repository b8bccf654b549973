// What an endpoint answers becomes events, in one commit with the progress of the delivery.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { Answer } from '../harness/receiver.js';
import { eventsOf, idle, json, produce, setUpReplies, TRACE } from './replying.js';
import { FAST_RETRY, setUpPush } from './set-up.js';

test('every form of a reply is appended, and says which delivery it came of', async () => {
  const push = await setUpReplies();
  const answers: Answer[] = [
    produce({ topic: 'invoices', key: 'a', value: { n: 12345678901234567890n.toString() }, headers: { own: '1' } }),
    json('{"produce":[{"topic":"invoices","value":12345678901234567890},{"topic":"invoices","value":2}]}'),
    {
      headers: {
        'content-type': 'application/json',
        'ce-specversion': '1.0',
        'ce-id': '1',
        'ce-source': '/s',
        'ce-type': 't',
      },
      body: '{"binary":true}',
    },
    {
      headers: { 'content-type': 'application/cloudevents+json' },
      body: '{"specversion":"1.0","id":"2","source":"/s","type":"t","partitionkey":"k","data":{"structured":true}}',
    },
    {
      headers: { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' },
      body: '[{"specversion":"1.0","id":"3","source":"/s","type":"t","data":1},{"specversion":"1.0","id":"4","source":"/s","type":"t"}]',
    },
  ];
  push.receiver.respond(() => answers.shift() ?? 200);
  for (let nth = 0; nth < 6; nth += 1) {
    const headers = nth === 0 ? { 'posthorn-header-traceparent': TRACE } : {};
    const body = JSON.stringify({ nth });
    const sent = await push.client.send('POST', '/v1/topics/orders/events?key=same', body, {
      'content-type': 'application/json',
      ...headers,
    });
    expect(sent.status).toBe(200);
  }
  await push.receiver.waitFor(6);
  await idle(push);
  const stored = await eventsOf(push.client, 'invoices');
  expect(stored.map(({ key, headers }) => [key, headers['reply-of-offset'], headers['ce-id']])).toEqual([
    ['a', '0', undefined],
    [null, '1', undefined],
    [null, '1', undefined],
    [null, '2', '1'],
    ['k', '3', '2'],
    [null, '4', '3'],
    [null, '4', '4'],
  ]);
  expect(stored[0]?.headers).toEqual({
    own: '1',
    traceparent: TRACE,
    'reply-of-subscription': 'billing',
    'reply-of-topic': 'orders',
    'reply-of-partition': '0',
    'reply-of-offset': '0',
  });
  // A trace of its own, which goes on from the delivery to what was made of it.
  expect(stored[1]?.headers['traceparent']).toBe(push.receiver.requests[1]?.headers['traceparent']);
  const raw = await push.client.get('/v1/topics/invoices/partitions/0/events?offset=1&maxEvents=1');
  expect(raw.text).toContain('"value":12345678901234567890');
  expect((await push.attempts('billing')).every(({ outcome }) => outcome === 'acknowledged')).toBe(true);
});

test('other answers are plain acknowledgements', async () => {
  const push = await setUpReplies();
  const answers: Answer[] = [
    204,
    200,
    json('{"ok":true}'),
    json('[1]'),
    json('"produce"'),
    json('{"produce":[]}'),
    { headers: { 'content-type': 'text/plain' }, body: '{"produce":[{"topic":"nowhere","value":1}]}' },
    { body: 'x'.repeat(60_000) },
  ];
  const count = answers.length;
  push.receiver.respond(() => answers.shift() ?? 500);
  for (let nth = 0; nth < count; nth += 1) await push.produce('same', nth);
  await push.receiver.waitFor(count);
  await idle(push);
  expect(push.receiver.requests).toHaveLength(count);
  expect(await eventsOf(push.client, 'invoices')).toEqual([]);
});

test('without `replies` an answer is not looked into', async () => {
  const push = await setUpPush();
  await push.client.put('/v1/topics/invoices', {});
  await push.subscribe('billing', { ...FAST_RETRY, start: 'earliest' });
  push.receiver.respond(produce({ topic: 'invoices', value: 1 }));
  await push.produce('k', 1);
  await push.receiver.waitFor(1);
  await idle(push);
  expect(await eventsOf(push.client, 'invoices')).toEqual([]);
  expect(await push.describe('billing')).not.toHaveProperty('replies');
});

const BAD: readonly (readonly [string, Answer, RegExp])[] = [
  [
    'a topic that is not allowed',
    produce({ topic: 'orders', value: 1 }),
    /\/produce\/0\/topic 'orders' is none of the/,
  ],
  [
    'its own dead letter topic',
    produce({ topic: 'billing.dlt', value: 1 }),
    /\/produce\/0\/topic 'billing\.dlt' is none/,
  ],
  ['the bus’s own topic', produce({ topic: '_changes', value: 1 }), /\/produce\/0\/topic '_changes' is none/],
  ['a topic that does not exist', produce({ topic: 'later.x', value: 1 }), /Topic 'later\.x' does not exist/],
  [
    'an event that its schema refuses, with all its places',
    produce(
      { topic: 'invoices', value: 1 },
      { topic: 'strict', value: { n: 1 } },
      { topic: 'strict', value: { n: 'x' } },
    ),
    /\/produce\/2\/value\/n must be integer/,
  ],
  ['an unknown field', produce({ topic: 'invoices', value: 1, ttl: 3 }), /\/produce\/0\/ttl unknown field/],
  ['a missing topic', produce({ value: 1 }), /\/produce\/0\/topic is missing/],
  ['a missing value', produce({ topic: 'invoices' }), /\/produce\/0\/value give either value or valueBase64/],
  ['a partition that there is not', produce({ topic: 'invoices', value: 1, partition: 7 }), /\/produce\/0\/partition/],
  ['something beside the list', json('{"produce":[],"ok":true}'), /\/ok is unknown/],
  ['a list that is none', json('{"produce":{}}'), /\/produce must be a list/],
  ['no JSON', json('{"produce":['), /stops being JSON at byte/],
  [
    'too many events',
    produce(
      { topic: 'invoices', value: 1 },
      { topic: 'invoices', value: 2 },
      { topic: 'invoices', value: 3 },
      { topic: 'invoices', value: 4 },
    ),
    /more than 3 events \(replies\.maxEvents\)/,
  ],
  [
    'too many bytes',
    json(JSON.stringify({ produce: [], x: 'x'.repeat(2_000) })),
    /more than 1024 bytes \(replies\.maxBytes\)/,
  ],
  [
    'a compressed body',
    { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: 'x' },
    /compressed/,
  ],
  [
    'a CloudEvent that no topic is set for',
    { headers: { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't' } },
    /say it as replies\.topic/,
  ],
];

test('a bad reply is a failed attempt that names the place, tried again and then dead-lettered, and nothing is appended', async () => {
  const replies = { topics: ['invoices', 'strict', 'later.*'], maxEvents: 3, maxBytes: 1_024 };
  const push = await setUpPush();
  const { client } = push;
  await client.put('/v1/topics/invoices', {});
  await client.put('/v1/topics/strict', {});
  const schema = { type: 'object', properties: { n: { type: 'integer' } } };
  expect((await client.put('/v1/topics/strict/schema', { schema })).status).toBe(200);
  await push.subscribe('billing', { retry: { scheduleMs: [5], jitter: 0 }, start: 'earliest', replies });
  push.receiver.respond(({ body }) => BAD[JSON.parse(body.toString()) as number]?.[1] ?? 200);
  for (const nth of BAD.keys()) await push.produce(`${nth}`, nth);
  await eventually(async () => (await eventsOf(client, 'billing.dlt').catch(() => [])).length === BAD.length);
  await idle(push);
  const attempts = await push.attempts('billing');
  for (const [nth, [what, , text]] of BAD.entries()) {
    const own = attempts.filter(({ offset }) => offset === nth);
    expect(
      own.map(({ outcome }) => outcome),
      what,
    ).toEqual(['dead-lettered', 'retry']);
    for (const attempt of own) expect(attempt, what).toMatchObject({ phase: 'reply', status: 200 });
    expect(own[0]?.['response'], what).toMatch(text);
  }
  expect(await eventsOf(client, 'invoices')).toEqual([]);
  expect(await eventsOf(client, 'strict')).toEqual([]);
  // The endpoint is there: it is not put off for what it answers.
  await push.produce('good', 99);
  await push.receiver.waitFor(({ length }) => length === BAD.length * 2 + 1);
});
