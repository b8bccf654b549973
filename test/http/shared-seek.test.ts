// A shared group is moved by a seek: what was handed out before it is over, parked and leased alike. And by a trim.
import { expect, onTestFinished, test } from 'vitest';
import { makeHttpClient } from '../harness/http.js';
import { startBus } from '../harness/server.js';

type Handed = { readonly topic: string; readonly partition: number; readonly offset: number; readonly attempt: number };
type Share = { readonly events: readonly (Handed & { readonly value: unknown })[] };

const receipt = ({ topic, partition, offset, attempt }: Handed) => ({ topic, partition, offset, attempt });

async function setUp() {
  const server = await startBus();
  const client = makeHttpClient(server.url);
  onTestFinished(async () => {
    client.close();
    await server.stop();
  });
  await client.put('/v1/topics/images', { partitions: 2 });
  for (const partition of [0, 1]) {
    const events = Array.from({ length: 6 }, (_, value) => ({ value, partition }));
    await client.post('/v1/topics/images/batches', { events });
  }
  const ask = (body: object = {}) =>
    client.post('/v1/groups/g/fetch', { topics: ['images'], mode: 'shared', start: 'earliest', waitMs: 0, ...body });
  const fetch = async (body: object = {}) => (await ask(body)).json<Share>().events;
  const acknowledge = (body: object) => client.post('/v1/groups/g/acknowledge', body);
  const seek = (body: object, query = '') => client.post(`/v1/groups/g/offsets${query}`, body);
  return { client, ask, fetch, acknowledge, seek };
}

const places = (events: readonly Handed[]) => events.map(({ partition, offset }) => [partition, offset]).sort();

test('what was handed out is over where it moved, and stays where it did not', async () => {
  const { fetch, acknowledge, seek } = await setUp();
  const before = await fetch({ memberId: 'a' });
  expect(before).toHaveLength(12);
  await acknowledge({
    nack: before.filter(({ offset }) => offset === 1).map((one) => ({ ...receipt(one), delayMs: 60_000 })),
  });
  const target = { offsets: [{ topic: 'images', partition: 0, offset: 4 }] };
  const dry = await seek(target, '?dryRun=true');
  expect(dry.json()).toMatchObject({ dryRun: true, replayed: 2 });
  const [first, other] = [0, 1].map((at) => before.find(({ partition, offset }) => partition === at && offset === 5));
  expect((await acknowledge({ extend: [{ ...receipt(other as Handed), leaseMs: 60_000 }] })).status).toBe(200);
  expect((await seek(target)).json()).toMatchObject({ dryRun: false, replayed: 2 });
  const refused = await acknowledge({ ack: [receipt(first as Handed), receipt(other as Handed)] });
  expect(refused.json()).toMatchObject({ code: 'INVALID_RECORD_STATE', errors: [{ path: '/ack/0' }] });
  const again = await fetch({ memberId: 'b' });
  expect(places(again)).toEqual([
    [0, 4],
    [0, 5],
  ]);
  expect((await acknowledge({ memberId: 'a', ack: [receipt(first as Handed)] })).json()).toMatchObject({
    code: 'INVALID_RECORD_STATE',
  });
  expect((await acknowledge({ ack: [receipt(other as Handed), ...again.map(receipt)] })).status).toBe(200);
});

test('a fetch that waits gets what a seek brings back, and nothing of it twice', async () => {
  const { ask, fetch, acknowledge, seek, client } = await setUp();
  await acknowledge({ ack: (await fetch()).map(receipt) });
  const waiting = ask({ waitMs: 20_000 });
  expect((await seek({ to: 'earliest' })).json()).toMatchObject({ replayed: 12, skipped: 0 });
  const share = (await waiting).json<Share>().events;
  expect(places(share)).toHaveLength(12);
  expect(await fetch()).toEqual([]);
  expect((await acknowledge({ ack: share.map(receipt) })).status).toBe(200);
  expect((await client.get('/v1/groups/g')).json()).toMatchObject({
    mode: 'shared',
    offsets: [{ lag: 0 }, { lag: 0 }],
  });
});

test('what a trim took is counted where a fetch passes it, in the description and in the metrics', async () => {
  const { client, fetch, acknowledge } = await setUp();
  const held = await fetch({ maxEvents: 2 });
  const offsets = [0, 1].map((partition) => ({ partition, offset: 5 }));
  await client.post('/v1/topics/images/trim', { offsets });
  expect(await fetch()).toHaveLength(2);
  const lost = (await client.get('/v1/groups/g')).json<{ offsets: { lost: number; parked: number }[] }>().offsets;
  // What is held below the trim is counted when it comes back.
  expect([lost.map((one) => one.lost).sort(), lost.map(({ parked }) => parked).sort()]).toEqual([
    [3, 5],
    [1, 3],
  ]);
  expect((await client.get('/metrics')).text).toContain('posthorn_group_lost_events_total{group="g"} 8');
  expect((await acknowledge({ ack: held.map(receipt) })).status).toBe(200);
});
