// References between the schemas of topics: resolved when they are registered, and copied in for good.
import { describe, expect, it } from 'vitest';
import { systemClock } from '#posthorn/model/clock.js';
import { makeSchemas } from '#posthorn/schemas/schemas.js';
import { makeMemoryEngine } from '../memory-engine.js';
import { problemOf } from '../problem-of.js';

const ADDRESS = 'https://example.com/address';
const MONEY = 'https://example.com/money';
const address = (type: string) => ({ $id: ADDRESS, type: 'object', properties: { zip: { type } } });

function setUp() {
  const engine = makeMemoryEngine();
  for (const name of ['addresses', 'orders', 'money', 'users']) engine.store({ collection: 'topics', name, body: {} });
  let now = 1_700_000_000_000;
  const clock = { ...systemClock, now: () => (now += 1) };
  return { engine, schemas: makeSchemas({ engine, clock }) };
}

const order = { type: 'object', properties: { to: { $ref: ADDRESS }, zip: { $ref: `${ADDRESS}#/properties/zip` } } };

describe('a reference to a registered schema', () => {
  it('is copied into $defs under its $id, and keeps its meaning for ever', async () => {
    const { engine, schemas } = setUp();
    await schemas.register('addresses', { schema: address('integer') });
    await schemas.register('addresses', { schema: address('string') });
    const { schema } = await schemas.register('orders', { schema: order });
    expect(schema).toEqual({ ...order, $defs: { [ADDRESS]: address('string') } });
    const problems = (value: unknown) => schemas.validatorFor('orders')?.validate(value);
    expect(problems({ to: { zip: '1' }, zip: 'x' })).toEqual([]);
    expect(problems({ to: { zip: 1 } })).toEqual([{ path: '/to/zip', message: 'must be string (type)' }]);

    await engine.commit({ documents: schemas.removal('addresses') });
    expect(problems({ to: { zip: 1 } })).toHaveLength(1);
    const anew = makeSchemas({ engine, clock: systemClock });
    expect(anew.validatorFor('orders')?.validate({ to: { zip: 1 } })).toHaveLength(1);
    // Without parsing: the proof over bytes follows the reference too.
    const bytes = Buffer.from('{"to":{"zip":"1"},"zip":"x"}\n');
    expect(anew.validatorFor('orders')?.prove?.(bytes, Uint32Array.of(bytes.length - 1))(0, 1)).toBe(1);
  });

  it('gets the newest version at the next registration, and none of its own where it has not changed', async () => {
    const { schemas } = setUp();
    await schemas.register('addresses', { schema: address('integer') });
    expect((await schemas.register('orders', { schema: order })).version).toBe(1);
    expect((await schemas.register('orders', { schema: order })).version).toBe(1);
    const stored = schemas.get('orders', 1).schema;
    expect((await schemas.register('orders', { schema: stored })).version).toBe(1);
    await schemas.register('addresses', { schema: address('string') });
    expect((await schemas.register('orders', { schema: order })).version).toBe(2);
    expect(schemas.get('orders', 1).schema).toEqual(stored);
  });

  it('is compared by what it leads to', async () => {
    const { schemas } = setUp();
    await schemas.register('addresses', { schema: address('integer') });
    await schemas.register('orders', { schema: order, compatibility: 'backward' });
    await schemas.register('addresses', { schema: address('string') });
    const { problems } = await schemas.check('orders', { schema: order });
    expect(problems.map(({ path, rule }) => [path, rule])).toEqual([
      ['/schema/$defs/https:~1~1example.com~1address/properties/zip/type', 'type-narrowed'],
    ]);
  });

  it('follows references of what it refers to, each id once', async () => {
    const { schemas } = setUp();
    await schemas.register('addresses', { schema: address('string') });
    await schemas.register('money', { schema: { $id: MONEY, properties: { billed: { $ref: 'address' } } } });
    await schemas.register('addresses', { schema: address('integer') });
    const { schema } = await schemas.register('orders', { schema: { allOf: [{ $ref: MONEY }, { $ref: ADDRESS }] } });
    expect(Object.keys((schema as { $defs: object }).$defs).sort()).toEqual([ADDRESS, MONEY]);
    const problems = schemas.validatorFor('orders')?.validate({ billed: { zip: 'x' } });
    expect(problems?.map(({ path }) => path)).toEqual(['/billed/zip']);
  });

  it('keeps the copy of a schema that is gone, and what the schema holds itself', async () => {
    const { engine, schemas } = setUp();
    await schemas.register('addresses', { schema: address('string') });
    await schemas.register('money', { schema: { $id: MONEY, properties: { billed: { $ref: ADDRESS } } } });
    await engine.commit({ documents: schemas.removal('addresses') });
    await schemas.register('orders', { schema: { $ref: MONEY } });
    expect(schemas.validatorFor('orders')?.validate({ billed: { zip: 1 } })).toHaveLength(1);

    await schemas.register('addresses', { schema: address('string') });
    const own = { ...order, $defs: { [ADDRESS]: address('boolean') } };
    expect((await schemas.register('users', { schema: own })).schema).toEqual(own);
  });

  it('may lead back to the schema that is being registered', async () => {
    const { schemas } = setUp();
    await schemas.register('money', {
      schema: { $id: MONEY, $defs: { x: { $id: ADDRESS } }, properties: { at: { $ref: ADDRESS } } },
    });
    await schemas.register('addresses', { schema: address('string') });
    const mutual = { $id: ADDRESS, type: 'object', properties: { price: { $ref: MONEY } }, required: ['price'] };
    const problem = await problemOf(() => schemas.register('addresses', { schema: mutual }));
    // Two schemas with one id in one bundle: ajv says so.
    expect([problem.code, problem.message]).toEqual(['INVALID_SCHEMA', expect.stringContaining(ADDRESS)]);
    await schemas.register('money', { schema: { $id: MONEY, properties: { at: { $ref: ADDRESS } } } });
    await schemas.register('addresses', { schema: mutual });
    expect(schemas.validatorFor('addresses')?.validate({ price: { at: {} } })).toMatchObject([{ path: '/price/at' }]);
  });

  it.each([
    [{ properties: { to: { $ref: `${ADDRESS}#` } } }, '/schema/properties/to/$ref', `"$id": "${ADDRESS}"`],
    [{ $id: 'https://example.com/orders', items: { $ref: 'address' } }, '/schema/items/$ref', `"$id": "${ADDRESS}"`],
    [{ items: { $ref: 'address' } }, '/schema/items/$ref', 'by its absolute "$id"'],
  ])('is refused where nothing is registered: %j', async (schema, path, mend) => {
    const { engine, schemas } = setUp();
    const problem = await problemOf(() => schemas.register('orders', { schema }));
    expect([problem.code, problem.status, problem.errors[0]?.path]).toEqual(['INVALID_SCHEMA', 422, path]);
    expect(problem.message).toContain(mend);
    expect(engine.units).toEqual([]);
  });

  it('is refused where the registered schema has no such part, and where there are too many', async () => {
    const { engine, schemas } = setUp();
    await schemas.register('addresses', { schema: address('string') });
    const missing = await problemOf(() => schemas.register('orders', { schema: { $ref: `${ADDRESS}#/$defs/no` } }));
    expect([missing.code, missing.errors[0]?.path]).toEqual(['INVALID_SCHEMA', '/schema/$ref']);
    for (let at = 0; at < 70; at += 1) {
      engine.store({ collection: 'topics', name: `t${at}`, body: {} });
      await schemas.register(`t${at}`, { schema: { $id: `https://example.com/${at}` } });
    }
    const allOf = Array.from({ length: 70 }, (_, at) => ({ $ref: `https://example.com/${at}` }));
    const many = await problemOf(() => schemas.register('orders', { schema: { allOf } }));
    expect([many.code, many.message]).toEqual(['INVALID_SCHEMA', expect.stringContaining('more than 64')]);
  });
});
