import { expect, test } from 'vitest';
import { setUpPush } from './set-up.js';

/** Well below the grace after which a thread that does not end by itself is cut off. */
const STOP_MAX_MS = 3_000;

test('a stop waits for no endpoint longer than the drain, and what it cuts is no failed attempt', async () => {
  const setting = await setUpPush({ drainTimeoutMs: 100 });
  const { receiver } = setting;
  receiver.respond('hang');
  await setting.subscribe('slow', { maxInFlight: 3 });
  for (const key of ['a', 'b', 'c']) await setting.produce(key, key);
  await receiver.waitFor(3);
  const began = performance.now();
  const again = await setting.restart();
  expect(performance.now() - began).toBeLessThan(STOP_MAX_MS);
  const requests = await receiver.waitFor(6);
  expect(await again.attempts('slow')).toEqual([]);
  expect((await again.describe('slow')).offsets[0]).toMatchObject({ committedOffset: 0, parked: 0 });
  expect(requests.slice(3).map(({ headers }) => headers['posthorn-attempt'])).toEqual(['1', '1', '1']);
  receiver.release();
});

test('a stop while a change waits for running requests ends as soon as they do', async () => {
  const setting = await setUpPush({ drainTimeoutMs: 20_000 });
  const { client, receiver } = setting;
  receiver.respond('hang');
  await setting.subscribe('slow');
  await setting.produce('a', 1);
  await receiver.waitFor(1);
  await client.post('/v1/subscriptions/slow/pause');
  const began = performance.now();
  const restarted = setting.restart();
  receiver.respond(200);
  receiver.release();
  const again = await restarted;
  expect(performance.now() - began).toBeLessThan(STOP_MAX_MS);
  expect((await again.describe('slow')).offsets[0]).toMatchObject({ committedOffset: 1, lag: 0 });
});
