// One listener in memory: what it holds, and what becomes of its deliveries when it ends.
import { expect, test } from 'vitest';
import { LISTENER_UNWRITTEN_MAX_BYTES } from '#posthorn/model/listen-limits.js';
import { makeListener } from '#posthorn/push/listener/listener.js';
import { deliverySize, type ToListener } from '#posthorn/push/listener/listener-protocol.js';
import type { Recalled, SendResult } from '#posthorn/push/outcome.js';

const ENDPOINT = { url: '', listen: true as const, headers: {}, timeoutMs: 50 };
const OK = { kind: 'response', status: 200, headers: [], body: null, bodyBytes: 0 } as const;

function setUp() {
  const said: ToListener[] = [];
  const rings: (() => void)[] = [];
  let closed = 0;
  const port = { postMessage: (message: ToListener) => said.push(message), close: () => (closed += 1) };
  const timer = (ring: () => void) => {
    rings.push(ring);
    return () => void rings.splice(rings.indexOf(ring), 1);
  };
  const listener = makeListener({ port: port as never, timer });
  const results: (SendResult | Recalled)[] = [];
  const send = (body: Uint8Array) =>
    listener.send({ id: 'a', endpoint: ENDPOINT }, { headers: ['a', 'b'], body }, (one) => results.push(one));
  const ids = () => said.flatMap((message) => (message.kind === 'delivery' ? [message.id] : []));
  return { listener, said, rings, results, send, ids, closed: () => closed };
}

test('hands over no more than its connection takes, one delivery whatever its size', () => {
  const { listener, send, ids, said } = setUp();
  const body = new Uint8Array(LISTENER_UNWRITTEN_MAX_BYTES / 2);
  for (let count = 0; count < 5; count += 1) send(body);
  expect(ids()).toEqual([1, 2]);
  listener.written(2 * deliverySize({ body }));
  expect(ids()).toEqual([1, 2, 3, 4]);
  listener.answered([{ id: 5, result: OK }]);
  listener.written(2 * deliverySize({ body }));
  expect(ids()).toEqual([1, 2, 3, 4]);
  send(new Uint8Array(4 * LISTENER_UNWRITTEN_MAX_BYTES));
  send(body);
  expect(ids()).toEqual([1, 2, 3, 4, 6]);
  expect(said.filter(({ kind }) => kind !== 'delivery')).toEqual([]);
});

test('a view is copied alone, and not with the read that it is part of', () => {
  const { send, said } = setUp();
  send(new Uint8Array(1_000_000).fill(7).subarray(10, 12));
  const [delivery] = said;
  expect(delivery?.kind === 'delivery' && [delivery.body.buffer.byteLength, ...delivery.body]).toEqual([2, 7, 7]);
});

test('each delivery comes to one end: an answer, its time, or the end of the listener', async () => {
  const { listener, send, rings, results, said, closed } = setUp();
  for (let count = 0; count < 4; count += 1) send(Buffer.from('x'));
  expect(listener.answered([{ id: 1, result: OK }])).toEqual([]);
  rings[0]?.();
  expect(
    listener.answered([
      { id: 1, result: OK },
      { id: 2, result: OK },
      { id: 9, result: OK },
    ]),
  ).toEqual([1, 2, 9]);
  listener.end('taken-over');
  listener.end('stopping');
  expect(results).toEqual([
    OK,
    { kind: 'failure', phase: 'timeout', text: expect.any(String) },
    'recalled',
    'recalled',
  ]);
  expect([rings.length, closed(), said.at(-1)]).toEqual([0, 1, { kind: 'ended', why: 'taken-over' }]);
  send(Buffer.from('y'));
  expect(results).toHaveLength(4);
  await new Promise((resolve) => setImmediate(resolve));
  expect(results.at(-1)).toBe('recalled');
});
