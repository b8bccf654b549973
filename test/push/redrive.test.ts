// Dead letters are sent again: as they were, in the order in which they were produced, each marked with what became of it.
import { expect, test } from 'vitest';
import { toldChanges } from '../harness/changes.js';
import { eventually } from '../harness/eventually.js';
import { letters, makeLetters, ONE_RETRY, offsetOf, redrive, through } from './dead-letters.js';
import { setUpPush } from './set-up.js';

test('all of them, as they were when they failed: id, bytes, key, headers, place; and in the order of their keys', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  receiver.respond({ status: 400, body: 'try later' });
  await setting.subscribe('s', ONE_RETRY);
  const long = '{"big": 12345678901234567890,  "n":0}';
  const headers = { 'content-type': 'application/json', 'posthorn-header-region': 'eu-1' };
  await client.send('POST', '/v1/topics/orders/events?key=k0', long, headers);
  for (let n = 1; n < 9; n += 1) await setting.produce(`k${n % 3}`, { n });
  await eventually(async () => expect((await letters(client)).items).toHaveLength(9));
  const failed = receiver.requests.slice();
  const [last] = (await letters(client, '?limit=1')).items;
  expect(last).toMatchObject({
    attempts: 2,
    status: 400,
    error: 'try later',
    webhookId: expect.stringMatching(/^msg_/),
  });
  expect(last).not.toHaveProperty('redriven');
  receiver.clear();
  receiver.respond(200);
  expect(await redrive(client, {}, '?dryRun=true')).toEqual({
    ...{ dryRun: true, events: 9 },
    skipped: { delivered: 0, running: 0 },
  });
  const begun = await redrive(client);
  expect(begun).toMatchObject({ dryRun: false, events: 9, redrive: expect.any(String) });
  await through(setting);
  const again = receiver.requests;
  expect(again).toHaveLength(9);
  for (const one of again) {
    const before = failed.find((request) => offsetOf(request) === offsetOf(one));
    expect(one.body).toEqual(before?.body);
    const same = ['webhook-id', 'content-type', 'posthorn-topic', 'posthorn-partition', 'posthorn-key', 'region'];
    for (const name of [...same, 'posthorn-timestamp']) expect(one.headers[name]).toEqual(before?.headers[name]);
    expect(one.headers['posthorn-redrive']).toBe(begun.redrive);
    expect(one.headers).not.toHaveProperty('posthorn-previous-offset');
    expect(Object.keys(one.headers).filter((name) => name.startsWith('dead-letter-'))).toEqual([]);
  }
  expect(again.find((one) => offsetOf(one) === 0)?.body.toString()).toBe(long);
  for (const key of ['k0', 'k1', 'k2']) {
    const ofKey = again.filter((one) => one.headers['posthorn-key'] === key).map(offsetOf);
    expect(ofKey).toEqual(ofKey.toSorted((a, b) => a - b));
  }
  const listed = (await letters(client)).items;
  expect(listed.map(({ redriven }) => [redriven?.state, redriven?.redrive])).toEqual(
    listed.map(() => ['delivered', begun.redrive]),
  );
  const attempts = (await setting.attempts('s')).filter((attempt) => attempt['redrive'] === begun.redrive);
  expect(attempts.map(({ topic, outcome }) => [topic, outcome])).toEqual(listed.map(() => ['orders', 'acknowledged']));
  const told = await toldChanges(client, 'redrives/s');
  expect(told).toEqual([
    { kind: 'redrive.begun', name: 's', redrive: begun.redrive, events: 9 },
    { kind: 'redrive.ended', name: 's', redrive: begun.redrive },
  ]);
  // The live flow has not moved, and nothing became a dead letter twice.
  expect((await setting.describe('s')).offsets).toMatchObject([{ committedOffset: 9, parked: 0, lag: 0 }]);
  expect(await redrive(client)).toMatchObject({ events: 0, skipped: { delivered: 9, running: 0 } });
  expect(await redrive(client, { again: true }, '?dryRun=true')).toMatchObject({ events: 9 });
});

