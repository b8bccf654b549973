// What _changes tells of replays: each that begins comes to exactly one end.
import { expect, test } from 'vitest';
import { toldChanges } from '../harness/changes.js';
import { eventually } from '../harness/eventually.js';
import { replay, upTo } from './replay-log.js';
import { setUpPush } from './set-up.js';

test('one that is through has begun and ended; a dry run, and an empty range, tell nothing', async () => {
  const setting = await setUpPush();
  const { client } = setting;
  await setting.subscribe('s');
  for (const n of upTo(4)) await setting.produce(null, n);
  await replay(client, 1, 4, 's', '?dryRun=true');
  await replay(client, 2, 2);
  const { replay: id } = await replay(client, 1, 4);
  const told = () => toldChanges(client, 'replays/s');
  await eventually(async () => expect(await told()).toHaveLength(2));
  expect(await told()).toEqual([
    { kind: 'replay.begun', name: 's', replay: id, events: 3 },
    { kind: 'replay.ended', name: 's', replay: id },
  ]);
});

test('cancelled by a call, or with its subscription', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s');
  for (const n of upTo(4)) await setting.produce(null, n);
  await eventually(async () => expect((await setting.describe('s')).offsets).toMatchObject([{ lag: 0, parked: 0 }]));
  receiver.respond(503);
  const [{ replay: first }, { replay: second }] = [await replay(client, 0, 2), await replay(client, 2, 4)];
  const cancel = () => client.delete(`/v1/subscriptions/s/replays/${first}`);
  expect([(await cancel()).status, (await cancel()).status]).toEqual([204, 404]);
  expect((await client.delete('/v1/subscriptions/s')).status).toBe(204);
  const begun = { kind: 'replay.begun', name: 's', events: 2 };
  const cancelled = { kind: 'replay.cancelled', name: 's' };
  expect(await toldChanges(client, 'replays/s')).toEqual([
    { ...begun, replay: first },
    { ...begun, replay: second },
    { ...cancelled, replay: first, reason: 'cancelled by a call' },
    { ...cancelled, replay: second, reason: 'its subscription was deleted' },
  ]);
  expect((await toldChanges(client)).at(-1)).toEqual({ kind: 'subscription.deleted', name: 's' });
});

test('a replay of _changes ends, though its own end is told there', async () => {
  const setting = await setUpPush();
  const { client } = setting;
  await setting.subscribe('alerts', { topics: ['_changes'], start: 'earliest' });
  const range = { from: 'earliest', to: 'latest' };
  const answer = await client.post('/v1/subscriptions/alerts/seek', { range });
  const { replayed } = answer.json<{ replayed: number }>();
  const told = () => toldChanges(client, 'replays/alerts');
  await eventually(async () => expect(await told()).toMatchObject([{ events: replayed }, { kind: 'replay.ended' }]));
  await eventually(async () =>
    expect((await setting.describe('alerts')).offsets).toMatchObject([{ committedOffset: 4, lag: 0, parked: 0 }]),
  );
  expect(await toldChanges(client)).toHaveLength(4);
});
