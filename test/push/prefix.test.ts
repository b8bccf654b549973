// A batch of which the endpoint says how far it came: what it has taken is not sent again, the rest is, by the schedule.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { Answer, ReceivedRequest } from '../harness/receiver.js';
import { setUpPush } from './set-up.js';

const BATCH = { batch: { maxEvents: 10, lingerMs: 60_000 }, start: 'earliest' };
const RETRY = { retry: { scheduleMs: [20, 20, 20], jitter: 0 } };

const ndjson = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${from + index}`).join('\n');
const linesOf = ({ body }: ReceivedRequest) => body.toString().trimEnd().split('\n').map(Number);
const boundsOf = ({ headers }: ReceivedRequest) => [
  headers['posthorn-offset'],
  headers['posthorn-last-offset'],
  headers['posthorn-count'],
];
const ackedThrough = (offset: number | string, status = 200): Answer => ({
  status,
  headers: { 'posthorn-acked-through': String(offset) },
});

async function setUp() {
  const setting = await setUpPush();
  const produce = async (from: number, to: number) => {
    const answer = await setting.client.send('POST', '/v1/topics/orders/events', ndjson(from, to), {
      'content-type': 'application/x-ndjson',
    });
    expect(answer.status, answer.text).toBe(200);
  };
  await produce(0, 10);
  return { ...setting, produceLines: produce };
}

test.each([200, 500, 422])(
  'what an answer of %i acknowledges is done, and the rest is a batch of its own',
  async (status) => {
    const { receiver, subscribe, attempts, describe } = await setUp();
    const answers = [ackedThrough(3, status), ackedThrough(8, status), 200 as const];
    receiver.respond(() => answers.shift() ?? 500);
    await subscribe('part', { ...BATCH, ...RETRY });
    const requests = await receiver.waitFor(3);
    expect(requests.map(linesOf)).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [4, 5, 6, 7, 8, 9], [9]]);
    expect(boundsOf(requests[1] as ReceivedRequest)).toEqual(['4', '9', '6']);
    expect(requests[1]?.headers).toMatchObject({ 'posthorn-previous-offset': '3', 'posthorn-attempt': '2' });
    expect(requests[2]?.headers).toMatchObject({ 'posthorn-previous-offset': '8', 'posthorn-attempt': '2' });
    expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    await eventually(async () => {
      expect((await describe('part')).offsets[0]).toMatchObject({ committedOffset: 10, lag: 0, parked: 0 });
      const [last, middle, first] = await attempts('part');
      expect(first).toMatchObject({ offset: 0, lastOffset: 9, outcome: 'retry', status, ackedThrough: 3 });
      expect(middle).toMatchObject({ offset: 4, lastOffset: 9, attempt: 2, outcome: 'retry', ackedThrough: 8 });
      expect(last).toMatchObject({ offset: 9, attempt: 2, outcome: 'acknowledged' });
      expect(last).not.toHaveProperty('ackedThrough');
    });
  },
);

test.each([
  ['the last offset', '9'],
  ['the last offset with an error', '9', 500],
])('%s acknowledges the whole batch', async (_name, offset, status = 200) => {
  const { receiver, subscribe, attempts } = await setUp();
  receiver.respond(ackedThrough(offset, status));
  await subscribe('whole', { ...BATCH, ...RETRY });
  await eventually(async () =>
    expect(await attempts('whole')).toMatchObject([{ outcome: 'acknowledged', lastOffset: 9 }]),
  );
  expect(receiver.requests).toHaveLength(1);
});

test.each([
  ['-1', 'before the first offset, 0'],
  ['10', "'10' is none of the offsets 0 to 9 that were sent"],
  ['3.5', "'3.5' is none of the offsets"],
  ['0x3', "'0x3' is none of the offsets"],
  ['', "'' is none of the offsets"],
])('posthorn-acked-through: %s acknowledges nothing, also with 200', async (said, text) => {
  const { receiver, subscribe, attempts } = await setUp();
  let asked = 0;
  receiver.respond(() => {
    asked += 1;
    return asked === 1 ? ackedThrough(said) : 200;
  });
  await subscribe('wrong', { ...BATCH, ...RETRY });
  const [first, second] = await receiver.waitFor(2);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.body.toString()).toBe(first?.body.toString());
  await eventually(async () => {
    const [, failed] = await attempts('wrong');
    expect(failed).toMatchObject({ outcome: 'retry', phase: 'status', status: 200 });
    expect(failed?.['response']).toContain(text);
    expect(failed).not.toHaveProperty('ackedThrough');
  });
});

test('a rest that is given up alone is dead-lettered', async () => {
  const { client, receiver, subscribe, attempts } = await setUp();
  receiver.respond(ackedThrough(6, 503));
  await subscribe('gone', { ...BATCH, retry: { scheduleMs: [], jitter: 0 } });
  await eventually(async () => {
    const fetched = await client.get('/v1/topics/gone.dlt/partitions/0/events?offset=0');
    const { events = [] } = fetched.json<{ events?: { value: number }[] }>();
    expect(events.map(({ value }) => value)).toEqual([7, 8, 9]);
  });
  expect(await attempts('gone')).toMatchObject([
    { outcome: 'dead-lettered', offset: 0, lastOffset: 9, ackedThrough: 6 },
  ]);
});

test('a key of the acknowledged part goes on, one of the rest waits', async () => {
  const { client, receiver, subscribe } = await setUpPush();
  const send = (events: object[]) => client.post('/v1/topics/orders/batches', { events });
  receiver.respond(({ headers }) =>
    headers['posthorn-offset'] === '0' ? ackedThrough(1) : headers['posthorn-offset'] === '2' ? 500 : 200,
  );
  await subscribe('keys', {
    batch: { maxEvents: 4, lingerMs: 0 },
    retry: { scheduleMs: [100, 60_000], jitter: 0 },
    start: 'earliest',
  });
  await send(['a', 'b', 'c', 'd'].map((key, index) => ({ key, value: index })));
  await receiver.waitFor(1);
  await send([
    { key: 'c', value: 4 },
    { key: 'd', value: 5 },
  ]);
  await send([
    { key: 'a', value: 6 },
    { key: 'b', value: 7 },
  ]);
  const requests = await receiver.waitFor(
    (all) => all.some((request) => linesOf(request).includes(7)) && all.length >= 3,
  );
  const sent = requests.map(linesOf);
  expect(sent).toContainEqual([2, 3]);
  expect(sent.flat().filter((value) => value === 4 || value === 5)).toEqual([]);
});

test('where the progress goes is one commit: after a restart only the rest comes again', async () => {
  const setting = await setUp();
  setting.receiver.respond(ackedThrough(4, 503));
  await setting.subscribe('again', { ...BATCH, retry: { scheduleMs: [500, 500, 500], jitter: 0 } });
  await eventually(async () =>
    expect((await setting.describe('again')).offsets[0]).toMatchObject({ committedOffset: 10, parked: 1 }),
  );
  setting.receiver.respond(200);
  const after = await setting.restart();
  setting.receiver.clear();
  const [request] = await after.receiver.waitFor(1);
  expect(linesOf(request as ReceivedRequest)).toEqual([5, 6, 7, 8, 9]);
  await eventually(async () =>
    expect((await after.describe('again')).offsets[0]).toMatchObject({ committedOffset: 10, parked: 0 }),
  );
});
