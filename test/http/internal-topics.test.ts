// The topics _changes and _attempts over HTTP: read like any other, written by the bus alone.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type Receiver, startReceiver } from '../harness/receiver.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { openTail } from './tail-client.js';

type Event = { readonly offset: number; readonly key: string; readonly value: Readonly<Record<string, unknown>> };

let server: RunningBus;
let receiver: Receiver;
let http: HttpClient;

beforeAll(async () => {
  server = await startBus();
  receiver = await startReceiver();
  http = makeHttpClient(server.url);
});
afterAll(async () => {
  http.close();
  await server.stop();
  await receiver.stop();
});

async function ok(answer: ReturnType<HttpClient['get']>) {
  const { status, text, json } = await answer;
  if (status >= 300) throw new Error(text);
  return json;
}

async function fetchAll(topic: string, query = 'from=earliest'): Promise<Event[]> {
  const answer = await http.get(`/v1/topics/${topic}/partitions/0/events?${query}`);
  expect(answer.status).toBe(200);
  return answer.json<{ events: Event[] }>().events;
}

/** The changes of one thing, without the time. */
async function changesOf(key: string): Promise<object[]> {
  const events = (await fetchAll('_changes')).filter((event) => event.key === key);
  return events.map(({ value: { at, ...value } }) => {
    expect(Math.abs(Date.now() - Number(at))).toBeLessThan(60_000);
    return value;
  });
}

describe('_changes', () => {
  it('tells every change of a topic once, and nothing of a PUT that changes nothing', async () => {
    await ok(http.put('/v1/topics/life', {}));
    await ok(http.put('/v1/topics/life', {}));
    await ok(http.put('/v1/topics/life', { partitions: 2 }));
    await ok(http.post('/v1/topics/life/events?partition=1', 1));
    await ok(http.post('/v1/topics/life/trim', { offsets: [{ partition: 1, offset: 1 }] }));
    await http.delete('/v1/topics/life');
    const config = { partitions: 1, retentionMs: 604_800_000, cleanupPolicy: 'delete' };
    expect(await changesOf('topics/life')).toMatchObject([
      { kind: 'topic.created', name: 'life', config },
      { kind: 'topic.changed', name: 'life', config: { ...config, partitions: 2 } },
      { kind: 'topic.trimmed', name: 'life', offsets: [{ partition: 1, offset: 1 }] },
      { kind: 'topic.deleted', name: 'life' },
    ]);
  });

  it('tells of schemas', async () => {
    await ok(http.put('/v1/topics/typed', {}));
    const schema = { type: 'object' };
    await ok(http.put('/v1/topics/typed/schema', { schema }));
    await ok(http.put('/v1/topics/typed/schema', { schema }));
    await ok(http.put('/v1/topics/typed/schema', { schema, compatibility: 'full' }));
    expect(await changesOf('schemas/typed')).toEqual([
      { kind: 'schema.registered', name: 'typed', version: 1, compatibility: 'none' },
      { kind: 'schema.changed', name: 'typed', version: 1, compatibility: 'full' },
    ]);
  });

  it('tells of subscriptions, and nothing that is secret', async () => {
    await ok(http.put('/v1/topics/paid', {}));
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const body = {
      topics: ['paid'],
      endpoint: { url: `${receiver.url}/token-in-path`, headers: { 'x-api-key': 'k1' } },
    };
    const path = '/v1/subscriptions/billing';
    await ok(http.put(path, body));
    await ok(http.put(path, body));
    await ok(http.put(path, { ...body, maxInFlight: 4, endpoint: { ...body.endpoint, secret } }));
    await ok(http.post(`${path}/pause`));
    await ok(http.post(`${path}/pause`));
    await ok(http.post('/v1/topics/paid/events', 1));
    await ok(http.post(`${path}/seek?dryRun=true`, { to: 'latest' }));
    await ok(http.post(`${path}/seek`, { to: 'latest' }));
    await ok(http.post(`${path}/resume`));
    await http.delete(path);
    const name = 'billing';
    expect(await changesOf('subscriptions/billing')).toEqual([
      { kind: 'subscription.created', name, topics: ['paid'] },
      { kind: 'subscription.changed', name, fields: ['maxInFlight', 'secret'] },
      { kind: 'subscription.paused', name, reason: 'paused by a call' },
      {
        kind: 'subscription.sought',
        name,
        replayed: 0,
        skipped: 1,
        offsets: [{ topic: 'paid', partition: 0, committedOffset: 0, newOffset: 1 }],
      },
      { kind: 'subscription.resumed', name },
      { kind: 'subscription.deleted', name },
    ]);
    const all = (await http.get('/v1/topics/_changes/partitions/0/events?from=earliest')).text;
    for (const hidden of ['whsec_', 'k1', 'token-in-path']) expect(all).not.toContain(hidden);
  });

  it('wakes a long poll and a tail', async () => {
    const [{ highWatermark: end }] = (await http.get('/v1/topics/_changes')).json<{
      partitions: [{ highWatermark: number }];
    }>().partitions;
    const tail = await openTail(server.url, '/v1/topics/_changes/events?from=latest');
    const poll = fetchAll('_changes', `offset=${end}&waitMs=20000`);
    await ok(http.put('/v1/topics/wakes', {}));
    expect((await poll).map(({ key }) => key)).toEqual(['topics/wakes']);
    await eventually(() => expect(tail.places()).toEqual([`0:${end}`]));
    tail.hangUp();
  });
});

