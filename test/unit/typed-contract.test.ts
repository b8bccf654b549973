import { expect, test } from 'vitest';
import { typedContract } from '#posthorn/http/typed-contract.js';

const BASE = {
  paths: {
    '/v1/topics/{topic}/events': {
      post: {
        parameters: [],
        responses: { 200: { content: { 'application/json': { schema: { anyOf: [{}] } } } } },
      },
    },
  },
  components: { schemas: { 'a.v2.Problem': { type: 'object' } } },
};

const held = (name: string, type: string) => ({
  properties: { x: { $ref: `#/$defs/${name}` } },
  $defs: { [name]: { type } },
});

test('parts of schemas and schemas never share a name', () => {
  const topics = [
    {
      topic: 'a',
      versions: [
        { version: 1, schema: held('v1', 'string') },
        { version: 2, schema: held('Problem', 'null') },
      ],
    },
    { topic: 'a.v1', versions: [{ version: 1, schema: held('v1', 'integer') }] },
    { topic: 'a.v1.v1', versions: [{ version: 1, schema: { type: 'boolean' } }] },
  ];
  for (const order of [topics, [...topics].reverse()]) {
    const { schemas } = typedContract(BASE, order).components;
    const partOf = (name: string) => {
      const { properties } = schemas[name] as { properties: { x: { $ref: string } } };
      return schemas[properties.x.$ref.replace('#/components/schemas/', '')];
    };
    expect(partOf('a.v1')).toEqual({ type: 'string' });
    expect(partOf('a.v2')).toEqual({ type: 'null' });
    expect(partOf('a.v1.v1')).toEqual({ type: 'integer' });
    expect(schemas['a.v1.v1.v1']).toEqual({ type: 'boolean' });
    expect(schemas['a.v2.Problem']).toEqual({ type: 'object' });
  }
});
