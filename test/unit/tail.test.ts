import { beforeEach, describe, expect, it } from 'vitest';
import { TAIL_HEARTBEAT_MS, TAIL_SILENT_READS_MAX } from '#posthorn/model/tail-limits.js';
import { settle } from './growing-log.js';
import { earliest, makeTailOrders, resume } from './tail-orders.js';

let orders: ReturnType<typeof makeTailOrders>['orders'];
let open: ReturnType<typeof makeTailOrders>['open'];

function use(partitions: number): void {
  ({ orders, open } = makeTailOrders(partitions));
}

beforeEach(() => use(2));

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => String(from + index));

describe('a tail', () => {
  it('begins with a comment, the time to wait before connecting again, and its position', () => {
    orders.append(1, ['1', '2']);
    const { read } = open();
    expect(read()).toEqual({ messages: [], comments: 1, retry: 2_000, lastId: '0:0,1:2' });
  });

  it('gives what comes, of all partitions, each id naming what comes next', async () => {
    orders.append(0, ['"before"']);
    const { read } = open();
    orders.append(0, ['{"a": 9007199254740993}', '2'], { key: ['K', null], headers: '{"h":"x"}' });
    await settle();
    orders.append(1, ['3']);
    await settle();
    expect(read().messages).toEqual([
      {
        id: '0:2',
        event: 'event',
        data:
          '{"topic":"orders","partition":0,"offset":1,"timestamp":1700000000000,"key":"K","headers":{"h":"x"},' +
          '"value":{"a": 9007199254740993}}',
      },
      { id: '0:3', event: 'event', data: expect.stringContaining('"offset":2') },
      { id: '0:3,1:1', event: 'event', data: expect.stringContaining('"partition":1,"offset":0') },
    ]);
  });

  it('keeps an event on one line, whatever breaks stand in its value', async () => {
    const { read, written } = open();
    const crlf = '{"a":\r\n [1,\n\r2]}';
    const lonely = '{"a":\r1}';
    orders.append(0, [crlf, lonely], { unframed: [1, null] });
    await settle();
    expect(read().messages.map(({ data }) => JSON.parse(data).value)).toEqual([{ a: [1, 2] }, { a: 1 }]);
    expect(Buffer.concat(written).includes('\r')).toBe(false);
  });

  it.each([
    ['earliest', earliest, ['0:0', '0:1', '1:0', '0:2']],
    ['latest', {}, ['0:2']],
    ['a time', { start: { kind: 'timestamp', timestamp: 1_700_000_000_500 } } as const, ['0:1', '0:2']],
    ['an id', resume('0:1,1:1'), ['0:1', '0:2']],
    ['an id that names one partition', resume('1:1'), ['0:0', '0:1', '0:2']],
  ])('begins at %s', async (_name, start, places) => {
    orders.append(0, ['1', '2'], { timestamp: [null, 1_700_000_001_000] });
    orders.append(1, ['3']);
    const client = open(start);
    await settle();
    orders.append(0, ['4']);
    await settle();
    expect(client.places().sort()).toEqual([...places].sort());
  });

  it('goes on behind any of its ids, with nothing left out and nothing twice', async () => {
    const first = open(earliest);
    for (let round = 0; round < 5; round += 1) {
      orders.append(0, numbers(0, 3));
      orders.append(1, numbers(0, 2));
      await settle();
    }
    const { messages } = first.read();
    const all = first.places();
    expect(all).toHaveLength(25);
    for (const [index, { id }] of messages.entries()) {
      const again = open(resume(id));
      await settle();
      expect([...all.slice(0, index + 1), ...again.places()].sort()).toEqual([...all].sort());
      again.leave();
    }
  });

  it('tells what retention took, and goes on behind it', async () => {
    orders.append(0, numbers(0, 6));
    orders.trim(0, 4);
    const client = open(resume('0:1'));
    await settle();
    expect(client.read().messages).toMatchObject([
      { id: '0:4', event: 'lost', data: '{"topic":"orders","partition":0,"from":1,"to":4}' },
      { id: '0:5', event: 'event' },
      { id: '0:6', event: 'event' },
    ]);
    orders.trim(0, 6);
    const late = open(resume('0:5'));
    await settle();
    expect(late.read().messages).toMatchObject([{ id: '0:6', event: 'lost' }]);
    expect(client.read().messages).toHaveLength(3);
  });

  it('takes up partitions that are added, from their first event', async () => {
    const [client, behind] = [open(), open(earliest)];
    await settle();
    behind.slow(true);
    orders.append(0, ['1']);
    orders.grow(4);
    orders.append(3, ['2']);
    await settle();
    orders.append(3, ['3']);
    await settle();
    expect(client.places()).toEqual(['0:0', '3:0', '3:1']);
    behind.slow(false);
    behind.drained();
    await settle();
    expect(behind.places()).toEqual(['0:0', '3:0', '3:1']);
    expect([client.read().lastId, behind.read().lastId]).toEqual(['0:1,3:2', '0:1,3:2']);
    const later = open(resume('0:1'));
    await settle();
    expect(later.places()).toEqual(['3:0', '3:1']);
  });

  it('is joined between an append and its signal', async () => {
    const first = open();
    await settle();
    orders.append(0, ['1', '2'], {}, false);
    const [second, third] = [open(), open(resume('0:1'))];
    orders.append(1, ['3'], {}, false);
    await settle();
    orders.hear();
    await settle();
    orders.append(0, ['4']);
    await settle();
    expect([first, second, third].map((client) => client.places().sort())).toEqual([
      ['0:0', '0:1', '0:2', '1:0'],
      ['0:2', '1:0'],
      ['0:1', '0:2', '1:0'],
    ]);
  });

  it('is joined between a change of its topic and the signal', async () => {
    const first = open();
    await settle();
    orders.grow(3);
    const second = open();
    orders.append(2, ['1']);
    const third = open();
    await settle();
    orders.grow(4);
    orders.append(3, ['2']);
    await settle();
    for (const client of [first, second]) expect(client.places()).toEqual(['2:0', '3:0']);
    expect(third.places()).toEqual(['3:0']);
    for (const client of [first, second, third]) expect(client.read().lastId).toBe('0:0,2:1,3:1');
  });

  it('reads many partitions in turns', async () => {
    use(100);
    const client = open();
    await settle();
    for (let partition = 0; partition < 100; partition += 1) orders.append(partition, ['1', '2']);
    await settle();
    expect(new Set(client.places()).size).toBe(200);
    expect(client.places()).toHaveLength(200);
  });
});

