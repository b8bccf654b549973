// The events of the benches: 110 bytes of JSON each, an order like many others.

export const EVENT_BYTES = 110;
export const BATCH_EVENTS = 1_000;

export const EVENT_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    id: { type: 'integer', minimum: 0 },
    type: { type: 'string', enum: ['order.created', 'order.paid'] },
    customer: { type: 'string', minLength: 1, maxLength: 40 },
    total: { type: 'number', minimum: 0 },
    currency: { type: 'string', minLength: 3, maxLength: 3 },
    note: { type: 'string' },
  },
  required: ['id', 'type', 'customer', 'total', 'currency'],
};

/** Exactly EVENT_BYTES of ASCII. */
export function sampleEvent(id: number): string {
  const start = `{"id":${id},"type":"order.created","customer":"c-${id % 1_000}","total":129.95,"currency":"EUR","note":"`;
  return `${start}${'n'.repeat(EVENT_BYTES - start.length - 2)}"}`;
}

/** `count` events, a line each, the last one with its line feed. */
export function sampleLines(count: number, firstId = 0): Buffer {
  let lines = '';
  for (let index = 0; index < count; index += 1) lines += `${sampleEvent(firstId + index)}\n`;
  return Buffer.from(lines);
}
