import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import { problemOf } from '../problem-of.js';
import { type FakeBus, makeFakeBus } from './fake-engine.js';

const STRUCTURED = 'application/cloudevents+json';
const BATCHED = 'application/cloudevents-batch+json';

type Message = { headers: Record<string, unknown>; body: unknown };

function sendMessage(bus: FakeBus, { headers, body }: Message) {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  const { 'content-type': contentType, ...rest } = Object.fromEntries(named);
  const bytes = body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return bus.send(contentType, body === undefined ? '' : bytes, { headers: rest });
}

const event = new CloudEvent({
  id: 'a-1',
  source: 'https://shop.example/a%20b',
  type: 'order.created',
  subject: '17 "quoted" 100%',
  time: '2026-01-31T12:00:00.000Z',
  partitionkey: 'c-7',
  data: { orderId: 17, name: 'Jürgen' },
});

const kept = {
  key: 'c-7',
  contentType: null,
  value: '{"orderId":17,"name":"Jürgen"}',
  headers: expect.objectContaining({ 'ce-id': 'a-1', 'ce-type': 'order.created', 'ce-specversion': '1.0' }),
};

describe('what the SDK emits', () => {
  test('in structured mode', async () => {
    const bus = makeFakeBus();
    expect(await sendMessage(bus, HTTP.structured(event) as Message)).toMatchObject({ offset: 0, duplicate: false });
    expect(bus.events()).toMatchObject([kept]);
    expect(bus.events()[0]?.headers).toMatchObject({
      'ce-source': event.source,
      'ce-subject': event.subject,
      'ce-partitionkey': 'c-7',
      'ce-time': event.time,
    });
    expect(bus.events()[0]?.headers).not.toHaveProperty('ce-datacontenttype');
  });

  test('in binary mode', async () => {
    const bus = makeFakeBus();
    const plain = event.cloneWith({ source: '/shop', subject: 'plain' });
    expect(await sendMessage(bus, HTTP.binary(plain) as Message)).toMatchObject({ offset: 0 });
    expect(bus.events()).toMatchObject([kept]);
    expect(bus.events()[0]?.headers).toMatchObject({ 'ce-source': '/shop', 'ce-subject': 'plain' });
  });

  test('in a batch', async () => {
    const bus = makeFakeBus();
    const second = event.cloneWith({ id: 'a-2' });
    const body = `[${[event, second].map((one) => HTTP.structured(one).body).join(', ')}]`;
    const answer = await bus.send(BATCHED, body);
    expect(answer).toMatchObject({ results: [{ offset: 0 }, { offset: 1 }] });
    expect(bus.events()).toMatchObject([kept, { ...kept, headers: expect.objectContaining({ 'ce-id': 'a-2' }) }]);
  });

  test('with bytes as data', async () => {
    const bus = makeFakeBus();
    const bytes = new CloudEvent({
      ...event.toJSON(),
      datacontenttype: 'application/octet-stream',
      data: Uint8Array.of(0, 1, 255),
    });
    await sendMessage(bus, HTTP.structured(bytes) as Message);
    const payload = bus.units[0]?.appends?.[0]?.batch.payload ?? [];
    expect([...payload]).toEqual([0, 1, 255, 0x0a]);
    expect(bus.events()[0]?.contentType).toBe('application/octet-stream');
  });

  test('has the same dedupe key in every mode', async () => {
    const bus = makeFakeBus();
    const plain = event.cloneWith({ source: '/shop', subject: 'plain' });
    await sendMessage(bus, HTTP.structured(plain) as Message);
    await sendMessage(bus, HTTP.binary(plain) as Message);
    const [first, second] = bus.events();
    expect(first?.dedupeKey).toBe(second?.dedupeKey);
  });
});

const required = { specversion: '1.0', id: '1', source: '/s', type: 't' };
const withText = (text: string) => `${JSON.stringify(required).slice(0, -1)}${text}}`;

