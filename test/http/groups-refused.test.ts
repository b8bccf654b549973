// Groups as a whole over HTTP: listed, described, deleted; and what a fetch is refused for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';
import { groupClient } from './group-client.js';

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

const code = (answer: { status: number; json: () => unknown }) => [
  answer.status,
  (answer.json() as { code?: string }).code,
];

describe('groups', () => {
  it('are listed with subscriptions, described, and deleted once they are empty', async () => {
    const group = groupClient(http, 'g1');
    const { memberId } = await group.fetch();
    await http.put('/v1/subscriptions/g0', { topics: ['orders'], endpoint: { url: 'http://127.0.0.1:9/' } });
    const { items } = (await http.get('/v1/groups?limit=1')).json<{ items: object[]; next: string }>();
    expect(items).toEqual([{ group: 'g0', mode: 'shared', state: 'push', generation: 0, memberCount: 0 }]);
    expect((await http.get('/v1/groups/g0')).json()).toMatchObject({ state: 'push', offsets: [{}, {}] });
    expect(code(await http.delete('/v1/groups/g0'))).toEqual([409, 'INCONSISTENT_GROUP_PROTOCOL']);
    expect(code(await http.post('/v1/groups/g0/fetch', { topics: ['orders'] }))).toEqual([
      409,
      'INCONSISTENT_GROUP_PROTOCOL',
    ]);
    expect(code(await http.delete(group.path))).toEqual([409, 'NON_EMPTY_GROUP']);
    await http.delete(`${group.path}/members/${memberId}`);
    expect(await group.describe()).toMatchObject({ state: 'empty', members: [], offsets: [{ lost: 0 }, {}] });
    expect((await http.delete(group.path)).status).toBe(204);
    expect(code(await http.get(group.path))).toEqual([404, 'GROUP_ID_NOT_FOUND']);
  });
});

describe('a fetch is refused', () => {
  it.each([
    [400, 'INVALID_REQUEST', {}],
    [400, 'INVALID_REQUEST', { topics: [] }],
    [400, 'INVALID_REQUEST', { topics: ['orders'], maxEvent: 1 }],
    [400, 'INVALID_REQUEST', { topics: ['orders'], maxEvents: 0 }],
    [400, 'INVALID_REQUEST', { topics: ['orders'], waitMs: '1' }],
    [400, 'INVALID_REQUEST', { topics: ['orders'], sessionTimeoutMs: 999 }],
    [400, 'INVALID_REQUEST', { topics: ['orders'], start: 'now' }],
    [400, 'INVALID_REQUEST', { topics: ['orders'], mode: 'both' }],
    [400, 'INVALID_REQUEST', { topics: ['orders'], commit: [{ topic: 'orders', partition: 0, offset: 1 }] }],
    [400, 'INVALID_REQUEST', { topics: ['orders'], commit: 'yes' }],
    [404, 'UNKNOWN_TOPIC_OR_PARTITION', { topics: ['orders', 'nothing'] }],
    [409, 'ILLEGAL_GENERATION', { topics: ['orders'], memberId: 'stranger' }],
  ])('with %i %s for %j', async (status, expected, body) => {
    expect(code(await http.post('/v1/groups/refused/fetch', body))).toEqual([status, expected]);
    expect((await http.get('/v1/groups/refused')).status).toBe(404);
  });

  it('under a name of the bus itself', async () => {
    expect(code(await http.post('/v1/groups/_own/fetch', { topics: ['orders'] }))).toEqual([400, 'INVALID_GROUP_ID']);
  });
});
