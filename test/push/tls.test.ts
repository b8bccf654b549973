// TLS to the endpoint: own roots, a client certificate, the name that is asked for, sessions that are resumed.
import { expect, onTestFinished, test } from 'vitest';
import { certificates } from '../harness/certificates.js';
import { eventually } from '../harness/eventually.js';
import { startTlsReceiver, type TlsReceiverOptions } from '../harness/tls-receiver.js';
import { setUpPush } from './set-up.js';

const { ca, client: identity, expired, server: other } = certificates;
const mutual = { ca, certificate: identity.cert, privateKey: identity.key };

async function start(options: TlsReceiverOptions) {
  const receiver = await startTlsReceiver(options);
  onTestFinished(() => receiver.stop());
  return receiver;
}

test('a client certificate is shown where it is asked for; without it, and without the roots, the attempt fails in phase tls', async () => {
  const [tls, setting] = await Promise.all([start({ clientCertificate: true, http2: false }), setUpPush()]);
  const { subscribe, produce, attempts, client } = setting;
  const endpoint = (options: object) => ({
    endpoint: { url: tls.url, tls: options },
    retry: { scheduleMs: [60_000], jitter: 0 },
  });
  await subscribe('known', endpoint(mutual));
  await subscribe('nobody', endpoint({ ca }));
  await subscribe('stranger', endpoint({ certificate: identity.cert, privateKey: identity.key }));
  await produce(null, 1);
  await tls.waitFor(1);
  expect(tls.requests[0]).toMatchObject({ client: 'posthorn test client', path: '/' });
  await eventually(async () => {
    expect((await attempts('stranger'))[0]).toMatchObject({ phase: 'tls', outcome: 'retry' });
    expect((await attempts('nobody'))[0]).toMatchObject({
      phase: expect.stringMatching(/tls|connect/),
      outcome: 'retry',
    });
  });
  expect(tls.requests.length).toBe(1);
  const shown = await client.get('/v1/subscriptions/known');
  expect(shown.json()).toMatchObject({
    endpoint: { tls: { ca, certificate: identity.cert } },
    certificateExpiresAt: Date.parse('2120-01-01T00:00:00Z'),
  });
  expect(shown.text).not.toContain('PRIVATE');
  const { topics, endpoint: put } = shown.json<{ topics: unknown; endpoint: object }>();
  expect((await client.put('/v1/subscriptions/known', { topics, endpoint: put })).status).toBe(200);
  await produce(null, 2);
  await tls.waitFor(2);
});

test('serverName is the name that is asked for, and proven', async () => {
  const [tls, setting] = await Promise.all([start({}), setUpPush()]);
  const { subscribe, produce, attempts } = setting;
  const retry = { scheduleMs: [60_000], jitter: 0 };
  await subscribe('right', { endpoint: { url: tls.url, tls: { ca, serverName: 'receiver.test' } }, retry });
  await subscribe('wrong', { endpoint: { url: tls.url, tls: { ca, serverName: 'another.test' } }, retry });
  await produce(null, 1);
  await tls.waitFor(1);
  expect(tls.requests[0]?.serverName).toBe('receiver.test');
  await eventually(async () => expect((await attempts('wrong'))[0]).toMatchObject({ phase: 'tls' }));
});

test('the second connection resumes the session of the first', async () => {
  const [tls, setting] = await Promise.all([start({ http2: false }), setUpPush()]);
  const { subscribe, produce, client } = setting;
  await subscribe('billing', { endpoint: { url: tls.url, tls: { ca } } });
  tls.respond((_request, response) => {
    response.setHeader('connection', 'close');
    response.end();
  });
  for (let value = 1; value <= 2; value += 1) {
    await produce(null, value);
    await tls.waitFor(value);
    await eventually(async () => expect((await setting.describe('billing')).offsets[0]?.parked).toBe(0));
  }
  expect(tls.requests.map(({ connection, resumed }) => [connection, resumed])).toEqual([
    [1, false],
    [2, true],
  ]);
  tls.respond((_request, response) => void response.end());
  for (let value = 3; value <= 5; value += 1) {
    await produce(null, value);
    await tls.waitFor(value);
  }
  const metrics = (await client.get('/metrics')).text;
  expect(metrics).toContain('posthorn_endpoint_connections_total{reused="true"} 2');
  expect(metrics).toContain('posthorn_endpoint_connections_total{reused="false"} 3');
});

test('what could not be used is refused by name', async () => {
  const { client } = await setUpPush();
  const refused = async (options: unknown, path: string, message: RegExp) => {
    const body = { topics: ['orders'], endpoint: { url: 'https://localhost:9', tls: options } };
    const answer = await client.put('/v1/subscriptions/billing', body);
    const { errors, code } = answer.json<{ code: string; errors: { path: string; message: string }[] }>();
    expect(code, answer.text).toBe('INVALID_ENDPOINT');
    expect(errors.find((error) => error.path === `/endpoint/tls${path}`)?.message, answer.text).toMatch(message);
    expect(answer.text).not.toContain(identity.key.split('\n')[1]);
  };
  await refused('x', '', /object/);
  await refused({ ...mutual, privateKey: other.key }, '/privateKey', /does not fit/);
  await refused({ ...mutual, privateKey: 'x' }, '/privateKey', /no private key/);
  await refused({ ...mutual, certificate: 'x' }, '/certificate', /1 to 16 certificates/);
  await refused({ ...mutual, certificate: ca.replace(/[A-Za-z]/g, 'A') }, '/certificate', /./);
  await refused({ privateKey: identity.key }, '/certificate', /is missing/);
  await refused({ certificate: identity.cert }, '/privateKey', /is missing/);
  await refused({ certificate: expired.cert, privateKey: expired.key }, '/certificate', /expired at 2020-02-01/);
  await refused({ ca: 7 }, '/ca', /PEM/);
  await refused({ serverName: 'a b' }, '/serverName', /host name/);
});