test('what fails again is marked, is no second dead letter, and is taken by the next one', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await makeLetters(setting, 6);
  receiver.respond(({ headers }) => (headers['posthorn-key'] === 'k1' ? 400 : 200));
  await redrive(client);
  await through(setting);
  const states = async () => {
    const { items } = await letters(client);
    return items.toReversed().map(({ key, redriven }) => [key, redriven?.state]);
  };
  const all = await states();
  expect(all).toHaveLength(6);
  for (const [key, state] of all) expect(state).toBe(key === 'k1' ? 'failed' : 'delivered');
  const failed = await letters(client, '?state=failed');
  expect(failed.items.map(({ origin }) => origin.offset)).toEqual([4, 1]);
  expect((await letters(client, '?state=new')).items).toEqual([]);
  const attempts = await client.get('/v1/subscriptions/s/attempts?outcome=failed');
  expect(attempts.json<{ items: { offset: number }[] }>().items.map(({ offset }) => offset)).toEqual([4, 1]);
  receiver.respond(200);
  expect(await redrive(client)).toMatchObject({ events: 2, skipped: { delivered: 4 } });
  await through(setting);
  expect((await states()).map(([, state]) => state)).toEqual(Array(6).fill('delivered'));
  expect((await client.get('/v1/topics/s.dlt')).json()).toMatchObject({ partitions: [{ highWatermark: 6 }] });
});

test('by offsets, by time and by a filter; a page of them at a time', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await makeLetters(setting, 7);
  const first = await letters(client, '?limit=3');
  const rest = await letters(client, `?limit=10&after=${first.next}`);
  const all = [...first.items, ...rest.items];
  expect(all.map(({ offset }) => offset)).toEqual([6, 5, 4, 3, 2, 1, 0]);
  const originOf = (offset: number) => all.find((letter) => letter.offset === offset)?.origin.offset;
  const sent = async (body: object) => {
    receiver.clear();
    const { events } = await redrive(client, { again: true, ...body }, '?dryRun=true');
    expect(await redrive(client, { again: true, ...body })).toMatchObject({ events });
    await through(setting);
    expect(receiver.requests).toHaveLength(events);
    return receiver.requests.map(offsetOf).toSorted((a, b) => Number(a) - Number(b));
  };
  expect(await sent({ offsets: [5, 2, 5] })).toEqual(
    [originOf(2), originOf(5)].toSorted((a, b) => Number(a) - Number(b)),
  );
  expect(await sent({ filter: { match: { '/n': { gte: 5 } } } })).toEqual([5, 6]);
  expect(await sent({ filter: { headers: { 'dead-letter-offset': { in: ['1', '3'] } } } })).toEqual([1, 3]);
  const times = all.map(({ at }) => at);
  const between = { since: Math.min(...times), until: Math.max(...times) };
  expect(await sent(between)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(await redrive(client, { again: true, since: between.until + 1 })).toMatchObject({ events: 0 });
  expect(await redrive(client, { again: true, until: between.since - 1 })).toMatchObject({ events: 0 });
  expect(await sent({ ...between, filter: { key: 'k0' } })).toEqual([0, 3, 6]);
});

