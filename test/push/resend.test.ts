// One attempt is made again by hand: the same events under the same webhook-id, once, whatever became of them.
import { expect, test } from 'vitest';
import { toldChanges } from '../harness/changes.js';
import { eventually } from '../harness/eventually.js';
import { letters, makeLetters, ONE_RETRY, redrive, through } from './dead-letters.js';
import { type PushSetting, setUpPush } from './set-up.js';

type Shown = Record<string, unknown> & { readonly id: string };

const shown = async (setting: PushSetting) => (await setting.attempts('s')) as unknown as Shown[];
const resend = async ({ client }: PushSetting, id: string | undefined) => {
  const answer = await client.post(`/v1/subscriptions/s/attempts/${id}/resend`);
  return { status: answer.status, ...answer.json<Record<string, unknown>>() };
};

test('of an acknowledged event and of a batch; the live flow stays where it is', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s', { batch: { maxEvents: 3 } });
  await client.post('/v1/topics/orders/batches', { events: [1, 2, 3].map((value) => ({ value })) });
  await eventually(async () => expect(await shown(setting)).toHaveLength(1));
  const [first] = await shown(setting);
  const [sent] = receiver.requests;
  expect(await resend(setting, first?.id)).toEqual({
    ...{ status: 200, attempt: first?.id, topic: 'orders', partition: 0, offset: 0, lastOffset: 2, events: 3 },
  });
  await eventually(async () => expect(await shown(setting)).toHaveLength(2));
  const again = receiver.requests[1];
  expect(again?.body).toEqual(sent?.body);
  for (const name of ['webhook-id', 'posthorn-offset', 'posthorn-last-offset', 'content-type']) {
    expect(again?.headers[name]).toBe(sent?.headers[name]);
  }
  expect(again?.headers['posthorn-resend']).toBe(first?.id);
  expect((await shown(setting))[0]).toMatchObject({ resend: first?.id, outcome: 'acknowledged', lastOffset: 2 });
  expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 3, parked: 0 }]);
  expect((await setting.describe('s')).replays).toEqual([]);
  expect(await toldChanges(client, 'attempts/s')).toEqual([
    { kind: 'attempt.resent', name: 's', attempt: first?.id, events: 3 },
  ]);
});

test('it fails once and for all: no retry, no dead letter; of a redriven one it has the same id', async () => {
  const setting = await setUpPush();
  const { receiver } = setting;
  await makeLetters(setting, 1);
  const { redrive: id } = await redrive(setting.client);
  await through(setting);
  const redriven = (await shown(setting)).find((attempt) => attempt['redrive'] === id);
  const [sent] = receiver.requests;
  receiver.respond(400);
  await resend(setting, redriven?.id);
  await eventually(async () =>
    expect((await shown(setting))[0]).toMatchObject({ outcome: 'failed', resend: redriven?.id }),
  );
  expect(receiver.requests).toHaveLength(2);
  expect(receiver.requests[1]?.headers['webhook-id']).toBe(sent?.headers['webhook-id']);
  expect((await letters(setting.client)).items).toHaveLength(1);
});

test('refused where the events are gone, or belong to another topic of the name', async () => {
  const setting = await setUpPush();
  const { client } = setting;
  await setting.subscribe('s', ONE_RETRY);
  for (const value of [1, 2]) await setting.produce(null, value);
  await eventually(async () => expect(await shown(setting)).toHaveLength(2));
  const [second, first] = await shown(setting);
  await client.post('/v1/topics/orders/trim', { offsets: [{ partition: 0, offset: 1 }] });
  expect(await resend(setting, first?.id)).toMatchObject({ status: 416, code: 'OFFSET_OUT_OF_RANGE' });
  await client.delete('/v1/topics/orders');
  expect(await resend(setting, second?.id)).toMatchObject({ status: 416, code: 'OFFSET_OUT_OF_RANGE' });
  await client.put('/v1/topics/orders', {});
  for (const value of [3, 4]) await setting.produce(null, value);
  expect(await resend(setting, second?.id)).toMatchObject({ status: 416, code: 'OFFSET_OUT_OF_RANGE' });
  expect(await resend(setting, '999')).toMatchObject({ status: 404, code: 'ATTEMPT_NOT_FOUND' });
});

test('a batch that a filter has left events out of has the same events again', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  const filter = { match: { '/n': { in: [0, 2, 3, 6] } } };
  await setting.subscribe('s', { batch: { maxEvents: 4, lingerMs: 300 }, filter });
  await client.post('/v1/topics/orders/batches', { events: [0, 1, 2, 3, 4, 5, 6].map((n) => ({ value: { n } })) });
  await eventually(async () => expect(await shown(setting)).toHaveLength(1));
  const [first] = await shown(setting);
  await setting.subscribe('s', { batch: { maxEvents: 4, lingerMs: 300 } });
  expect(await resend(setting, first?.id)).toMatchObject({ status: 200, offset: 0, lastOffset: 6, events: 4 });
  await eventually(async () => expect(await shown(setting)).toHaveLength(2));
  const [sent, again] = receiver.requests;
  expect(again?.body).toEqual(sent?.body);
  expect(again?.headers['webhook-id']).toBe(sent?.headers['webhook-id']);
  expect(again?.headers).not.toHaveProperty('posthorn-previous-offset');
  expect(first).not.toHaveProperty('runs');
});
