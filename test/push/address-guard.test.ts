// No way leads to a forbidden address: neither at PUT nor at connect, whatever it is called, and in whichever field it stands.
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type NameServer, startNameServer } from '../harness/name-server.js';
import { setUpPush } from './set-up.js';

const ADDRESSES = ['ENDPOINT_ADDRESS_FORBIDDEN'];
const NO_URL = ['INVALID_ENDPOINT', 'INVALID_CONFIG'];

/** Hosts, and the codes that one of them is refused with. */
const ROWS: readonly (readonly [string, readonly string[]])[] = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.1.',
    '0',
    '0.0.0.0',
    '10.0.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.168.1.1',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:a00:1]',
    '[::127.0.0.1]',
    '[::7f00:1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b::a00:1]',
    '[64:ff9b:1::a00:1]',
    '[2002:7f00:1::]',
    '[2002:a00:1::1]',
    '[fe80::1]',
    '[fd00::1]',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    '%31%32%37.0.0.1',
    '%6c%6f%63%61%6chost',
    '127。0。0。1',
    '１２７.０.０.１',
    'ⓛocalhost',
    'ｌｏｃａｌｈｏｓｔ',
    'private.test',
    'PRIVATE.test',
    'private.test.',
    'mixed.test',
    'mixed-six.test',
    'six.test',
  ].map((host) => [host, ADDRESSES] as const),
  ...['[fe80::1%25eth0]', '[fe80::1%eth0]', '[::1', '127.0.0.256', '0x100000000', 'public.test:0'].map(
    (host) => [host, NO_URL] as const,
  ),
  ['ada@private.test', NO_URL],
  ['public.test@127.0.0.1', NO_URL],
];

async function setUp() {
  const names = await startNameServer();
  onTestFinished(() => names.stop());
  names.set('public.test', ['93.184.216.34']);
  names.set('private.test', ['10.0.0.1']);
  names.set('mixed.test', ['93.184.216.34', '10.0.0.1']);
  names.set('mixed-six.test', ['93.184.216.34', 'fd00::1']);
  names.set('six.test', ['::1']);
  const outgoing = { proxy: null, nameServers: [names.address], publicUrl: null };
  return { names, outgoing };
}

test('at PUT, in the URL of the endpoint, of its tokens and of its proxy', async () => {
  const { outgoing } = await setUp();
  const { client } = await setUpPush({ endpointAllow: [], outgoing });
  const put = (endpoint: object) => client.put('/v1/subscriptions/billing', { topics: ['orders'], endpoint });
  const url = 'http://public.test/';
  const auth = (tokenUrl: string) => ({ type: 'oauth2', tokenUrl, clientId: 'a', clientSecret: 'b' });
  for (const [host, codes] of ROWS) {
    for (const [path, endpoint] of [
      ['/endpoint/url', { url: `http://${host}/` }],
      ['/endpoint/auth/tokenUrl', { url, auth: auth(`https://${host}/`) }],
      ['/endpoint/proxy', { url, proxy: `http://${host}` }],
    ] as const) {
      // A proxy may have a user: what stands behind the @ is judged.
      if (path === '/endpoint/proxy' && host.includes('@')) continue;
      const answer = await put(endpoint);
      const { code, errors } = answer.json<{ code: string; errors: { path: string }[] }>();
      expect(codes, `${path} ${host}: ${answer.text}`).toContain(code);
      expect(errors[0]?.path, answer.text).toBe(path);
    }
  }
  expect((await put({ url })).status).toBe(200);
});

async function refusedAtConnect(names: NameServer, hosts: readonly string[], allow: readonly string[] = []) {
  const { outgoing } = { outgoing: { proxy: null, nameServers: [names.address], publicUrl: null } };
  const { subscribe, produce, attempts, receiver } = await setUpPush({ endpointAllow: allow, outgoing });
  for (const [index, host] of hosts.entries()) {
    const url = `http://${host}:${receiver.port}/`;
    await subscribe(`s${index}`, { endpoint: { url }, retry: { scheduleMs: [60_000], jitter: 0 } });
  }
  return { produce, attempts, receiver };
}

test('at connect: a name that is bound to another address after PUT is refused, whole', async () => {
  const { names } = await setUp();
  names.set('one.test', [], 0);
  names.set('two.test', [], 0);
  const { produce, attempts, receiver } = await refusedAtConnect(names, ['one.test', 'two.test']);
  names.set('one.test', ['127.0.0.1'], 0);
  names.set('two.test', ['93.184.216.34', '127.0.0.1'], 0);
  await produce(null, 1);
  await eventually(async () => {
    for (const name of ['s0', 's1']) {
      expect(await attempts(name)).toMatchObject([
        { phase: 'address', response: expect.stringContaining('127.0.0.1') },
      ]);
    }
  });
  expect(receiver.requests).toEqual([]);
});

test('a redirect is not followed', async () => {
  const { subscribe, produce, attempts, receiver } = await setUpPush();
  receiver.respond({ status: 307, headers: { location: `${receiver.url}/inner` } });
  await subscribe('billing', { retry: { scheduleMs: [60_000], jitter: 0 } });
  await produce(null, 1);
  await eventually(async () => expect(await attempts('billing')).toMatchObject([{ status: 307, outcome: 'retry' }]));
  expect(receiver.requests.map(({ path }) => path)).toEqual(['/billing']);
});

test('one answer of the name server is used for its time to live; a name that hangs holds no other up', async () => {
  const { names } = await setUp();
  names.set('known.test', ['127.0.0.1'], 300);
  for (let at = 0; at < 8; at += 1) names.set(`hung-${at}.test`, null);
  const hung = Array.from({ length: 8 }, (_, at) => `hung-${at}.test`);
  const setting = await refusedAtConnect(names, [...hung.slice(0, 1), 'known.test'], ['127.0.0.0/8']);
  const { produce, receiver } = setting;
  for (let value = 1; value <= 3; value += 1) {
    await produce(null, value);
    await receiver.waitFor(value);
    receiver.closeConnections();
  }
  expect(receiver.requests.every(({ headers }) => headers.host?.startsWith('known.test'))).toBe(true);
  // Once by the main thread at PUT, once by the push thread.
  expect(names.asked.filter((name) => name === 'known.test').length).toBe(2);
});