test('at the rate that was asked for, shown while it runs; cancelled, the rest is as it was', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  await makeLetters(setting, 30);
  const { redrive: id } = await redrive(client, { ratePerSecond: 20 });
  await receiver.waitFor(3);
  const shown = (await client.get('/v1/subscriptions/s')).json<{ redrives: Record<string, unknown>[] }>().redrives;
  expect(shown).toMatchObject([{ id, events: 30, ratePerSecond: 20 }]);
  expect(Number(shown[0]?.['remaining'])).toBeGreaterThan(0);
  expect(await redrive(client)).toMatchObject({ events: 0, skipped: { running: expect.any(Number) } });
  const requests = await receiver.waitFor(11);
  const [begin, end] = [requests[0]?.at ?? 0, requests[10]?.at ?? 0];
  // Ten more at 20 a second: half a second, less what it may run ahead.
  expect(end - begin).toBeGreaterThan(400);
  expect((await client.delete(`/v1/subscriptions/s/redrives/${id}`)).status).toBe(204);
  expect((await client.delete(`/v1/subscriptions/s/redrives/${id}`)).json()).toMatchObject({
    code: 'REDRIVE_NOT_FOUND',
  });
  await through(setting);
  const listed = (await letters(client)).items;
  expect(listed.filter(({ redriven }) => redriven?.state === 'running')).toEqual([]);
  const delivered = listed.filter(({ redriven }) => redriven?.state === 'delivered');
  expect(delivered.length).toBeGreaterThan(5);
  expect(delivered.length).toBeLessThan(30);
  expect((await toldChanges(client, 'redrives/s')).at(-1)).toMatchObject({ kind: 'redrive.cancelled', redrive: id });
  expect(await redrive(client)).toMatchObject({ events: 30 - delivered.length });
});

test('a batch is sent as the batch that failed; a part of it has an id of its own', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  receiver.respond(400);
  await setting.subscribe('s', { ...ONE_RETRY, batch: { maxEvents: 4 } });
  const events = Array.from({ length: 4 }, (_, n) => ({ value: { n } }));
  await client.post('/v1/topics/orders/batches', { events });
  await eventually(async () => expect((await letters(client)).items).toHaveLength(4));
  const [failed] = receiver.requests;
  expect(failed?.headers['posthorn-count']).toBe('4');
  receiver.clear();
  receiver.respond(200);
  await redrive(client);
  await through(setting);
  const [again] = receiver.requests;
  expect(receiver.requests).toHaveLength(1);
  expect(again?.body).toEqual(failed?.body);
  for (const name of ['webhook-id', 'posthorn-offset', 'posthorn-last-offset', 'posthorn-count']) {
    expect(again?.headers[name]).toBe(failed?.headers[name]);
  }
  receiver.clear();
  await redrive(client, { offsets: [1, 2], again: true });
  await through(setting);
  expect(receiver.requests.map(offsetOf).toSorted((a, b) => a - b)).toEqual([1, 2]);
  const ids = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));
  expect([ids.size, ids.has(failed?.headers['webhook-id'])]).toEqual([2, false]);
});

test('it refuses by name what it does not take', async () => {
  const setting = await setUpPush();
  const { client } = setting;
  await setting.subscribe('s');
  expect(await redrive(client)).toEqual({ dryRun: false, events: 0, skipped: { delivered: 0, running: 0 } });
  expect(await letters(client)).toEqual({ items: [] });
  const refused = async (body: unknown, ...paths: string[]) => {
    const answer = await client.post('/v1/subscriptions/s/redrive', body);
    const { errors = [] } = answer.json<{ errors?: { path: string }[] }>();
    expect([answer.status, errors.map(({ path }) => path)]).toEqual([paths.length === 0 ? 422 : 400, paths]);
  };
  await refused({ offsets: [] }, '/offsets');
  await refused({ offsets: [1, -1] }, '/offsets');
  await refused({ offsets: [1] }, '/offsets/0');
  await refused({ since: 5, until: 4 }, '/until');
  await refused({ since: 'x', until: 1.5 }, '/since', '/until');
  await refused({ ratePerSecond: 0, again: 'yes' }, '/again', '/ratePerSecond');
  await refused({ all: true, since: 1 }, '/all');
  await refused({ all: false }, '/all');
  await refused({ everything: true }, '/everything');
  const answer = await client.post('/v1/subscriptions/s/redrive', { filter: { matches: {} } });
  expect(answer.json()).toMatchObject({ status: 422, code: 'INVALID_FILTER' });
  expect((await client.post('/v1/subscriptions/s/redrive', [])).status).toBe(400);
  expect((await client.post('/v1/subscriptions/none/redrive', {})).json()).toMatchObject({
    code: 'SUBSCRIPTION_NOT_FOUND',
  });
  expect((await client.get('/v1/subscriptions/s/dead-letters?state=lost')).status).toBe(400);
});
