// A subscription with a replay running is paused and pulled: fetches get what is live, the replay waits for the resume.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { ReceivedRequest } from '../harness/receiver.js';
import { acknowledged, ascending, partOf, produceLines, replay, upTo } from './replay-log.js';
import { FAST_RETRY, setUpPush } from './set-up.js';

type Handed = { readonly topic: string; readonly partition: number; readonly offset: number; readonly attempt: number };

/** Values are offsets, be it in batches of lines. */
const doneIn = (requests: readonly ReceivedRequest[]): number[] =>
  acknowledged(requests).flatMap(({ body }) => body.toString().trim().split('\n').map(Number));

test.each([
  ['by key', { ordering: 'key', maxInFlight: 4 }],
  ['unordered, in batches', { ordering: 'none', maxInFlight: 3, batch: { maxEvents: 4, lingerMs: 5 } }],
])('%s: each of the range is replayed once, each live event is done once', async (_name, config) => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s', { ...FAST_RETRY, ...config });
  await produceLines(client, 0, 40);
  await eventually(async () => expect((await setting.describe('s')).offsets).toMatchObject([{ lag: 0, parked: 0 }]));
  receiver.clear();
  receiver.respond('hang');
  const { replay: id } = await replay(client, 0, 40);
  await produceLines(client, 40, 60);
  await receiver.waitFor(3);
  await client.post('/v1/subscriptions/s/pause');
  const pull = async (more: object) => {
    const body = { topics: ['orders'], mode: 'shared', memberId: 'w', waitMs: 0, ...more };
    return (await client.post('/v1/groups/s/fetch', body)).json<{ events: readonly Handed[] }>().events;
  };
  const waiting = pull({ waitMs: 20_000, maxEvents: 6 });
  expect(await pull({})).toEqual([]);
  receiver.respond(200);
  receiver.release();
  const held = await waiting;
  const done = held.slice(0, 4).map(({ topic, partition, offset, attempt }) => ({ topic, partition, offset, attempt }));
  expect(done).toHaveLength(4);
  expect((await client.post('/v1/groups/s/acknowledge', { ack: done })).status).toBe(200);
  const before = partOf(receiver.requests, id).length;
  const more = await pull({ maxEvents: 3, memberId: 'other' });
  expect(more).toHaveLength(3);
  expect(partOf(receiver.requests, id)).toHaveLength(before);
  expect((await setting.describe('s')).replays).toMatchObject([{ id }]);

  await client.post('/v1/subscriptions/s/resume');
  await eventually(
    async () =>
      expect(await setting.describe('s')).toMatchObject({
        replays: [],
        offsets: [{ committedOffset: 60, lag: 0, parked: 0 }],
      }),
    { timeoutMs: 20_000 },
  );
  expect(ascending(doneIn(partOf(receiver.requests, id)))).toEqual(upTo(40));
  const live = doneIn(partOf(receiver.requests, undefined));
  expect(ascending([...live, ...done.map(({ offset }) => offset)])).toEqual(upTo(60, 40));
  expect(held.every(({ offset }) => offset >= 40)).toBe(true);
});
