// Definitions that change under load: nothing is lost, no key is overtaken, and nothing is sent beside itself.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { ReceivedRequest } from '../harness/receiver.js';
import { seededRandom } from '../harness/seeded-random.js';
import { type PushSetting, setUpPush } from './set-up.js';

const KEYS = 12;

const place = ({ headers }: ReceivedRequest): string =>
  `${String(headers['posthorn-topic'])}/${String(headers['posthorn-partition'])}`;

/** A responder that notes every request that comes while an earlier one of its key has no answer yet. */
function watchOrder(answer: (request: ReceivedRequest) => { status: number; delayMs: number }) {
  const last = new Map<string, ReceivedRequest>();
  const faults: string[] = [];
  const respond = (request: ReceivedRequest) => {
    const key = `${place(request)} ${String(request.headers['posthorn-key'])}`;
    const before = last.get(key);
    last.set(key, request);
    if (before !== undefined) {
      if (before.answer === undefined) faults.push(`${key}: two at once`);
      const [offset, previous] = [request, before].map(({ headers }) => Number(headers['posthorn-offset']));
      if (Number(offset) < Number(previous)) faults.push(`${key}: ${offset} after ${previous}`);
      if (offset === previous && before.answer?.status === 200) faults.push(`${key}: ${offset} repeated`);
    }
    return answer(request);
  };
  return { faults, respond };
}

/** Produces to `topics` in turn, until it is told to end. @returns how many each topic got */
function load(setting: PushSetting, topics: readonly string[]): () => Promise<number> {
  let going = true;
  const run = async (): Promise<number> => {
    let count = 0;
    for (; going; count += 1) {
      for (const topic of topics) await setting.client.post(`/v1/topics/${topic}/events?key=k${count % KEYS}`, count);
    }
    return count;
  };
  const running = run();
  return () => {
    going = false;
    return running;
  };
}

test('changes and pauses under load, with failures between', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  const random = seededRandom(5);
  const { faults, respond } = watchOrder(() => ({ status: random() < 0.1 ? 500 : 200, delayMs: 20 * random() }));
  receiver.respond(respond);
  const change = (maxInFlight: number) =>
    setting.subscribe('s', { maxInFlight, retry: { scheduleMs: Array(20).fill(10), jitter: 0 } });
  await change(32);
  const end = load(setting, ['orders']);
  for (let round = 0; round < 8; round += 1) {
    const seen = receiver.requests.length;
    await receiver.waitFor(seen + 1 + Math.floor(20 * random()));
    if (random() < 0.5) await change(33 + round);
    await client.post('/v1/subscriptions/s/pause');
    await client.post('/v1/subscriptions/s/resume');
  }
  const produced = await end();
  await eventually(async () => expect((await setting.describe('s')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }));
  expect(faults).toEqual([]);
  const acknowledged = receiver.requests.filter(({ answer }) => answer?.status === 200);
  expect(acknowledged).toHaveLength(produced);
});

test('a topic that goes disturbs no delivery of the others', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  const { faults, respond } = watchOrder((request) => ({
    status: 200,
    delayMs: place(request).startsWith('orders') ? 60 : 1,
  }));
  await client.put('/v1/topics/other', {});
  await setting.subscribe('s', { topics: ['orders', 'other'], maxInFlight: 64 });
  const kept = (request: ReceivedRequest) => place(request).startsWith('orders');
  receiver.respond((request) => (kept(request) ? respond(request) : 200));
  const end = load(setting, ['orders', 'other']);
  for (let round = 0; round < 8; round += 1) {
    await receiver.waitFor(receiver.requests.length + 40);
    await client.delete('/v1/topics/other');
    await client.put('/v1/topics/other', {});
  }
  const produced = await end();
  await eventually(async () => {
    const orders = (await setting.describe('s')).offsets.find((one) => Reflect.get(one, 'topic') === 'orders');
    expect(orders).toMatchObject({ lag: 0, parked: 0 });
  });
  expect(faults).toEqual([]);
  expect(receiver.requests.filter(kept)).toHaveLength(produced);
});
