// What the bus shows the endpoint who it is by: Basic, Bearer, and tokens that it asks for first.
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { type ReceivedRequest, startReceiver } from '../harness/receiver.js';
import { FAST_RETRY, type PushSetting, setUpPush } from './set-up.js';

const SECRET = 'never-to-be-shown';

const oauth = (tokenUrl: string, more: object = {}) => ({
  auth: { type: 'oauth2', tokenUrl, clientId: 'billing', clientSecret: SECRET, ...more },
});

/** Tokens `token-1`, `token-2`, ... */
async function startTokens(life: object = { expires_in: 3_600 }) {
  const server = await startReceiver();
  onTestFinished(() => server.stop());
  server.respond(({ index }) => {
    const body = JSON.stringify({ access_token: `token-${index + 1}`, token_type: 'Bearer', ...life });
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  });
  return server;
}

const authorizations = (requests: readonly ReceivedRequest[]) => requests.map(({ headers }) => headers.authorization);

const subscribe = ({ subscribe, receiver }: PushSetting, endpoint: object, more: object = {}) =>
  subscribe('billing', { endpoint: { url: `${receiver.url}/hook`, ...endpoint }, ...FAST_RETRY, ...more });

test('Basic and Bearer credentials go with every request, and no event can replace them', async () => {
  const setting = await setUpPush();
  const { client, receiver, produce } = setting;
  await subscribe(setting, { auth: { type: 'basic', username: 'ada', password: 'p:w' } });
  await produce(null, 1);
  await receiver.waitFor(1);
  await subscribe(setting, { auth: { type: 'bearer', token: 'abc.def~1' } });
  await client.send('POST', '/v1/topics/orders/events', '2', {
    'content-type': 'application/json',
    'posthorn-header-authorization': 'mine',
  });
  await receiver.waitFor(2);
  expect(authorizations(receiver.requests)).toEqual([
    `Basic ${Buffer.from('ada:p:w').toString('base64')}`,
    'Bearer abc.def~1',
  ]);
});