describe('structured data', () => {
  test.each([
    [',"data": {"n":12345678901234567890 } ', '{"n":12345678901234567890 }', null, false],
    [',"datacontenttype":"text/xml","data":"<a>\\u00e9</a>"', '<a>é</a>', 'text/xml', true],
    [',"datacontenttype":"application/x+json","data":"s"', '"s"', 'application/x+json', false],
    [',"data_base64":"e30="', '{}', null, false],
    ['', '', 'application/octet-stream', true],
    [',"datacontenttype":"application/json"', '', 'application/octet-stream', true],
    [',"data":null', 'null', null, false],
  ])('%s is kept as %j', async (text, value, contentType, unframed) => {
    const bus = makeFakeBus();
    await bus.send(STRUCTURED, withText(text));
    expect(bus.events()).toMatchObject([{ value, contentType, unframed, tombstone: false }]);
  });

  test('null with a partitionkey is a tombstone', async () => {
    const bus = makeFakeBus();
    await bus.send(STRUCTURED, withText(',"partitionkey":"k","data":null'));
    expect(bus.events()).toMatchObject([{ value: '', key: 'k', tombstone: true }]);
  });

  test('extensions may be integers and booleans, null is absent', async () => {
    const bus = makeFakeBus();
    await bus.send(STRUCTURED, withText(',"n":7,"b":false,"gone":null'));
    expect(bus.events()[0]?.headers).toEqual({
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': '/s',
      'ce-type': 't',
      'ce-n': '7',
      'ce-b': 'false',
    });
  });
});

test.each([
  ['{"specversion":"1.0"}', ['/id', '/source', '/type']],
  ['{"specversion":"0.3","id":"1","source":"/s","type":"t"}', ['/specversion']],
  ['{"specversion":"1.0","id":"","source":"/s","type":"t"}', ['/id']],
  [withText(',"time":"yesterday"'), ['/time']],
  [withText(',"Upper":"x"'), ['/Upper']],
  [withText(',"a":{}'), ['/a']],
  [withText(',"a":1.5'), ['/a']],
  [withText(',"a":"x\\ny"'), ['/a']],
  [withText(',"data":1,"data_base64":""'), ['/data_base64']],
  [withText(',"data_base64":"!"'), ['/data_base64']],
  [withText(',"datacontenttype":"x","data":"1"'), ['/datacontenttype']],
  [withText(',"subject":""'), ['/subject']],
  [withText(',"id":"2"'), ['/id']],
  ['[]', ['', '/id', '/source', '/specversion', '/type']],
])('%s names %j', async (body, paths) => {
  const bus = makeFakeBus();
  const problem = await problemOf(() => bus.send(STRUCTURED, body));
  expect(problem.code).toBe('INVALID_CLOUDEVENT');
  expect(problem.errors.map(({ path }) => path)).toEqual(paths);
  expect(bus.units).toEqual([]);
});

test('every wrong event of a batch is named', async () => {
  const bus = makeFakeBus();
  const problem = await problemOf(() => bus.send(BATCHED, `[${withText('')},5,${withText(',"time":1')}]`));
  expect(new Set(problem.errors.map(({ index }) => index))).toEqual(new Set([1, 2]));
  expect((await problemOf(() => bus.send(BATCHED, '[]'))).code).toBe('EMPTY_REQUEST');
  expect((await problemOf(() => bus.send(BATCHED, withText('')))).code).toBe('INVALID_CLOUDEVENT');
  expect((await problemOf(() => bus.send(BATCHED, '[{]'))).code).toBe('INVALID_JSON');
});

describe('binary mode', () => {
  const ce = { 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't', 'ce-specversion': '1.0' };

  test('decodes percent-encoding and quotes', async () => {
    const bus = makeFakeBus();
    const headers = { ...ce, 'ce-subject': 'Euro%20%E2%82%AC', 'ce-quoted': '"a \\"b\\""', 'ce-loose': '100%' };
    await bus.send('application/json', '1', { headers });
    expect(bus.events()[0]?.headers).toMatchObject({
      'ce-subject': 'Euro €',
      'ce-quoted': 'a "b"',
      'ce-loose': '100%',
    });
  });

  test('takes any content type, and no body', async () => {
    const bus = makeFakeBus();
    await bus.send('text/plain', 'x', { headers: ce });
    await bus.send(undefined, '', { headers: ce });
    expect(bus.events()).toMatchObject([
      { contentType: 'text/plain', value: 'x' },
      { contentType: 'application/octet-stream', value: '', unframed: true },
    ]);
  });

  test.each([
    [{ 'ce-id': '1' }, ['/source', '/specversion', '/type']],
    [{ ...ce, 'ce-subject': '%ff' }, ['/subject']],
    [{ ...ce, 'ce-datacontenttype': 'a/b' }, ['/datacontenttype']],
  ])('%j names %j', async (headers, paths) => {
    const problem = await problemOf(() => makeFakeBus().send('application/json', '1', { headers }));
    expect([problem.code, problem.errors.map(({ path }) => path)]).toEqual(['INVALID_CLOUDEVENT', paths]);
  });
});
