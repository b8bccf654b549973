// What an event brought along does not count as the bus's word about a dead letter.
import { expect, test } from 'vitest';
import { deadLetterBatch } from '#posthorn/engine/dead-letter.js';
import type { EventBatch } from '#posthorn/model/event-batch.js';
import { pack } from '#posthorn/model/values.js';
import { readLetter } from '#posthorn/push/redrive/letter.js';

const sliceOf = (batch: EventBatch, offset: number) => ({ batch, baseOffset: offset, timestamp: 1, first: 0, last: 0 });

const given = (headers: object): EventBatch => ({
  count: 1,
  ...pack([Buffer.from('1')]),
  columns: { headers: [JSON.stringify(headers)] },
});

const facts = {
  owner: 'subscription',
  name: 's',
  topic: 'orders',
  partition: 0,
  attempts: 2,
  status: 422,
  why: 'refused',
  delivery: { webhookId: 'msg_1', events: 1 },
} as const;

test('headers of an event that look like those of a dead letter do not stay', () => {
  const own = { 'dead-letter-events': '0', 'dead-letter-replay': 'r', region: 'eu' };
  const letter = readLetter(sliceOf(deadLetterBatch([sliceOf(given(own), 7)], 7, 7, facts), 3), 0);
  expect(letter).toMatchObject({ offset: 3, origin: { topic: 'orders', offset: 7 }, events: 1, replay: null });
  expect(JSON.parse(letter?.headers ?? '')).toEqual({ region: 'eu' });
});

test.each(['0', '-1', '1.5', '1e9', 'many', ''])(
  'and %j that an older version left is no number of events',
  (events) => {
    const headers = { 'dead-letter-topic': 'orders', 'dead-letter-partition': '0', 'dead-letter-offset': '7' };
    const letter = readLetter(sliceOf(given({ ...headers, 'dead-letter-events': events }), 3), 0);
    expect(letter?.events).toBe(1);
  },
);
