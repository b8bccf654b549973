import { describe, expect, it } from 'vitest';
import { systemClock } from '#posthorn/model/clock.js';
import { makeSchemas } from '#posthorn/schemas/schemas.js';
import { makeMemoryEngine } from './memory-engine.js';
import { problemOf } from './problem-of.js';

function setUp() {
  const engine = makeMemoryEngine();
  for (const name of ['orders', 'refunds']) engine.store({ collection: 'topics', name, body: {} });
  const schemas = makeSchemas({ engine, clock: { ...systemClock, now: () => 1_700_000_000_000 } });
  return { engine, schemas };
}

const ORDER = {
  type: 'object',
  properties: { id: { type: 'string' }, state: { enum: ['new', 'paid'] }, at: { type: 'string', format: 'date-time' } },
  required: ['id'],
  additionalProperties: false,
};

describe('register', () => {
  it('counts versions from 1 and takes the latest schema again as a no-op', async () => {
    const { engine, schemas } = setUp();
    const first = await schemas.register('orders', { schema: ORDER });
    expect(first).toEqual({
      topic: 'orders',
      version: 1,
      compatibility: 'none',
      registeredAt: 1_700_000_000_000,
      schema: ORDER,
    });
    const sameInOtherOrder = Object.fromEntries(Object.entries(ORDER).reverse());
    expect(await schemas.register('orders', { schema: sameInOtherOrder, compatibility: 'none' })).toEqual(first);
    expect(engine.units).toHaveLength(1);
    expect((await schemas.register('orders', { schema: true })).version).toBe(2);
    expect((await schemas.register('orders', { schema: ORDER })).version).toBe(3);
    expect(engine.units[0]?.expect).toEqual([
      { kind: 'incarnation', collection: 'topics', name: 'orders', incarnation: 1 },
      { kind: 'version', collection: 'schemas', name: 'orders', version: 0 },
    ]);
    expect(schemas.latestVersion('orders')).toBe(3);
    expect(schemas.get('orders', 2).schema).toBe(true);
    const page = schemas.list('orders', { limit: 2 });
    expect([page.items.map(({ version }) => version), page.next]).toEqual([[1, 2], '2']);
    expect(schemas.list('orders', { after: 2 }).items.map(({ version }) => version)).toEqual([3]);
  });

  it('takes the next version when another registration came between', async () => {
    const { engine, schemas } = setUp();
    engine.meanwhile(() =>
      engine.store({
        collection: 'schemas',
        name: 'orders',
        body: { versions: [{ version: 1, schema: true, compatibility: 'none', registeredAt: 1 }] },
      }),
    );
    expect((await schemas.register('orders', { schema: ORDER })).version).toBe(2);
  });

  it.each([
    { code: 'INVALID_REQUEST', path: '/compatibility', body: { schema: {}, compatibility: 'sideways' } },
    { code: 'INVALID_REQUEST', path: '/type', body: { type: 'object' } },
    { code: 'INVALID_REQUEST', path: '/schema', body: {} },
    { code: 'INVALID_REQUEST', path: undefined, body: 'x' },
    { code: 'INVALID_SCHEMA', path: '/schema', body: { schema: 42 } },
    { code: 'INVALID_SCHEMA', path: '/schema', body: { schema: [] } },
    { code: 'INVALID_SCHEMA', path: '/schema/type', body: { schema: { type: 'strng' } } },
    {
      code: 'INVALID_SCHEMA',
      path: '/schema/properties/a/minimum',
      body: { schema: { properties: { a: { minimum: 'x' } } } },
    },
    {
      code: 'INVALID_SCHEMA',
      path: '/schema/properties/a/minimun',
      body: { schema: { properties: { a: { minimun: 1 } } } },
    },
    { code: 'INVALID_SCHEMA', path: '/schema/items', body: { schema: { items: { format: 'dote' } } } },
    { code: 'INVALID_SCHEMA', path: '/schema/items/$ref', body: { schema: { items: { $ref: '#/$defs/x' } } } },
    { code: 'INVALID_SCHEMA', path: '/schema/$ref', body: { schema: { $ref: 'https://example.com/s.json' } } },
    { code: 'INVALID_SCHEMA', path: '/schema/$async', body: { schema: { $async: true, type: 'object' } } },
    {
      code: 'INVALID_SCHEMA',
      path: '/schema/$schema',
      body: { schema: { $schema: 'http://json-schema.org/draft-07/schema#' } },
    },
    {
      code: 'INVALID_SCHEMA',
      path: '/schema/properties/a~1b/pattern',
      body: { schema: { properties: { 'a/b': { pattern: '(?=x)' } } } },
    },
    {
      code: 'INVALID_SCHEMA',
      path: '/schema/patternProperties/(a)\\1',
      body: { schema: { patternProperties: { '(a)\\1': {} } } },
    },
    { code: 'INVALID_SCHEMA', path: '/schema', body: { schema: { description: 'x'.repeat(300_000) } } },
    {
      code: 'INVALID_SCHEMA',
      path: '/schema',
      body: { schema: { $id: 'https://json-schema.org/draft/2020-12/schema' } },
    },
  ])('refuses with $code at $path', async ({ body, code, path }) => {
    const { engine, schemas } = setUp();
    const problem = await problemOf(() => schemas.register('orders', body));
    expect([problem.code, problem.errors[0]?.path]).toEqual([code, path]);
    expect(engine.units).toEqual([]);
  });

  it.each([
    [{ $ref: '#' }],
    [{ allOf: [{ $ref: '#' }] }],
    [{ not: { $ref: '#' } }],
    [{ $id: 'https://example.org/x', $defs: { a: { $ref: 'https://example.org/x' } }, $ref: '#/$defs/a' }],
  ])('refuses a schema that calls itself on the same value: %j', async (schema) => {
    const { schemas } = setUp();
    const problem = await problemOf(() => schemas.register('orders', { schema }));
    expect([problem.code, problem.message]).toEqual(['INVALID_SCHEMA', expect.stringContaining('without end')]);
  });

  it('refuses a schema nested too deeply', async () => {
    const { schemas } = setUp();
    let schema: unknown = {};
    for (let depth = 0; depth < 10_000; depth += 1) schema = { not: schema };
    const nested = JSON.parse(`{"schema":${'{"not":'.repeat(500)}{}${'}'.repeat(500)}}`);
    expect((await problemOf(() => schemas.register('orders', nested))).code).toBe('INVALID_SCHEMA');
    expect((await problemOf(() => schemas.register('orders', { schema }))).code).toBe('INVALID_SCHEMA');
  });

  it('refuses unknown and reserved topics, and names what to call', async () => {
    const { schemas } = setUp();
    const unknown = await problemOf(() => schemas.register('nothing', { schema: {} }));
    expect([unknown.code, unknown.message]).toEqual([
      'UNKNOWN_TOPIC_OR_PARTITION',
      expect.stringContaining('PUT /v1/topics/nothing'),
    ]);
    expect((await problemOf(() => schemas.register('_x', { schema: {} }))).code).toBe('TOPIC_AUTHORIZATION_FAILED');
    const missing = await problemOf(() => schemas.get('orders', 1));
    expect([missing.code, missing.message]).toEqual([
      'SCHEMA_NOT_FOUND',
      expect.stringContaining('PUT /v1/topics/orders/schema'),
    ]);
  });

  it('keeps schemas with equal ids and anchors apart', async () => {
    const { schemas } = setUp();
    const withIds = (type: string) => ({
      $id: 'https://example.com/root',
      $ref: 'part',
      $defs: { part: { $id: 'part', $anchor: 'here', type } },
    });
    await schemas.register('orders', { schema: withIds('string') });
    await schemas.register('refunds', { schema: withIds('number') });
    await schemas.register('orders', { schema: withIds('boolean') });
    expect(schemas.validatorFor('orders')?.validate(true)).toEqual([]);
    expect(schemas.validatorFor('refunds')?.validate(1)).toEqual([]);
    expect(schemas.validatorFor('refunds')?.validate('x')).toHaveLength(1);
  });
});

