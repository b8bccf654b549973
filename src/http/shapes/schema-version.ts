// A registered schema as the API shows it.
import { COMPATIBILITIES, type Compatibility } from '../../schemas/compatibility/modes.js';
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
  COMPATIBILITIES.map((name) => Type.Literal(name)),
  {
    description:
      'What a new version is held to. `backward`: it takes every value that the latest version allows; `forward`: the ' +
      'latest version takes every value that it allows; `full`: both; `-transitive`: with all earlier versions',
    examples: ['backward'],
  },
);

export const schemaBody = Type.Object(
  {
    schema: schemaField,
    compatibility: Type.Optional(
      Type.Unsafe<Compatibility>({
        ...compatibilityField,
        description:
          'Holds until another one is sent; absent: the one of the latest version, `none` where there is none',
      }),
    ),
  },
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

export const schemaTrialShape = Type.Object(
  {
    compatible: Type.Boolean({ examples: [false] }),
    version: Type.Integer({ description: 'The version that the schema would get, or has', examples: [2] }),
    compatibility: compatibilityField,
    problems: Type.Array(
      Type.Object({
        version: Type.Integer({ description: 'The earlier version that it breaks with', examples: [1] }),
        path: Type.String({ description: 'JSON pointer into the body', examples: ['/schema/required'] }),
        rule: Type.String({ description: 'Which rule it breaks', examples: ['required-added'] }),
        message: Type.String({
          description: 'What is wrong, and what would be compatible',
          examples: [
            'The new schema requires the property "total", in version 1 it may be absent. Leave the property optional.',
          ],
        }),
      }),
    ),
  },
  { description: 'What registering the schema would come to' },
);