describe('narrowed to a key', () => {
  it('gives its events alone, at the live end as behind it', async () => {
    const keys = { key: ['a', null, 'b', 'a'] };
    orders.append(0, numbers(0, 4), keys);
    const clients = [open({ ...earliest, key: 'a' }), open({ ...earliest, key: 'b' }), open({ ...earliest, key: 'c' })];
    await settle();
    orders.append(0, numbers(4, 4), keys);
    orders.append(1, ['8'], { key: 'b' });
    await settle();
    expect(clients.map((client) => client.places())).toEqual([['0:0', '0:3', '0:4', '0:7'], ['0:2', '0:6', '1:0'], []]);
  });

  it('says where it is although nothing comes, so that the next one does not read all again', async () => {
    const client = open({ key: 'a' });
    await settle();
    for (let count = 0; count < TAIL_SILENT_READS_MAX; count += 1) {
      orders.append(0, ['1']);
      await settle(4);
    }
    expect(client.read()).toMatchObject({ messages: [], lastId: `0:${TAIL_SILENT_READS_MAX}` });
    orders.append(1, ['1']);
    await settle();
    orders.timer.ring(TAIL_HEARTBEAT_MS);
    await settle();
    expect(client.read()).toMatchObject({ messages: [], lastId: `0:${TAIL_SILENT_READS_MAX},1:1` });
  });

  it('is told of losses as well', async () => {
    orders.append(0, numbers(0, 6), { key: 'b' });
    orders.trim(0, 4);
    const client = open({ ...resume('0:1'), key: 'a' });
    await settle();
    expect(client.read().messages.map(({ event }) => event)).toEqual(['lost']);
  });
});

it('shows every 15 seconds that it lives, but for clients that take nothing', async () => {
  const [quick, slow] = [open(), open()];
  slow.slow(true);
  orders.append(0, ['1']);
  await settle();
  for (let count = 0; count < 3; count += 1) {
    orders.timer.ring(15_000);
    await settle();
  }
  expect([quick.read().comments, slow.read().comments]).toEqual([4, 1]);
  expect(orders.timer.armed()).toBe(1);
  quick.leave();
  slow.leave();
  expect(orders.timer.armed()).toBe(0);
});
