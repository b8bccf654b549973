// Rows: what is joined, cut, encoded and decoded comes out as it went in. Properties over generated batches.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutBatch, joinBatches, pickEvents, shapeRows } from '#posthorn/engine/sqlite/batch-shape.js';
import { encodeColumns, encodeEnds, StoredBatch } from '#posthorn/engine/sqlite/row-codec.js';
import { columnAt, type EventBatch, valueAt } from '#posthorn/model/event-batch.js';
import { batchOf } from '../conformance/events.js';

type Plain = { value: string; key: string | null; headers: string | null; timestamp: number | null };

const event = fc.record({
  value: fc.oneof(fc.string(), fc.constant(''), fc.string({ minLength: 250, maxLength: 400 }), fc.constant('{"a":1}')),
  key: fc.option(fc.string({ unit: 'grapheme' })),
  headers: fc.option(fc.constantFrom('{"a":"b"}', '{"ü":"€"}')),
  timestamp: fc.option(fc.integer({ min: 0, max: 2 ** 52 })),
});
const events = fc.array(event, { minLength: 1, maxLength: 40 });

function toBatch(list: readonly Plain[]): EventBatch {
  const column = <K extends 'key' | 'headers' | 'timestamp'>(name: K) => {
    const each = list.map((entry) => entry[name]);
    if (each.every((entry) => entry === null)) return undefined;
    const [first] = each;
    return each.every((entry) => entry === first) ? (first ?? undefined) : each;
  };
  return batchOf(
    list.map((entry) => entry.value),
    {
      key: column('key') as string | (string | null)[] | undefined,
      headers: column('headers') as string | (string | null)[] | undefined,
      timestamp: column('timestamp') as number | (number | null)[] | undefined,
    },
  );
}

function toPlain(batch: EventBatch): Plain[] {
  return Array.from({ length: batch.count }, (_, i) => ({
    value: Buffer.from(valueAt(batch, i)).toString(),
    key: columnAt(batch.columns.key, i),
    headers: columnAt(batch.columns.headers, i),
    timestamp: columnAt(batch.columns.timestamp, i),
  }));
}

it('encodes and decodes a row', () => {
  fc.assert(
    fc.property(events, (list) => {
      const batch = toBatch(list);
      const meta = encodeColumns(batch.columns, batch.count);
      const stored = new StoredBatch(batch.count, encodeEnds(batch.ends), meta, batch.payload);
      expect(toPlain(stored)).toEqual(list);
      expect([...stored.ends]).toEqual([...batch.ends]);
    }),
    { seed: 1 },
  );
});

it.each([
  ['one byte', 200],
  ['two bytes', 60_000],
  ['four bytes', 70_000],
])('keeps lengths of %s', (_, length) => {
  const batch = batchOf(['x', 'y'.repeat(length), '']);
  const ends = encodeEnds(batch.ends);
  expect([...new StoredBatch(3, ends, null, batch.payload).ends]).toEqual([...batch.ends]);
});

it('needs no more than five bytes for the lengths of equal values', () => {
  expect(encodeEnds(batchOf(Array.from({ length: 1_000 }, () => 'x'.repeat(110))).ends)).toHaveLength(5);
});

it('joins, cuts and picks without changing an event', () => {
  fc.assert(
    fc.property(events, events, fc.nat(), fc.nat(), (a, b, x, y) => {
      const joined = joinBatches([toBatch(a), toBatch(b)]);
      const all = [...a, ...b];
      expect(toPlain(joined)).toEqual(all);
      const [from, to] = [x % all.length, y % all.length].sort((m, n) => m - n) as [number, number];
      expect(toPlain(cutBatch(joined, from, to + 1))).toEqual(all.slice(from, to + 1));
      expect(toPlain(pickEvents(joined, [from]))).toEqual([all[from]]);
    }),
    { seed: 2 },
  );
});

it('shapes rows within their bounds, larger single events alone', () => {
  fc.assert(
    fc.property(fc.array(events, { minLength: 1, maxLength: 5 }), (lists) => {
      const rows = shapeRows(lists.map(toBatch), 300, 7);
      expect(rows.flatMap(toPlain)).toEqual(lists.flat());
      for (const row of rows) {
        expect(row.count).toBeLessThanOrEqual(7);
        if (row.count > 1) expect(row.payload.byteLength).toBeLessThanOrEqual(300);
      }
    }),
    { seed: 3 },
  );
});
