// An event as a fetch shows it.
import { Type } from '../json-schema.js';

export const eventFields = {
  offset: Type.Integer({ examples: [1041] }),
  timestamp: Type.Integer({ description: 'Milliseconds since the epoch', examples: [1_767_225_600_000] }),
  key: Type.Union([Type.String(), Type.Null()], { examples: ['A-17'] }),
  headers: Type.Record(Type.String(), Type.String(), { examples: [{ source: 'shop' }] }),
  contentType: Type.Optional(
    Type.String({ description: 'Where it is not application/json', examples: ['text/plain'] }),
  ),
  schemaVersion: Type.Optional(Type.Integer({ description: 'The version it was checked against', examples: [1] })),
  value: Type.Optional(
    Type.Unknown({
      description: 'The very bytes that were produced; null: a tombstone',
      examples: [{ orderId: 'A-17' }],
    }),
  ),
  valueBase64: Type.Optional(
    Type.String({ description: 'Instead of value where that is not JSON', examples: ['AAEC'] }),
  ),
};

export const eventShape = Type.Object(eventFields);
