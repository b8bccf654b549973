// What a tail does not begin with, and what ends it.
import { beforeEach, describe, expect, it } from 'vitest';
import { TAIL_READERS_MAX } from '#posthorn/model/tail-limits.js';
import { settle } from './growing-log.js';
import { problemOf } from './problem-of.js';
import { earliest, makeTailOrders, resume } from './tail-orders.js';
import { makeMemorySink } from './tail-sink.js';

let orders: ReturnType<typeof makeTailOrders>['orders'];
let tails: ReturnType<typeof makeTailOrders>['tails'];
let open: ReturnType<typeof makeTailOrders>['open'];
let failures: unknown[];

beforeEach(() => {
  ({ orders, tails, open, failures } = makeTailOrders(2));
});

describe('the end', () => {
  it('comes with the topic', async () => {
    const client = open();
    await settle();
    orders.remove();
    await settle();
    expect(client.read().messages).toEqual([
      { id: '0:0', event: 'end', data: '{"topic":"orders","reason":"topic-deleted"}' },
    ]);
    expect([client.isEnded(), tails.readers(), orders.timer.armed()]).toEqual([true, 0, 0]);
  });

  it('comes although another topic has its name already', async () => {
    const client = open();
    await settle();
    orders.remove();
    orders.create(2);
    const next = open();
    orders.append(0, ['1']);
    await settle();
    expect([client.read().messages.map(({ event }) => event), client.isEnded()]).toEqual([['end'], true]);
    expect([next.places(), next.isEnded()]).toEqual([['0:0'], false]);
  });

  it('comes with the server, without a word: the client is to connect again', async () => {
    const clients = [open(), open(earliest)];
    tails.stop();
    clients.push(open());
    expect(clients.map((client) => [client.isEnded(), client.read().messages])).toEqual(clients.map(() => [true, []]));
    expect([tails.readers(), orders.timer.armed()]).toEqual([0, 0]);
  });

  it('comes where the log cannot be read', async () => {
    const client = open();
    await settle();
    orders.waiting.log.read = () => {
      throw new Error('disk');
    };
    orders.append(0, ['1']);
    await settle();
    expect([client.isEnded(), tails.readers(), String(failures[0])]).toEqual([true, 0, 'Error: disk']);
  });
});

describe('is refused', () => {
  it.each([
    [resume('0:7'), 'OFFSET_OUT_OF_RANGE'],
    [resume('2:0'), 'INVALID_REQUEST'],
    [resume('0:1,0:1'), 'INVALID_REQUEST'],
    [resume('0:99999999999999999'), 'INVALID_REQUEST'],
    [resume('0:9999999999999999'), 'INVALID_REQUEST'],
    [resume('x'), 'INVALID_REQUEST'],
    [resume('0:1,'), 'INVALID_REQUEST'],
    [{ topic: 'other' }, 'UNKNOWN_TOPIC_OR_PARTITION'],
  ])('%j: %s', async (fields, code) => {
    const connected: unknown[] = [];
    const attempt = () =>
      tails.open({ topic: 'orders', start: { kind: 'latest' }, ...fields }, () => {
        connected.push(1);
        return makeMemorySink().sink;
      });
    expect((await problemOf(attempt)).code).toBe(code);
    expect([connected, tails.readers()]).toEqual([[], 0]);
  });

  it('beyond its bounds, named with the partition', async () => {
    orders.append(1, ['1']);
    const { members, message } = await problemOf(() => tails.check({ topic: 'orders', ...resume('0:0,1:5') }));
    expect(members).toEqual({ partition: 1, logStartOffset: 0, highWatermark: 1 });
    expect(message).toContain('from=earliest');
  });

  it('where too many are open', async () => {
    const clients = Array.from({ length: TAIL_READERS_MAX }, () => open());
    const problem = await problemOf(() => open());
    expect([problem.code, problem.retryAfterMs]).toEqual(['THROTTLING_QUOTA_EXCEEDED', 5_000]);
    clients[3]?.leave();
    clients[3]?.leave();
    open();
    expect(tails.readers()).toBe(TAIL_READERS_MAX);
  });
});
