// A topic's schemas over time: which compatibility holds, what it is compared with, and what changes no version.
import { describe, expect, it } from 'vitest';
import { systemClock } from '#posthorn/model/clock.js';
import { makeSchemas } from '#posthorn/schemas/schemas.js';
import { makeMemoryEngine } from '../memory-engine.js';
import { problemOf } from '../problem-of.js';

function setUp() {
  const engine = makeMemoryEngine();
  engine.store({ collection: 'topics', name: 'orders', body: {} });
  return { engine, schemas: makeSchemas({ engine, clock: { ...systemClock, now: () => 1_700_000_000_000 } }) };
}

const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const id = { id: { type: 'string' } };
const V1 = closed(id, ['id']);
const WITH_OPTIONAL = closed({ ...id, note: { type: 'string' } }, ['id']);
const WITH_REQUIRED = closed({ ...id, note: { type: 'string' } }, ['id', 'note']);

describe('each mode', () => {
  it.each([
    { mode: 'none', optional: true, required: true, back: true },
    { mode: 'backward', optional: true, required: false, back: false },
    { mode: 'forward', optional: false, required: false, back: true },
    { mode: 'full', optional: false, required: false, back: false },
  ])('$mode', async ({ mode, optional, required, back }) => {
    const compatible = async (from: unknown, to: unknown) => {
      const { schemas } = setUp();
      await schemas.register('orders', { schema: from, compatibility: mode });
      return (await schemas.check('orders', { schema: to })).compatible;
    };
    expect(await compatible(V1, WITH_OPTIONAL)).toBe(optional);
    expect(await compatible(V1, WITH_REQUIRED)).toBe(required);
    expect(await compatible(WITH_OPTIONAL, V1)).toBe(back);
    expect(await compatible(V1, { ...V1, title: 'The same in other words' })).toBe(true);
  });

  it.each([
    {
      mode: 'backward',
      transitive: 'backward-transitive',
      versions: [closed({ a: { type: 'string' } }), closed({}), closed({ a: { type: 'null' } })],
    },
    {
      mode: 'forward',
      transitive: 'forward-transitive',
      versions: [closed({ a: { type: 'null' } }), true, closed({ a: { type: 'string' } })],
    },
    {
      mode: 'full',
      transitive: 'full-transitive',
      versions: [closed({ a: { type: 'null' } }), closed({ a: { enum: [null] } }), closed({ a: { const: 1 } })],
    },
  ])('$transitive looks at every version, $mode at the latest alone', async ({ mode, transitive, versions }) => {
    const { schemas } = setUp();
    for (const schema of versions.slice(0, 2)) await schemas.register('orders', { schema, compatibility: 'none' });
    const next = versions[2];
    const alone = await schemas.check('orders', { schema: next, compatibility: mode });
    const all = await schemas.check('orders', { schema: next, compatibility: transitive });
    expect(alone.problems.map(({ version }) => version).includes(1)).toBe(false);
    expect(all.problems.map(({ version }) => version)).toContain(1);
    expect(all.compatible).toBe(false);
  });
});

describe('the compatibility of a topic', () => {
  it('is kept with each version and holds until another one is sent', async () => {
    const { schemas } = setUp();
    expect((await schemas.register('orders', { schema: V1 })).compatibility).toBe('none');
    await schemas.register('orders', { schema: WITH_OPTIONAL, compatibility: 'backward' });
    const problem = await problemOf(() => schemas.register('orders', { schema: WITH_REQUIRED }));
    expect([problem.code, problem.status, problem.errors]).toEqual([
      'INCOMPATIBLE_SCHEMA',
      409,
      [
        {
          path: '/schema/required',
          rule: 'required-added',
          message:
            'The new schema requires the property "note", in version 2 it may be absent. Leave the property optional.',
        },
      ],
    ]);
    expect(problem.message).toBe(
      "The schema is not backward compatible with version 2 of topic 'orders': /schema/required: The new schema " +
        'requires the property "note", in version 2 it may be absent. Leave the property optional. (required-added). ' +
        'Change it, trying it with POST /v1/topics/orders/schema/check; or send "compatibility": "none" with it.',
    );
    const third = await schemas.register('orders', { schema: WITH_REQUIRED, compatibility: 'none' });
    expect([third.version, third.compatibility]).toEqual([3, 'none']);
    expect(schemas.list('orders').items.map(({ compatibility }) => compatibility)).toEqual([
      'none',
      'backward',
      'none',
    ]);
  });

  it('changes alone with the same schema: no new version', async () => {
    const { engine, schemas } = setUp();
    await schemas.register('orders', { schema: V1 });
    const same = await schemas.register('orders', { schema: V1, compatibility: 'full' });
    expect([same.version, same.compatibility, same.registeredAt]).toEqual([1, 'full', 1_700_000_000_000]);
    expect(schemas.list('orders').items).toHaveLength(1);
    await schemas.register('orders', { schema: V1 });
    expect(engine.units).toHaveLength(2);
    expect((await schemas.check('orders', { schema: WITH_OPTIONAL })).compatible).toBe(false);
  });

  it('compares with the version that came between, when two register at once', async () => {
    const { engine, schemas } = setUp();
    await schemas.register('orders', { schema: V1, compatibility: 'backward' });
    const [first] = schemas.list('orders').items;
    engine.meanwhile(() => {
      const second = { ...first, version: 2, schema: closed({ ...id, note: { type: 'null' } }, ['id']) };
      engine.store({ collection: 'schemas', name: 'orders', body: { versions: [first, second] } });
    });
    const problem = await problemOf(() => schemas.register('orders', { schema: WITH_OPTIONAL }));
    expect(problem.errors.map(({ path }) => path)).toEqual(['/schema/properties/note/type']);
  });
});

describe('check', () => {
  it('tells the version that the schema would get or has, and writes nothing', async () => {
    const { engine, schemas } = setUp();
    const trial = { compatible: true, compatibility: 'none', problems: [] };
    expect(await schemas.check('orders', { schema: V1 })).toEqual({ ...trial, version: 1 });
    await schemas.register('orders', { schema: V1, compatibility: 'forward' });
    expect(await schemas.check('orders', { schema: V1 })).toEqual({ ...trial, compatibility: 'forward', version: 1 });
    expect(await schemas.check('orders', { schema: WITH_OPTIONAL })).toEqual({
      compatible: false,
      compatibility: 'forward',
      version: 2,
      problems: [
        {
          version: 1,
          path: '/schema/properties/note',
          rule: 'property-added',
          message:
            'The new schema allows the property "note", version 1 does not. ' +
            'Add a property only where the earlier schema allows others.',
        },
      ],
    });
    expect(engine.units).toHaveLength(1);
  });

  it.each([
    ['orders', { schema: { type: 'strng' } }, 'INVALID_SCHEMA'],
    ['orders', { schema: true, compatibility: 'sideways' }, 'INVALID_REQUEST'],
    ['nothing', { schema: true }, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['_own', { schema: true }, 'TOPIC_AUTHORIZATION_FAILED'],
  ])('refuses what the PUT refuses: %s %j', async (topic, body, code) => {
    const { schemas } = setUp();
    expect((await problemOf(() => schemas.check(topic, body))).code).toBe(code);
  });
});
