// GET /v1/subscriptions/{name}/attempts and one of them: what was sent, what was answered, how long each part took, no secrets.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { FAST_RETRY, setUpPush } from './set-up.js';

type Shown = Record<string, unknown> & { readonly id: string };

test('an attempt that failed shows its headers and those of the answer, without secrets', async () => {
  const setting = await setUpPush();
  const { client, receiver } = setting;
  let failures = 1;
  receiver.respond(() =>
    failures-- > 0 ? { status: 503, headers: { 'x-trace': 'abc', 'set-cookie': 'session=1' }, body: 'later' } : 200,
  );
  const headers = { Authorization: 'Bearer hidden-1', 'X-Api-Key': 'hidden-2' };
  await setting.subscribe('billing', { ...FAST_RETRY, endpoint: { url: `${receiver.url}/billing`, headers } });
  await client.post('/v1/topics/orders/events?key=k', 1, { 'posthorn-header-region': 'eu-1' });
  await eventually(async () => expect(await setting.attempts('billing')).toHaveLength(2));
  const [, failed] = (await setting.attempts('billing')) as unknown as Shown[];
  const answer = await client.get(`/v1/subscriptions/billing/attempts/${failed?.id}`);
  const shown = answer.json<Shown & { requestHeaders: Record<string, string> }>();
  expect(shown).toMatchObject({
    ...failed,
    status: 503,
    response: 'later',
    responseHeaders: { 'x-trace': 'abc', 'set-cookie': '(left out)' },
    requestHeaders: {
      ...{ authorization: '(left out)', 'x-api-key': '(left out)', 'webhook-signature': '(left out)' },
      ...{ region: 'eu-1', 'posthorn-key': 'k', 'posthorn-offset': '0', 'posthorn-attempt': '1' },
    },
  });
  expect(shown.requestHeaders['webhook-id']).toBe(receiver.requests[0]?.headers['webhook-id']);
  expect(answer.text).not.toContain('hidden-');
  expect(failed).not.toHaveProperty('requestHeaders');
});

test('it shows how long the answer took; connecting only where a connection was made', async () => {
  const setting = await setUpPush();
  await setting.subscribe('billing', { ordering: 'partition' });
  await setting.produce(null, 1);
  await setting.produce(null, 2);
  await eventually(async () => expect(await setting.attempts('billing')).toHaveLength(2));
  const [second, first] = (await setting.attempts('billing')) as { durations: Record<string, number> }[];
  expect(first?.durations['firstByteMs']).toBeGreaterThan(0);
  expect(second?.durations['firstByteMs']).toBeGreaterThan(0);
  expect(first?.durations).toEqual({
    dnsMs: expect.any(Number),
    connectMs: expect.any(Number),
    firstByteMs: expect.any(Number),
  });
  expect(second?.durations).not.toHaveProperty('connectMs');
});

test('it is searched by what the query names, and refuses what it does not know', async () => {
  const setting = await setUpPush();
  setting.receiver.respond(({ headers }) => (headers['posthorn-key'] === 'bad' ? 500 : 200));
  await setting.subscribe('billing', FAST_RETRY);
  await setting.produce('good', 1);
  await setting.produce('bad', 2);
  await eventually(async () => expect(await setting.attempts('billing')).toHaveLength(5));
  const search = async (query: string) => {
    const answer = await setting.client.get(`/v1/subscriptions/billing/attempts?${query}`);
    return answer.json<{ items: Shown[]; next?: string }>();
  };
  expect((await search('outcome=dead-lettered&key=bad&status=500')).items).toMatchObject([{ attempt: 4, offset: 1 }]);
  expect((await search('topic=orders&partition=0&fromOffset=0&toOffset=0')).items).toMatchObject([{ key: 'good' }]);
  expect((await search('phase=timeout')).items).toEqual([]);
  const page = await search('key=bad&limit=3');
  expect(page.items.map(({ attempt }) => attempt)).toEqual([4, 3, 2]);
  expect((await search(`key=bad&limit=3&after=${page.next}`)).items.map(({ attempt }) => attempt)).toEqual([1]);
  for (const query of ['outcome=lost', 'since=x', 'state=1', 'status=-1']) {
    expect((await setting.client.get(`/v1/subscriptions/billing/attempts?${query}`)).status).toBe(400);
  }
  for (const id of ['99999', 'x', '0']) {
    const answer = await setting.client.get(`/v1/subscriptions/billing/attempts/${id}`);
    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([404, 'ATTEMPT_NOT_FOUND']);
  }
});
