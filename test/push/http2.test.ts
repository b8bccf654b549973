// HTTP/2 where the endpoint offers it: many requests on one connection, and what becomes of them when it ends.
import { expect, onTestFinished, test } from 'vitest';
import { certificates } from '../harness/certificates.js';
import { eventually } from '../harness/eventually.js';
import { startTlsReceiver, type TlsReceiverOptions } from '../harness/tls-receiver.js';
import { setUpPush } from './set-up.js';

async function setUp(options: TlsReceiverOptions = {}, endpoint: object = {}) {
  const tls = await startTlsReceiver(options);
  onTestFinished(() => tls.stop());
  const setting = await setUpPush();
  await setting.subscribe('billing', {
    endpoint: { url: `${tls.url}/hook`, tls: { ca: certificates.ca }, ...endpoint },
    ordering: 'none',
    maxInFlight: 8,
    retry: { scheduleMs: [20, 20, 20], jitter: 0 },
  });
  return { ...setting, tls };
}

const valuesOf = (requests: readonly { body: Buffer }[]) => requests.map(({ body }) => body.toString()).sort();

test('requests share one connection, also those that run at once; signed, with the headers of the contract', async () => {
  const { produce, tls, describe } = await setUp();
  const held: (() => void)[] = [];
  tls.respond((_request, response) => void held.push(() => response.end()));
  for (let value = 1; value <= 8; value += 1) await produce(null, value);
  await tls.waitFor(8);
  for (const answer of held) answer();
  tls.respond((_request, response) => void response.end());
  for (let value = 9; value <= 12; value += 1) await produce(null, value);
  await tls.waitFor(12);
  expect(new Set(tls.requests.map(({ httpVersion, connection }) => `${httpVersion}/${connection}`))).toEqual(
    new Set(['2.0/1']),
  );
  expect(tls.requests[0]?.headers).toMatchObject({
    ':method': 'POST',
    ':path': '/hook',
    'content-length': '1',
    'posthorn-topic': 'orders',
    'webhook-signature': expect.stringMatching(/^v1,/),
  });
  await eventually(async () => expect((await describe('billing')).offsets[0]).toMatchObject({ lag: 0, parked: 0 }));
});

test('http2: false, and an endpoint without it, get HTTP/1.1', async () => {
  const one = await setUp({}, { http2: false });
  await one.produce(null, 1);
  await one.tls.waitFor(1);
  expect(one.tls.requests[0]?.httpVersion).toBe('1.1');
  const two = await setUp({ http2: false });
  for (let value = 1; value <= 3; value += 1) {
    await two.produce(null, value);
    await two.tls.waitFor(value);
  }
  expect(two.tls.requests.map(({ httpVersion, connection }) => [httpVersion, connection])).toEqual([
    ['1.1', 1],
    ['1.1', 1],
    ['1.1', 1],
  ]);
});

test('after GOAWAY what runs is answered, and the next request takes a new connection', async () => {
  const { produce, tls, attempts } = await setUp();
  const held: (() => void)[] = [];
  tls.respond((_request, response) => void held.push(() => response.end()));
  await produce(null, 1);
  await produce(null, 2);
  await tls.waitFor(2);
  tls.goAway();
  tls.respond((_request, response) => void response.end());
  await eventually(async () => {
    await produce(null, 3);
    expect(tls.requests.at(-1)?.connection).toBe(2);
  });
  for (const answer of held) answer();
  await eventually(async () => {
    const outcomes = (await attempts('billing')).map(({ outcome }) => outcome);
    expect(outcomes.length).toBe(tls.requests.length);
    expect(new Set(outcomes)).toEqual(new Set(['acknowledged']));
  });
});

test('a reset request is a failed attempt, the others on its connection go on', async () => {
  const { produce, tls, attempts } = await setUp();
  let resets = 0;
  tls.respond((request, response) => {
    if (request.body.toString() !== '1' || resets > 0) return void response.end();
    resets += 1;
    return response.stream.close(2);
  });
  await produce(null, 1);
  await produce(null, 2);
  await tls.waitFor((requests) => valuesOf(requests).join() === '1,1,2');
  expect(new Set(tls.requests.map(({ connection }) => connection))).toEqual(new Set([1]));
  await eventually(async () => {
    const failed = (await attempts('billing')).filter(({ outcome }) => outcome === 'retry');
    expect(failed).toMatchObject([
      { phase: 'connect', response: expect.stringMatching(/NGHTTP2_INTERNAL_ERROR|code 2/) },
    ]);
  });
});

test('a request that the endpoint refused unseen is sent again at once, and no attempt is used up', async () => {
  const { produce, tls, attempts } = await setUp();
  let refused = 0;
  tls.respond((_request, response) => {
    if (refused > 0) return void response.end();
    refused += 1;
    return response.stream.close(7);
  });
  await produce(null, 1);
  await tls.waitFor(2);
  await eventually(async () =>
    expect(await attempts('billing')).toMatchObject([{ attempt: 1, outcome: 'acknowledged' }]),
  );
});

test('a request that takes too long is cut without the others, and no new one joins it', async () => {
  const { produce, tls, attempts } = await setUp({}, { timeoutMs: 400 });
  let hung = 0;
  tls.respond((request, response) => {
    if (request.body.toString() === '1' && hung === 0) hung += 1;
    else response.end();
  });
  await produce(null, 1);
  await tls.waitFor(1);
  await produce(null, 2);
  await eventually(async () => {
    const seen = (await attempts('billing')).map(({ outcome, phase }) => phase ?? outcome);
    expect([...seen].sort()).toEqual(['acknowledged', 'acknowledged', 'timeout']);
  });
  expect(tls.requests.map(({ body, connection }) => [body.toString(), connection])).toEqual([
    ['1', 1],
    ['2', 1],
    ['1', 2],
  ]);
});

test('more than the endpoint takes on one connection go over further ones', async () => {
  const { produce, tls } = await setUp({ maxStreams: 2 });
  await produce(null, 0);
  await tls.waitFor(1);
  const held: (() => void)[] = [];
  tls.respond((_request, response) => void held.push(() => response.end()));
  for (let value = 1; value <= 4; value += 1) await produce(null, value);
  await tls.waitFor(5);
  expect(tls.connections()).toBeGreaterThan(1);
  for (const answer of held) answer();
});
