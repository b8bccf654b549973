// A registered schema as the API shows it.
import { Type } from '../json-schema.js';
import { topicNameField } from './topic.js';

export const EXAMPLE_SCHEMA = {
  type: 'object',
  properties: { orderId: { type: 'string' }, amount: { type: 'number', minimum: 0 } },
  required: ['orderId'],
};

const schemaField = Type.Unknown({
  description: 'A JSON Schema, draft 2020-12: an object or a boolean',
  examples: [EXAMPLE_SCHEMA],
});

export const compatibilityField = Type.Union(
  [Type.Literal('none'), Type.Literal('backward'), Type.Literal('forward'), Type.Literal('full')],
  { default: 'none', description: 'Only "none" is supported yet', examples: ['none'] },
);

export const schemaBody = Type.Object(
  { schema: schemaField, compatibility: Type.Optional(compatibilityField) },
  { additionalProperties: false },
);

export const schemaVersionShape = Type.Object(
  {
    topic: topicNameField,
    version: Type.Integer({ description: 'From 1', examples: [1] }),
    compatibility: compatibilityField,
    registeredAt: Type.Integer({ description: 'Milliseconds since the epoch', examples: [1_767_225_600_000] }),
    schema: schemaField,
  },
  { description: 'A version of the schema' },
);