describe('validatorFor', () => {
  it('is cached until the schema changes, and undefined without one', async () => {
    const { engine, schemas } = setUp();
    expect(schemas.validatorFor('orders')).toBeUndefined();
    await schemas.register('orders', { schema: ORDER });
    const validator = schemas.validatorFor('orders');
    expect(validator?.version).toBe(1);
    expect(schemas.validatorFor('orders')).toBe(validator);
    expect(validator?.validate({ id: 'a' })).toBe(validator?.validate({ id: 'b' }));
    await schemas.register('orders', { schema: true });
    expect(schemas.validatorFor('orders')?.version).toBe(2);
    await engine.commit({ documents: schemas.removal('orders') });
    expect(schemas.validatorFor('orders')).toBeUndefined();
  });

  it.each([
    [{}, '', "must have required property 'id' (required)"],
    [{ id: 1 }, '/id', 'must be string (type)'],
    [{ id: 'a', state: 'gone' }, '/state', 'must be one of ["new","paid"] (enum)'],
    [{ id: 'a', 'x/y': 1 }, '/x~1y', 'is a property that the schema does not allow (additionalProperties)'],
    [{ id: 'a', at: 'noon' }, '/at', 'must match format "date-time" (format)'],
    [[], '', 'must be object (type)'],
  ])('says what is wrong with %j', async (value, path, message) => {
    const { schemas } = setUp();
    await schemas.register('orders', { schema: ORDER });
    expect(schemas.validatorFor('orders')?.validate(value)).toEqual([{ path, message }]);
  });

  it('matches each pattern by itself, in linear time', async () => {
    const { schemas } = setUp();
    const schema = {
      properties: { a: { pattern: '^(a+)+$' }, b: { pattern: '^\\p{Script=Greek}\\d\\u0041$' } },
      patternProperties: { '^x-': { type: 'integer' } },
    };
    await schemas.register('orders', { schema });
    const validator = schemas.validatorFor('orders');
    expect(validator?.validate({ a: 'aaa', b: 'λ7A', 'x-n': 1 })).toEqual([]);
    const problems = (value: unknown) => validator?.validate(value).map(({ path }) => path);
    expect(problems({ a: `${'a'.repeat(5_000)}!` })).toEqual(['/a']);
    expect(problems({ b: 'x7A' })).toEqual(['/b']);
    expect(problems({ 'x-n': 'one' })).toEqual(['/x-n']);
  });

  it.each([
    [{ uniqueItems: true }, [{ valueOf: 1 }, { valueOf: 2 }]],
    [{ enum: [{ a: 1 }] }, { toString: 'x' }],
  ])('refuses what it cannot compare: under %j, %j', async (schema, value) => {
    const { schemas } = setUp();
    await schemas.register('orders', { schema });
    expect(schemas.validatorFor('orders')?.validate(value)).toMatchObject([
      { path: '', message: expect.stringContaining('"valueOf"') },
    ]);
  });

  it('refuses a value nested too deeply for a recursive schema', async () => {
    const { schemas } = setUp();
    await schemas.register('orders', { schema: { type: 'array', items: { $ref: '#' } } });
    const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));
    expect(() => schemas.validatorFor('orders')?.validate(deep)).toThrow(/calls itself too deeply/);
    expect(schemas.validatorFor('orders')?.validate([[[]]])).toEqual([]);
  });
});