describe('_attempts', () => {
  it('wakes a long poll and a tail when an attempt is written down, and is found by time', async () => {
    await ok(http.put('/v1/topics/sent', {}));
    const [{ highWatermark: end }] = (await http.get('/v1/topics/_attempts')).json<{
      partitions: [{ highWatermark: number }];
    }>().partitions;
    const tail = await openTail(server.url, '/v1/topics/_attempts/events?from=latest');
    const poll = fetchAll('_attempts', `offset=${end}&waitMs=20000`);
    await ok(http.put('/v1/subscriptions/mail', { topics: ['sent'], endpoint: { url: receiver.url } }));
    const since = Date.now();
    await ok(http.post('/v1/topics/sent/events?key=k', 1));
    const [event] = await poll;
    expect(event).toMatchObject({ offset: end, key: 'mail', value: { subscription: 'mail', key: 'k', status: 200 } });
    await eventually(() => expect(tail.places()).toEqual([`0:${end}`]));
    tail.hangUp();
    expect(await fetchAll('_attempts', `timestamp=${since}`)).toEqual([event]);
    expect(await fetchAll('_attempts', `timestamp=${Date.now() + 1000}`)).toEqual([]);
    const values = await http.get('/v1/topics/_attempts/partitions/0/events?from=earliest', {
      accept: 'application/vnd.posthorn.values+x-ndjson',
    });
    expect(values.text).toBe(`${JSON.stringify(event?.value)}\n`);
    const beyond = await http.get(`/v1/topics/_attempts/partitions/0/events?offset=${end + 2}`);
    expect([beyond.status, beyond.json()['code']]).toEqual([416, 'OFFSET_OUT_OF_RANGE']);
  });
});

describe('both', () => {
  it('are listed and described', async () => {
    const { items } = (await http.get('/v1/topics?limit=2')).json<{ items: { topic: string }[] }>();
    expect(items.map(({ topic }) => topic)).toEqual(['_attempts', '_changes']);
    const described = (await http.get('/v1/topics/_changes')).json();
    expect(described).toMatchObject({ topic: '_changes', config: { partitions: 1, retentionMs: 604_800_000 } });
  });

  it.each(['_changes', '_attempts'])('%s takes nothing from users', async (topic) => {
    const before = (await http.get(`/v1/topics/${topic}`)).json<{ partitions: object[] }>().partitions;
    const calls = [
      http.put(`/v1/topics/${topic}`, { retentionMs: 1 }),
      http.delete(`/v1/topics/${topic}`),
      http.post(`/v1/topics/${topic}/events`, {}),
      http.post(`/v1/topics/${topic}/batches`, { events: [{ value: 1 }] }),
      http.post(`/v1/topics/${topic}/trim`, { offsets: [{ partition: 0, offset: -1 }] }),
      http.put(`/v1/topics/${topic}/schema`, { schema: {} }),
    ];
    for (const answer of await Promise.all(calls)) {
      expect([answer.status, answer.json()['code']]).toEqual([403, 'TOPIC_AUTHORIZATION_FAILED']);
    }
    expect((await http.get(`/v1/topics/${topic}`)).json()['partitions']).toEqual(before);
  });

  it('are none of the topics that a prefix takes in', async () => {
    await ok(http.put('/v1/subscriptions/all', { topics: ['*'], endpoint: { url: receiver.url } }));
    const { offsets } = (await http.get('/v1/subscriptions/all')).json<{ offsets: { topic: string }[] }>();
    expect(offsets.map(({ topic }) => topic).filter((topic) => topic.startsWith('_'))).toEqual([]);
    await http.delete('/v1/subscriptions/all');
    for (const [topic, status, code] of [
      ['_ch*', 422, 'INVALID_CONFIG'],
      ['_audit', 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ] as const) {
      const refused = await http.put('/v1/subscriptions/all', { topics: [topic], endpoint: { url: receiver.url } });
      expect([refused.status, refused.json()['code']]).toEqual([status, code]);
    }
  });
});

it('the retention of _changes is a setting, and may be changed at a start', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'posthorn-test-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  for (const changesRetentionMs of [60_000, 90_000]) {
    const { bus, stop } = await startBus({ dataDir, settings: { changesRetentionMs } });
    expect(bus.topics.describe('_changes').config.retentionMs).toBe(changesRetentionMs);
    await stop();
  }
});
