import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';

let server: RunningBus;
let http: HttpClient;

beforeAll(async () => {
  server = await startBus();
  http = makeHttpClient(server.url);
});

afterAll(async () => {
  http.close();
  await server.stop();
});

const codeOf = (answer: { json(): Record<string, unknown> }): unknown => answer.json()['code'];

describe('topics', () => {
  it('are created without a body, described, changed, listed and deleted', async () => {
    const made = await http.send('PUT', '/v1/topics/life');
    expect([made.status, made.json()]).toEqual([
      200,
      {
        topic: 'life',
        partitions: [{ partition: 0, logStartOffset: 0, highWatermark: 0, bytes: 0 }],
        config: {
          partitions: 1,
          retentionMs: 604_800_000,
          retentionBytes: -1,
          cleanupPolicy: 'delete',
          deleteRetentionMs: 86_400_000,
          keyPath: null,
          dedupeWindowMs: 86_400_000,
          maxEventBytes: 1_048_576,
        },
      },
    ]);
    const changed = await http.put('/v1/topics/life', { partitions: 2, keyPath: '/id' });
    expect(changed.json()).toMatchObject({ partitions: [{}, { partition: 1 }], config: { keyPath: '/id' } });
    expect((await http.post('/v1/topics/life/events', { id: 'a' })).status).toBe(200);
    const described = (await http.get('/v1/topics/life')).json<{
      partitions: { highWatermark: number; bytes: number }[];
    }>();
    expect(described.partitions.map(({ highWatermark }) => highWatermark).sort()).toEqual([0, 1]);
    expect(described.partitions.map(({ bytes }) => bytes).sort()).toEqual([0, '{"id":"a"}'.length]);

    await http.put('/v1/topics/life.dlt', {});
    const page = (await http.get('/v1/topics?limit=1&after=_changes')).json<{
      items: { topic: string }[];
      next: string;
    }>();
    expect([page.items.map(({ topic }) => topic), page.next]).toEqual([['life'], 'life']);
    const rest = (await http.get(`/v1/topics?after=${page.next}`)).json<{ items: { topic: string }[] }>();
    expect(rest.items.map(({ topic }) => topic)).toContain('life.dlt');

    const gone = await http.delete('/v1/topics/life');
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await http.get('/v1/topics/life')).status).toBe(404);
    const again = await http.put('/v1/topics/life', {});
    expect(again.json()).toMatchObject({ partitions: [{ logStartOffset: 0, highWatermark: 0, bytes: 0 }] });
  });

  it('answers the same to the same body twice', async () => {
    const first = await http.put('/v1/topics/twice', { partitions: 3, retentionMs: -1 });
    const second = await http.put('/v1/topics/twice', { partitions: 3, retentionMs: -1 });
    expect(second.text).toBe(first.text);
  });

  it.each([
    ['PUT', '/v1/topics/a%20b', '{}', 400, 'INVALID_TOPIC_EXCEPTION'],
    ['PUT', '/v1/topics/_own', '{}', 403, 'TOPIC_AUTHORIZATION_FAILED'],
    ['DELETE', '/v1/topics/_own', undefined, 403, 'TOPIC_AUTHORIZATION_FAILED'],
    ['DELETE', '/v1/topics/missing', undefined, 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['GET', '/v1/topics/missing', undefined, 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['PUT', '/v1/topics/bad', '{"partitions":0}', 422, 'INVALID_PARTITIONS'],
    ['PUT', '/v1/topics/bad', '{"retentionMs":"1 day"}', 422, 'INVALID_CONFIG'],
    ['PUT', '/v1/topics/bad', '{"cleanupPolicy":"shred"}', 422, 'INVALID_CONFIG'],
    ['PUT', '/v1/topics/bad', '{"deleteRetentionMs":-1}', 422, 'INVALID_CONFIG'],
    ['PUT', '/v1/topics/bad', '{"partition":1}', 400, 'INVALID_REQUEST'],
    ['PUT', '/v1/topics/bad', '{"partitions":', 422, 'INVALID_JSON'],
    ['PUT', '/v1/topics/bad', '[]', 400, 'INVALID_REQUEST'],
    ['PUT', '/v1/topics/bad?dryRun=true', '{}', 400, 'INVALID_REQUEST'],
    ['GET', '/v1/topics?limit=0', undefined, 400, 'INVALID_REQUEST'],
    ['GET', '/v1/topics?offset=0', undefined, 400, 'INVALID_REQUEST'],
  ])('%s %s %s is refused with %i %s', async (method, path, body, status, code) => {
    const answer = await http.send(
      method,
      path,
      body,
      body === undefined ? {} : { 'content-type': 'application/json' },
    );
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect((await http.get('/v1/topics/bad')).status).toBe(404);
  });

  it('refuses fewer partitions, other content types and bytes that are not UTF-8', async () => {
    await http.put('/v1/topics/grown', { partitions: 2 });
    const fewer = await http.put('/v1/topics/grown', { partitions: 1 });
    expect([fewer.status, codeOf(fewer)]).toEqual([422, 'INVALID_PARTITIONS']);
    const form = await http.send('PUT', '/v1/topics/grown', '{}', { 'content-type': 'text/plain' });
    expect([form.status, codeOf(form)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const latin = await http.send('PUT', '/v1/topics/grown', Buffer.from([0x22, 0xff, 0x22]), {
      'content-type': 'application/json',
    });
    expect([latin.status, codeOf(latin)]).toEqual([422, 'INVALID_UTF8']);
  });
});

describe('schemas', () => {
  const schema = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };

  it('are registered, listed, read, enforced and stamped on events', async () => {
    await http.put('/v1/topics/typed', {});
    const first = await http.put('/v1/topics/typed/schema', { schema });
    expect([first.status, first.json()]).toEqual([
      200,
      { topic: 'typed', version: 1, compatibility: 'none', registeredAt: expect.any(Number), schema },
    ]);
    expect((await http.put('/v1/topics/typed/schema', { schema })).json()).toEqual(first.json());
    expect((await http.put('/v1/topics/typed/schema', { schema: true })).json()).toMatchObject({
      version: 2,
      schema: true,
    });
    expect((await http.put('/v1/topics/typed/schema', { schema })).json()).toMatchObject({ version: 3, schema });
    expect((await http.get('/v1/topics/typed/schemas/2')).json()).toMatchObject({ version: 2, schema: true });
    const page = (await http.get('/v1/topics/typed/schemas?limit=2')).json<{
      items: { version: number }[];
      next: string;
    }>();
    expect([page.items.map(({ version }) => version), page.next]).toEqual([[1, 2], '2']);
    expect((await http.get('/v1/topics/typed/schemas?after=2')).json()).toMatchObject({ items: [{ version: 3 }] });
    expect((await http.get('/v1/topics/typed')).json()).toMatchObject({ schemaVersion: 3 });

    const refused = await http.post('/v1/topics/typed/events', { id: 7 });
    expect([refused.status, refused.json()]).toMatchObject([
      422,
      { code: 'INVALID_RECORD', errors: [{ path: '/id', message: 'must be string (type)' }] },
    ]);
    expect((await http.post('/v1/topics/typed/events', { id: 'a' })).status).toBe(200);
    const stored = (await http.get('/v1/topics/typed/partitions/0/events')).json<{ events: unknown[] }>();
    expect(stored.events).toMatchObject([{ offset: 0, schemaVersion: 3, value: { id: 'a' } }]);
  });

  it('go with their topic', async () => {
    await http.put('/v1/topics/shortlived', {});
    await http.put('/v1/topics/shortlived/schema', { schema });
    expect((await http.post('/v1/topics/shortlived/events', {})).status).toBe(422);
    await http.delete('/v1/topics/shortlived');
    await http.put('/v1/topics/shortlived', {});
    expect((await http.get('/v1/topics/shortlived/schemas')).json()).toEqual({ items: [] });
    expect((await http.post('/v1/topics/shortlived/events', {})).status).toBe(200);
  });

  it.each([
    ['PUT', '/v1/topics/missing/schema', { schema }, 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['PUT', '/v1/topics/_own/schema', { schema }, 403, 'TOPIC_AUTHORIZATION_FAILED'],
    ['PUT', '/v1/topics/plain/schema', { schema: { type: 'strng' } }, 422, 'INVALID_SCHEMA'],
    ['PUT', '/v1/topics/plain/schema', { schema, compatibility: 'sideways' }, 400, 'INVALID_REQUEST'],
    ['PUT', '/v1/topics/plain/schema', schema, 400, 'INVALID_REQUEST'],
    ['GET', '/v1/topics/missing/schemas', undefined, 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['GET', '/v1/topics/plain/schemas/1', undefined, 404, 'SCHEMA_NOT_FOUND'],
    ['GET', '/v1/topics/plain/schemas/0', undefined, 400, 'INVALID_REQUEST'],
    ['GET', '/v1/topics/plain/schemas/x', undefined, 400, 'INVALID_REQUEST'],
  ])('%s %s %j is refused with %i %s', async (method, path, body, status, code) => {
    await http.put('/v1/topics/plain', {});
    const text = body === undefined ? undefined : JSON.stringify(body);
    const answer = await http.send(
      method,
      path,
      text,
      text === undefined ? {} : { 'content-type': 'application/json' },
    );
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  it('refuses a body above the limit before it is read', async () => {
    await http.put('/v1/topics/plain', {});
    const answer = await http.put('/v1/topics/plain/schema', { schema: { description: 'x'.repeat(1_100_000) } });
    expect([answer.status, codeOf(answer)]).toEqual([413, 'MESSAGE_TOO_LARGE']);
  });
});
