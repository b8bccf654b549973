// Dead letters that an older version wrote, and what else may stand in their topic.
import { expect, test } from 'vitest';
import { letters, redrive, through } from './dead-letters.js';
import { setUpPush } from './set-up.js';

const oldHeaders = (offset: number) => ({
  region: 'eu-1',
  'dead-letter-subscription': 's',
  'dead-letter-topic': 'orders',
  'dead-letter-partition': '0',
  'dead-letter-offset': String(offset),
  'dead-letter-timestamp': '1700000000000',
  'dead-letter-attempts': '10',
  'dead-letter-reason': 'failed 10 times (retry.scheduleMs is used up)',
  'dead-letter-status': '503',
});

test('they are sent again in the order of their origin, under an id that stays the same', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s', { ordering: 'partition' });
  await client.put('/v1/topics/s.dlt', {});
  const events = [
    { value: 2, key: 'a', headers: oldHeaders(9) },
    { value: 'no dead letter' },
    { value: 1, key: 'b', headers: oldHeaders(4) },
  ];
  await client.post('/v1/topics/s.dlt/batches', { events });
  expect((await letters(client)).items).toMatchObject([
    { offset: 2, origin: { topic: 'orders', partition: 0, offset: 4 }, attempts: 10, status: 503 },
    { offset: 0, origin: { offset: 9 } },
  ]);
  for (const again of [false, true]) {
    expect(await redrive(client, { again })).toMatchObject({ events: 2 });
    await through(setting);
  }
  const seen = receiver.requests.map(({ headers, body }) => [
    body.toString(),
    headers['posthorn-offset'],
    headers['region'],
  ]);
  expect(seen).toEqual([
    ['1', '4', 'eu-1'],
    ['2', '9', 'eu-1'],
    ['1', '4', 'eu-1'],
    ['2', '9', 'eu-1'],
  ]);
  expect(receiver.requests.map(({ headers }) => headers['posthorn-timestamp'])).toEqual(Array(4).fill('1700000000000'));
  const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect([ids[0] === ids[2], ids[1] === ids[3], ids[0] === ids[1]]).toEqual([true, true, false]);
});

test('what is gone is passed; marks go with their letters; a topic that is made anew has none', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await setting.subscribe('s');
  await client.put('/v1/topics/s.dlt', {});
  const events = [0, 1, 2, 3].map((offset) => ({ value: offset, headers: oldHeaders(offset) }));
  await client.post('/v1/topics/s.dlt/batches', { events });
  await client.post('/v1/subscriptions/s/pause');
  expect(await redrive(client)).toMatchObject({ events: 4 });
  expect((await letters(client, '?state=running')).items).toHaveLength(4);
  await client.post('/v1/topics/s.dlt/trim', { offsets: [{ partition: 0, offset: 2 }] });
  await client.post('/v1/subscriptions/s/resume');
  await through(setting);
  expect(receiver.requests.map(({ body }) => body.toString()).toSorted()).toEqual(['2', '3']);
  expect((await letters(client, '?state=delivered')).items.map(({ offset }) => offset)).toEqual([3, 2]);
  await client.delete('/v1/topics/s.dlt');
  await client.put('/v1/topics/s.dlt', {});
  await client.post('/v1/topics/s.dlt/batches', { events });
  expect((await letters(client, '?state=new')).items).toHaveLength(4);
});
