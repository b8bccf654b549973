import { describe, expect, it } from 'vitest';
import { type DeliveredAttempt, type ProducedEvent, promisesHold, tally } from '../../bench/demo/tally.js';
import { makeMessageScanner } from '../../bench/load/message-scanner.js';
import { median, percentile } from '../../bench/load/percentile.js';
import { EVENT_BYTES, sampleEvent } from '../../bench/sample-events.js';

const event = (offset: number, key = 'a'): ProducedEvent => ({
  partition: 0,
  offset,
  key,
  event: 'push',
  sha256: `sha-${offset}`,
});
const attempt = (offset: number, changes: Partial<DeliveredAttempt> = {}): DeliveredAttempt => ({
  ...event(offset),
  verified: true,
  acknowledged: true,
  ...changes,
});

describe('the demo tally', () => {
  const produced = [event(0), event(1)];

  it('holds when all came once, after failures too', () => {
    const result = tally(produced, [attempt(0, { acknowledged: false }), attempt(0), attempt(1)]);
    expect(result).toMatchObject({ produced: 2, delivered: 2, attempts: 3, lost: 0 });
    expect(promisesHold(result)).toBe(true);
  });

  it.each([
    ['lost', [attempt(0)]],
    ['duplicates', [attempt(0), attempt(0), attempt(1)]],
    ['orderViolations', [attempt(0, { acknowledged: false }), attempt(1), attempt(0)]],
    ['byteDifferences', [attempt(0), attempt(1, { sha256: 'other' })]],
    ['headerDifferences', [attempt(0), attempt(1, { key: 'b' })]],
    ['badSignatures', [attempt(0), attempt(1, { verified: false })]],
  ] as const)('counts %s', (name, attempts) => {
    const result = tally(produced, attempts);
    expect(result[name]).toBe(1);
    expect(promisesHold(result)).toBe(false);
  });

  it('does not hold over nothing', () => {
    expect(promisesHold(tally([], []))).toBe(false);
  });
});

describe('the load tools', () => {
  it('finds the same messages however the bytes are cut', () => {
    const wire = Buffer.from(
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello' +
        'HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n' +
        'HTTP/1.1 422 No\r\nx: y\r\ncontent-length: 3\r\n\r\nbad',
    );
    for (let size = 1; size <= wire.length; size += 1) {
      const heads: string[] = [];
      let body = '';
      let ended = 0;
      const scanner = makeMessageScanner({
        lengthRequired: true,
        onHead: (head) => heads.push(head.slice(9, 12)),
        onBody: (piece) => {
          body += piece.toString();
        },
        onEnd: () => {
          ended += 1;
        },
      });
      for (let at = 0; at < wire.length; at += size) scanner.push(wire.subarray(at, at + size));
      expect({ size, heads, body, ended }).toEqual({ size, heads: ['200', '204', '422'], body: 'hellobad', ended: 3 });
    }
  });

  it('takes percentiles by nearest rank', () => {
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2);
    expect(percentile([1, 2, 3, 4], 0.99)).toBe(4);
    expect(percentile([], 0.5)).toBeNaN();
    expect(median([3, 1, 2])).toBe(2);
  });

  it('makes events of exactly the size it says', () => {
    for (const id of [0, 1, 999, 123_456_789]) {
      expect(Buffer.byteLength(sampleEvent(id))).toBe(EVENT_BYTES);
      expect(JSON.parse(sampleEvent(id))).toMatchObject({ id });
    }
  });
});
