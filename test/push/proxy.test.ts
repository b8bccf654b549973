// Proxies: a tunnel for http and https alike, told the address that was checked.
import { expect, onTestFinished, test } from 'vitest';
import { certificates } from '../harness/certificates.js';
import { eventually } from '../harness/eventually.js';
import { startProxy } from '../harness/proxy.js';
import { startTlsReceiver } from '../harness/tls-receiver.js';
import { setUpPush } from './set-up.js';

const LATER = { retry: { scheduleMs: [60_000], jitter: 0 } };
const outgoing = { nameServers: [], publicUrl: null };

async function start(secure = false) {
  const proxy = await startProxy({ secure });
  onTestFinished(() => proxy.stop());
  return proxy;
}

test('http and https endpoints are reached through it, by address; what it refuses is a failed attempt', async () => {
  const [proxy, tls, setting] = await Promise.all([start(), startTlsReceiver(), setUpPush()]);
  onTestFinished(() => tls.stop());
  const { subscribe, receiver, produce, attempts } = setting;
  const url = `http://ada:p%3Aw@127.0.0.1:${proxy.port}`;
  await subscribe('plain', { endpoint: { url: `http://localhost:${receiver.port}/plain`, proxy: url }, ...LATER });
  await subscribe('secure', {
    endpoint: { url: `https://localhost:${tls.port}/hook`, proxy: url, tls: { ca: certificates.ca } },
    ...LATER,
  });
  await produce(null, 1);
  await Promise.all([receiver.waitFor(1), tls.waitFor(1)]);
  expect(receiver.requests[0]).toMatchObject({ path: '/plain', headers: { host: `localhost:${receiver.port}` } });
  expect(receiver.requests[0]?.headers['proxy-authorization']).toBeUndefined();
  expect(tls.requests[0]).toMatchObject({ httpVersion: '2.0', serverName: 'localhost' });
  const authorization = `Basic ${Buffer.from('ada:p:w').toString('base64')}`;
  expect([...proxy.requests].sort((a, b) => a.target.localeCompare(b.target))).toEqual(
    [receiver.port, tls.port]
      .sort((a, b) => String(a).localeCompare(String(b)))
      .map((port) => ({ target: `127.0.0.1:${port}`, authorization })),
  );
  proxy.refuse('407 Proxy Authentication Required');
  receiver.closeConnections();
  await eventually(async () => {
    await produce(null, 2);
    expect((await attempts('plain'))[0]).toMatchObject({
      phase: 'connect',
      response: expect.stringMatching(/the proxy does not connect to 127\.0\.0\.1:\d+: it answered 'HTTP\/1\.1 407/),
    });
  });
});

test('an https proxy is proven by the roots of the endpoint; the proxy of the server is for all that name none', async () => {
  const [ofServer, own] = await Promise.all([start(), start(true)]);
  const setting = await setUpPush({ outgoing: { ...outgoing, proxy: { url: `http://127.0.0.1:${ofServer.port}` } } });
  const { subscribe, receiver, produce } = setting;
  await subscribe('default');
  await subscribe('without', { endpoint: { url: `${receiver.url}/without`, proxy: 'none' } });
  await subscribe('own', {
    endpoint: { url: `${receiver.url}/own`, proxy: `https://localhost:${own.port}`, tls: { ca: certificates.ca } },
  });
  await produce(null, 1);
  await receiver.waitFor(3);
  expect(ofServer.requests.map(({ target }) => target)).toEqual([`127.0.0.1:${receiver.port}`]);
  expect(own.requests).toHaveLength(1);
});

test('what is wrong with a proxy is named, its password is not', async () => {
  const { client, receiver } = await setUpPush();
  for (const [proxy, message] of [
    ['socks5://localhost:1', /must be a URL such as/],
    ['http://localhost:1/path', /no path/],
    ['http://:secret-pw@localhost:1', /no user/],
    ['http://ada@localhost:1', /is missing/],
    [7, /must be a URL/],
  ] as const) {
    const body = { topics: ['orders'], endpoint: { url: receiver.url, proxy } };
    const answer = await client.put('/v1/subscriptions/billing', body);
    expect(answer.status, answer.text).toBe(422);
    expect(answer.text).toMatch(message);
    expect(answer.text).not.toContain('secret-pw');
  }
});
