// Schemas over HTTP: compatibility, trying, references between topics, and the contract with topics in it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';

let running: RunningBus;
let http: HttpClient;
beforeAll(async () => {
  running = await startBus();
  http = makeHttpClient(running.url);
});
afterAll(async () => {
  http.close();
  await running.stop();
});

const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const ORDER = closed({ id: { type: 'string' } }, ['id']);
const STRICTER = closed({ id: { type: 'string', maxLength: 9 }, total: { type: 'number' } }, ['id', 'total']);

describe('compatibility', () => {
  it('refuses with every place and rule, and takes what is compatible', async () => {
    await http.put('/v1/topics/orders', {});
    const first = await http.put('/v1/topics/orders/schema', { schema: ORDER, compatibility: 'backward' });
    expect(first.json()).toMatchObject({ version: 1, compatibility: 'backward' });
    const refused = await http.put('/v1/topics/orders/schema', { schema: STRICTER });
    expect([refused.status, refused.headers['content-type']]).toEqual([409, 'application/problem+json']);
    expect(refused.json()).toMatchObject({
      code: 'INCOMPATIBLE_SCHEMA',
      type: '/docs/errors#INCOMPATIBLE_SCHEMA',
      detail: expect.stringContaining("not backward compatible with version 1 of topic 'orders'"),
      errors: [
        {
          path: '/schema/properties/id/maxLength',
          rule: 'max-length-lowered',
          message:
            'The new schema has the maxLength 9, that of version 1 is none. Keep the bound at least as wide as it was.',
        },
        { path: '/schema/required', rule: 'required-added' },
      ],
    });
    const optional = closed({ id: { type: 'string' }, total: { type: 'number' } }, ['id']);
    const second = await http.put('/v1/topics/orders/schema', { schema: optional });
    expect(second.json()).toMatchObject({ version: 2, compatibility: 'backward' });
    expect((await http.get('/v1/topics/orders/schemas')).json()).toMatchObject({
      items: [
        { version: 1, compatibility: 'backward' },
        { version: 2, compatibility: 'backward' },
      ],
    });
    const other = await http.put('/v1/topics/orders/schema', { schema: optional, compatibility: 'full-transitive' });
    expect(other.json()).toMatchObject({ version: 2, compatibility: 'full-transitive' });
    expect((await http.get('/v1/topics/orders/schemas/2')).json()).toMatchObject({ compatibility: 'full-transitive' });
  });

  it('can be tried without registering', async () => {
    await http.put('/v1/topics/tried', {});
    await http.put('/v1/topics/tried/schema', { schema: ORDER, compatibility: 'forward' });
    const tried = await http.post('/v1/topics/tried/schema/check', { schema: closed({}) });
    expect([tried.status, tried.json()]).toEqual([
      200,
      {
        compatible: false,
        version: 2,
        compatibility: 'forward',
        problems: [
          {
            version: 1,
            path: '/schema/required',
            rule: 'required-removed',
            message:
              'Version 1 requires the property "id", in the new schema it may be absent. Leave the property required.',
          },
        ],
      },
    ]);
    expect((await http.post('/v1/topics/tried/schema/check', { schema: ORDER })).json()).toEqual({
      compatible: true,
      version: 1,
      compatibility: 'forward',
      problems: [],
    });
    expect((await http.get('/v1/topics/tried/schemas')).json<{ items: unknown[] }>().items).toHaveLength(1);
  });

  it.each([
    ['/v1/topics/missing/schema/check', { schema: true }, 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['/v1/topics/_own/schema/check', { schema: true }, 403, 'TOPIC_AUTHORIZATION_FAILED'],
    ['/v1/topics/a%2Fb/schema/check', { schema: true }, 400, 'INVALID_TOPIC_EXCEPTION'],
    ['/v1/topics/orders/schema/check', { schema: { type: 'strng' } }, 422, 'INVALID_SCHEMA'],
    ['/v1/topics/orders/schema/check', { schema: { $ref: 'https://nowhere.example/x' } }, 422, 'INVALID_SCHEMA'],
    ['/v1/topics/orders/schema/check', { schema: true, compatibility: 'all' }, 400, 'INVALID_REQUEST'],
    ['/v1/topics/orders/schema/check', { type: 'object' }, 400, 'INVALID_REQUEST'],
  ])('POST %s %j is %i %s', async (path, body, status, code) => {
    const answer = await http.post(path, body);
    expect([answer.status, answer.json()['code']]).toEqual([status, code]);
  });
});

describe('a schema that refers to another topic’s', () => {
  it('judges events by the version it was registered with, also after a restart of all that is cached', async () => {
    for (const topic of ['addresses', 'parcels']) await http.put(`/v1/topics/${topic}`, {});
    const $id = 'https://shop.example/address';
    const parcel = { properties: { to: { $ref: $id } } };
    const early = await http.put('/v1/topics/parcels/schema', { schema: parcel });
    expect([early.status, early.json()]).toMatchObject([
      422,
      { code: 'INVALID_SCHEMA', errors: [{ path: '/schema/properties/to/$ref' }] },
    ]);
    await http.put('/v1/topics/addresses/schema', { schema: { $id, type: 'string' } });
    await http.put('/v1/topics/parcels/schema', { schema: parcel });
    await http.put('/v1/topics/addresses/schema', { schema: { $id, type: 'integer' } });
    const body = { 'content-type': 'application/json' };
    expect((await http.send('POST', '/v1/topics/parcels/events', '{"to":"here"}', body)).status).toBe(200);
    expect((await http.send('POST', '/v1/topics/parcels/events', '{"to":7}', body)).status).toBe(422);
    expect((await http.get('/v1/topics/parcels/schemas/1')).json()).toMatchObject({
      schema: { $defs: { [$id]: { $id, type: 'string' } } },
    });
  });
});

describe('/openapi.json with topics', () => {
  type Contract = {
    paths: Record<string, { post: { operationId: string; requestBody: object; parameters: { in: string }[] } }>;
    webhooks: Record<string, { post: { operationId: string; requestBody: object; parameters: { name: string }[] } }>;
    components: { schemas: Record<string, unknown> };
  };

  it('has an operation, a webhook and every schema version of each', async () => {
    for (const topic of ['user-signups', 'user.signups']) await http.put(`/v1/topics/${topic}`, {});
    const tree = { type: 'object', properties: { next: { $ref: '#' }, id: { $ref: '#/$defs/id' } } };
    await http.put('/v1/topics/user-signups/schema', { schema: true });
    await http.put('/v1/topics/user-signups/schema', { schema: { ...tree, $defs: { id: { type: 'string' } } } });
    const answer = await http.get('/openapi.json?topics=user-signups,user.signups,user-signups');
    const { paths, webhooks, components } = answer.json<Contract>();
    const base = (await http.get('/openapi.json')).json<Contract>();
    expect(Object.keys(paths)).toEqual([
      ...Object.keys(base.paths),
      '/v1/topics/user-signups/events',
      '/v1/topics/user.signups/events',
    ]);
    const [one, two] = ['user-signups', 'user.signups'].map((topic) => paths[`/v1/topics/${topic}/events`]?.post);
    expect([one?.operationId, two?.operationId]).toEqual(['produceUserSignupsEvent', 'produceUserSignups2Event']);
    expect(one?.parameters.map((parameter) => parameter.in)).not.toContain('path');
    const newest = { content: { 'application/json': { schema: { $ref: '#/components/schemas/user-signups.v2' } } } };
    expect(one?.requestBody).toMatchObject(newest);
    expect(two?.requestBody).toMatchObject({ content: { 'application/json': { schema: {} } } });
    expect(components.schemas).toMatchObject({
      ...base.components.schemas,
      'user-signups.v1': {},
      'user-signups.v2': {
        type: 'object',
        properties: {
          next: { $ref: '#/components/schemas/user-signups.v2' },
          id: { $ref: '#/components/schemas/user-signups.v2.id' },
        },
      },
      'user-signups.v2.id': { type: 'string' },
    });
    const webhook = webhooks['user-signups']?.post;
    expect([webhook?.operationId, webhook?.requestBody]).toMatchObject(['receiveUserSignupsEvent', newest]);
    expect(webhook?.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['webhook-id', 'webhook-signature', 'posthorn-offset', 'posthorn-previous-offset']),
    );
    expect((await http.get('/openapi.json')).json<Partial<Contract>>().webhooks).toBeUndefined();
  });

  it.each([
    ['topics=missing', 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['topics=orders,missing', 404, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['topics=orders,', 400, 'INVALID_TOPIC_EXCEPTION'],
    ['topics=', 400, 'INVALID_REQUEST'],
    [`topics=${Array.from({ length: 101 }, (_, at) => `t${at}`).join()}`, 400, 'INVALID_REQUEST'],
    ['topic=orders', 400, 'INVALID_REQUEST'],
  ])('refuses ?%s', async (query, status, code) => {
    const answer = await http.get(`/openapi.json?${query}`);
    expect([answer.status, answer.json()['code']]).toEqual([status, code]);
  });

  it('refuses schemas that are too large together', async () => {
    const topics = Array.from({ length: 40 }, (_, at) => `large-${at}`);
    for (const topic of topics) {
      await http.put(`/v1/topics/${topic}`, {});
      const schema = { description: 'x'.repeat(230_000) };
      expect((await http.put(`/v1/topics/${topic}/schema`, { schema })).status).toBe(200);
    }
    const answer = await http.get(`/openapi.json?topics=${topics.join()}`);
    expect([answer.status, answer.json()]).toMatchObject([400, { detail: expect.stringContaining('fewer topics') }]);
    expect((await http.get(`/openapi.json?topics=${topics[0]}`)).status).toBe(200);
  });
});