test('secret parts are never shown; left out they stay, while it is the same credential for the same endpoint', async () => {
  const setting = await setUpPush();
  const { client, receiver, produce } = setting;
  await subscribe(setting, { auth: { type: 'basic', username: 'ada', password: SECRET } });
  const shown = await client.get('/v1/subscriptions/billing');
  expect(shown.text).not.toContain(SECRET);
  const { topics, endpoint } = shown.json<{ topics: unknown; endpoint: { url: string; auth: object } }>();
  expect(endpoint.auth).toEqual({ type: 'basic', username: 'ada' });
  const put = (body: object) => client.put('/v1/subscriptions/billing', { topics, endpoint: { ...endpoint, ...body } });
  expect((await put({ timeoutMs: 5_000 })).status).toBe(200);
  await produce(null, 1);
  await receiver.waitFor(1);
  expect(authorizations(receiver.requests)).toEqual([`Basic ${Buffer.from(`ada:${SECRET}`).toString('base64')}`]);
  for (const changed of [
    { url: 'http://localhost:9/' },
    { auth: { type: 'basic', username: 'eve' } },
    { auth: { type: 'bearer' } },
    // Whoever chooses the way could read it there.
    { proxy: 'http://localhost:9' },
    { tls: { serverName: 'elsewhere.example' } },
  ]) {
    const answer = await put(changed);
    expect(answer.status, answer.text).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'INVALID_ENDPOINT',
      detail: expect.stringMatching(
        /^'endpoint\.auth\.(?:password|token)' is missing: it is kept .* send the whole PUT/,
      ),
      errors: [{ path: expect.stringMatching(/^\/endpoint\/auth\//) }],
    });
  }
});

test('the same PUT again changes nothing, also where its secrets are encrypted', async () => {
  const setting = await setUpPush();
  const { client } = setting;
  const changes = async () => (await client.get('/v1/topics/_changes/partitions/0/events?from=earliest')).text;
  const endpoint = { ...oauth('http://localhost:9/token'), proxy: 'http://ada:pw@localhost:9' };
  await subscribe(setting, endpoint);
  const before = await changes();
  await subscribe(setting, endpoint);
  expect(await changes()).toBe(before);
  expect(before).not.toContain(SECRET);
  const { endpoint: shown } = (await client.get('/v1/subscriptions/billing')).json<{ endpoint: object }>();
  expect(shown).toMatchObject({ proxy: 'http://ada@localhost:9', auth: { clientId: 'billing', style: 'basic' } });
  expect(JSON.stringify(shown)).not.toMatch(/never-to-be-shown|pw/);
});

test('a token is asked for once, however many deliveries wait, and used until shortly before its end', async () => {
  const tokens = await startTokens();
  const setting = await setUpPush();
  const { receiver, produce } = setting;
  const slow = tokens.requests.length;
  await subscribe(setting, oauth(`${tokens.url}/token?tenant=1`, { scope: 'a b', audience: 'x&y' }), {
    ordering: 'none',
  });
  await Promise.all([1, 2, 3, 4, 5].map((value) => produce(null, value)));
  await receiver.waitFor(5);
  expect(new Set(authorizations(receiver.requests))).toEqual(new Set(['Bearer token-1']));
  expect(tokens.requests.length - slow).toBe(1);
  const [request] = tokens.requests;
  expect(request).toMatchObject({ method: 'POST', path: '/token?tenant=1' });
  expect(request?.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${Buffer.from(`billing:${SECRET}`).toString('base64')}`,
  });
  expect(request?.body.toString()).toBe('grant_type=client_credentials&scope=a+b&audience=x%26y');
});

test('style body puts the client into the body; a token that has ended is replaced', async () => {
  const tokens = await startTokens({ expires_in: 0.000_001 });
  const setting = await setUpPush();
  const { receiver, produce } = setting;
  await subscribe(setting, oauth(tokens.url, { style: 'body', clientId: 'ü b'.replace('ü', 'u') }));
  await produce(null, 1);
  await receiver.waitFor(1);
  await produce(null, 2);
  await receiver.waitFor(2);
  expect(authorizations(receiver.requests)).toEqual(['Bearer token-1', 'Bearer token-2']);
  expect(tokens.requests[0]?.body.toString()).toBe(
    `grant_type=client_credentials&client_id=u+b&client_secret=${SECRET}`,
  );
  expect(tokens.requests[0]?.headers.authorization).toBeUndefined();
});

test('after 401 another token is asked for, once, and the delivery sent again without using up an attempt', async () => {
  const tokens = await startTokens();
  const setting = await setUpPush();
  const { receiver, produce, attempts } = setting;
  receiver.respond(({ headers }) => (headers.authorization === 'Bearer token-1' ? 401 : 200));
  await subscribe(setting, oauth(tokens.url));
  await produce(null, 1);
  await receiver.waitFor(2);
  await eventually(async () =>
    expect(await attempts('billing')).toMatchObject([{ attempt: 1, outcome: 'acknowledged' }]),
  );
  expect(receiver.requests[1]?.headers['webhook-id']).toBe(receiver.requests[0]?.headers['webhook-id']);
  receiver.respond(401);
  await produce(null, 2);
  await eventually(async () => {
    const [last] = await attempts('billing');
    expect(last).toMatchObject({ attempt: 3, outcome: 'dead-lettered', status: 401 });
  });
  // Each of the three attempts asked once more, and not again.
  expect(tokens.requests.length).toBe(5);
});

test('a token endpoint that fails is a failed attempt that names it, without its query or secrets', async () => {
  const tokens = await startTokens();
  const setting = await setUpPush({ endpointAllow: ['127.0.0.0/8'] });
  const { receiver, produce, attempts } = setting;
  await subscribe(setting, oauth(`${tokens.url}/token?key=${SECRET}`), { retry: { scheduleMs: [60_000] } });
  const failing = async (answer: Parameters<typeof tokens.respond>[0], expected: object) => {
    const before = (await attempts('billing')).length;
    tokens.respond(answer);
    await produce(null, 1);
    await eventually(async () => {
      const seen = await attempts('billing');
      expect(seen.length).toBe(before + 1);
      expect(seen[0]).toMatchObject({ outcome: 'retry', ...expected });
      expect(JSON.stringify(seen)).not.toContain(SECRET);
    });
  };
  const body = JSON.stringify({ error: 'invalid_client', error_description: 'unknown\u0007client' });
  await failing(
    { status: 401, body },
    {
      phase: 'auth',
      response: expect.stringMatching(
        /no token from http:\/\/127\.0\.0\.1:\d+\/token: it answered 401 \(invalid_client: unknown\?client\)$/,
      ),
    },
  );
  await failing(
    { status: 302, headers: { location: receiver.url } },
    { phase: 'auth', response: expect.stringContaining('answered 302') },
  );
  await failing(
    { status: 200, body: '{"access_token": "two words"}' },
    { phase: 'auth', response: expect.stringContaining('access_token') },
  );
  await failing(
    { status: 200, body: '{"access_token":"x","token_type":"mac"}' },
    { phase: 'auth', response: expect.stringContaining("'mac'") },
  );
  await failing('close', { phase: 'connect', response: expect.stringContaining('no token from') });
  expect(receiver.requests.length).toBe(0);
});

test('what is wrong with endpoint.auth is named', async () => {
  const { client, receiver } = await setUpPush();
  const refused = async (endpoint: object, path: string, message: RegExp) => {
    const body = { topics: ['orders'], endpoint: { url: receiver.url, ...endpoint } };
    const answer = await client.put('/v1/subscriptions/billing', body);
    expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
    const { errors } = answer.json<{ errors: { path: string; message: string }[] }>();
    expect(errors.find((error) => error.path === path)?.message, answer.text).toMatch(message);
    expect(answer.text).not.toContain(SECRET);
  };
  await refused({ auth: 'basic' }, '/endpoint/auth', /object/);
  await refused({ auth: { type: 'digest' } }, '/endpoint/auth/type', /"basic", "bearer" or "oauth2"/);
  await refused({ auth: { type: 'basic', username: 'a:b', password: SECRET } }, '/endpoint/auth/username', /colon/);
  await refused({ auth: { type: 'basic', password: SECRET } }, '/endpoint/auth/username', /at least one/);
  await refused({ auth: { type: 'basic', username: 'ada', password: '' } }, '/endpoint/auth/password', /empty/);
  await refused({ auth: { type: 'basic', username: 'ada' } }, '/endpoint/auth/password', /is missing/);
  await refused({ auth: { type: 'bearer', token: `${SECRET} x` } }, '/endpoint/auth/token', /no bearer token/);
  await refused({ auth: { type: 'bearer', token: 'x', scope: 'y' } }, '/endpoint/auth/scope', /not a field/);
  await refused(oauth('ftp://x'), '/endpoint/auth/tokenUrl', /http/);
  await refused(oauth('http://localhost/', { style: 'jwt' }), '/endpoint/auth/style', /basic/);
  await refused(
    { auth: { type: 'bearer', token: 'x' }, headers: { Authorization: 'y' } },
    '/endpoint/headers/authorization',
    /one of the two/,
  );
});
