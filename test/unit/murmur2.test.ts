import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { murmur2, partitionOfKey } from '#posthorn/produce/murmur2.js';

// The library has no types for this inner file.
const oracle = createRequire(import.meta.url)('kafkajs/src/producer/partitioners/default/murmur2.js') as (
  key: Buffer,
) => number;

// org.apache.kafka.common.utils.UtilsTest#testMurmur2
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('Kafka publishes %j as %d', (text, hash) => {
  expect(murmur2(Buffer.from(text))).toBe(hash);
});

test('equals an independent implementation', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (key) => {
      expect(murmur2(Buffer.from(key))).toBe(oracle(Buffer.from(key)) | 0);
    }),
    { seed: 7, numRuns: 2_000 },
  );
});

test('a partition is in range', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 1_000 }), (key, partitions) => {
      const partition = partitionOfKey(key, partitions);
      expect(partition >= 0 && partition < partitions).toBe(true);
    }),
    { seed: 7 },
  );
  expect(partitionOfKey('foobar', 7)).toBe((-790332482 & 0x7fffffff) % 7);
});
