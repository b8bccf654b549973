import { expect, it } from 'vitest';
import type { ReceivedRequest } from '../harness/receiver.js';
import { makeDeliveryLog, readDelivery } from './observer.js';

const PLACE = { 'posthorn-subscription': 'orders', 'posthorn-partition': '2', 'posthorn-offset': '40' };
const MESSAGE = { ...PLACE, 'posthorn-previous-offset': '39', 'webhook-id': 'msg_1' };

function request(body: string, headers: Record<string, string> = {}): ReceivedRequest {
  const all = { ...MESSAGE, ...headers };
  return { index: 0, method: 'POST', path: '/hook', headers: all, body: Buffer.from(body), at: 1_000 };
}

const calm = () => 0.99;
const unused = () => Promise.reject(new Error('Nothing was to be waited for.'));

it('reads a single event as it came, line breaks included', () => {
  expect(readDelivery(request('{"a":\n1}\n'), 7)).toEqual({
    ...{ kind: 'delivery', subscription: 'orders', partition: 2, offset: 40, lastOffset: 40, previousOffset: 39 },
    ...{ count: 1, values: ['{"a":\n1}\n'], webhookId: 'msg_1', arrivedOrder: 7, arrivedAt: 1_000 },
  });
});

it('takes a batch apart into its lines, and keeps what it says of itself', () => {
  const headers = { 'posthorn-last-offset': '42', 'posthorn-count': '3' };
  expect(readDelivery(request('1\n2\n3\n', headers), 0)).toMatchObject({
    ...{ offset: 40, lastOffset: 42, count: 3, values: ['1', '2', '3'] },
  });
  expect(readDelivery(request('1\n2\n', headers), 0)).toMatchObject({ count: 3, values: ['1', '2'] });
  expect(readDelivery(request('1\n2\n3', headers), 0)).toMatchObject({ values: ['1', '2', '3'] });
});

it('counts what a subscription has acknowledged, each event of a batch once', async () => {
  const log = makeDeliveryLog(calm, unused);
  const batch = request('1\n2\n3\n', { 'posthorn-last-offset': '42', 'posthorn-count': '3' });
  expect(await log.receive(batch)).toBe(200);
  expect(await log.receive(batch)).toBe(200);
  expect(log.acknowledgedCount('orders')).toBe(3);
  expect(log.isAcknowledged('orders', { partition: 2, offset: 42 })).toBe(true);
  expect(log.isAcknowledged('orders', { partition: 2, offset: 43 })).toBe(false);
  expect(log.acknowledgedCount('others')).toBe(0);
  expect(log.deliveries().map(({ arrivedOrder, answer }) => [arrivedOrder, answer?.order, answer?.status])).toEqual([
    [0, 1, 200],
    [2, 3, 200],
  ]);
});

it('gives no answer to a process that was killed meanwhile', async () => {
  let letGo: () => void = () => undefined;
  const slow = () =>
    new Promise<void>((resolve) => {
      letGo = resolve;
    });
  const chosen = [0.5, 0];
  const log = makeDeliveryLog(() => chosen.shift() ?? 0.99, slow);
  const answer = log.receive(request('1'));
  expect(log.killed()).toBe(1);
  letGo();
  expect(await answer).toBe('close');
  expect(log.deliveries()[0]).not.toHaveProperty('answer');
  expect(log.acknowledgedCount('orders')).toBe(0);
});
