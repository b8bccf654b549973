// Nothing that a caller says is silently ignored: what the server does not take it refuses by name.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const MAX_CONTROL_BODY_BYTES = 2_048;
const MAX_BODY_BYTES = 8_192;

let running: RunningBus;
let client: HttpClient;

beforeAll(async () => {
  running = await startBus({
    settings: { maxControlBodyBytes: MAX_CONTROL_BODY_BYTES, maxBodyBytes: MAX_BODY_BYTES },
  });
  client = makeHttpClient(running.url);
  await client.put('/v1/topics/orders', { partitions: 2 });
});
afterAll(async () => {
  client.close();
  await running.stop();
});

type Problem = { code: string; detail: string; errors?: { index?: number; path: string; message: string }[] };
const send = (method: string, path: string, body?: string, headers: Record<string, string> = JSON_TYPE) =>
  client.send(method, path, body, headers);
async function refused(status: number, code: string, ...request: Parameters<typeof send>): Promise<Problem> {
  const answer = await send(...request);
  expect([answer.status, answer.json()['code']]).toEqual([status, code]);
  return answer.json<Problem>();
}

describe('subscriptions', () => {
  const endpoint = { url: 'http://127.0.0.1:9/' };

  test('a start that is a list is refused, and the list of subscriptions stays readable', async () => {
    const body = JSON.stringify({ topics: ['orders'], endpoint, start: { offsets: { orders: [] } } });
    await refused(422, 'INVALID_CONFIG', 'PUT', '/v1/subscriptions/lists', body);
    expect((await client.get('/v1/subscriptions')).status).toBe(200);
  });

  test('pause, resume and delete take no fields', async () => {
    await client.put('/v1/subscriptions/paused', { topics: ['orders'], endpoint });
    for (const call of ['pause', 'resume']) {
      const problem = await refused(
        400,
        'INVALID_REQUEST',
        'POST',
        `/v1/subscriptions/paused/${call}`,
        '{"reason":"x"}',
      );
      expect(problem.errors).toEqual([{ path: '/reason', message: 'is unknown' }]);
      await refused(400, 'INVALID_REQUEST', 'POST', `/v1/subscriptions/paused/${call}`, '[]');
      expect((await send('POST', `/v1/subscriptions/paused/${call}`, '{}')).status).toBe(200);
      expect((await send('POST', `/v1/subscriptions/paused/${call}`)).status).toBe(200);
    }
    await refused(400, 'INVALID_REQUEST', 'DELETE', '/v1/subscriptions/paused', '{"force":true}');
    await refused(400, 'INVALID_REQUEST', 'GET', '/v1/subscriptions/paused', '{"limit":1}');
    expect((await send('DELETE', '/v1/subscriptions/paused')).status).toBe(204);
  });
});

describe('control bodies', () => {
  test('one that is too large is told the setting that counts', async () => {
    const large = JSON.stringify({ keyPath: 'x'.repeat(MAX_CONTROL_BODY_BYTES) });
    const control = await refused(413, 'MESSAGE_TOO_LARGE', 'PUT', '/v1/topics/large', large);
    expect(control.detail).toContain('Make it smaller, or raise POSTHORN_MAX_CONTROL_BODY_BYTES.');
    const events = await refused(413, 'MESSAGE_TOO_LARGE', 'POST', '/v1/topics/orders/events', '1'.repeat(9_000));
    expect(events.detail).toContain('or raise POSTHORN_MAX_BODY_BYTES.');
  });

  test('null, and a member that comes twice, change nothing', async () => {
    await refused(400, 'INVALID_REQUEST', 'PUT', '/v1/topics/orders', 'null');
    const twice = await refused(400, 'INVALID_REQUEST', 'PUT', '/v1/topics/orders', '{"partitions":2,"partitions":4}');
    expect(twice.errors).toEqual([{ path: '/partitions', message: 'comes twice' }]);
    expect((await client.get('/v1/topics/orders')).json()).toMatchObject({ config: { partitions: 2 } });
  });

  test('malformed JSON says what to do', async () => {
    const problem = await refused(422, 'INVALID_JSON', 'PUT', '/v1/topics/orders', '{"partitions":');
    expect(problem.detail).toContain('Correct it and send it again.');
  });
});

describe('headers and queries', () => {
  test('a body that is compressed is not taken for what it is not', async () => {
    for (const [method, path] of [
      ['POST', '/v1/topics/orders/events'],
      ['PUT', '/v1/topics/orders'],
    ] as const) {
      const gzip = { ...JSON_TYPE, 'content-encoding': 'gzip' };
      const problem = await refused(415, 'UNSUPPORTED_MEDIA_TYPE', method, path, '{}', gzip);
      expect(problem.detail).toContain('send it uncompressed');
      expect(
        (await send(method, path, '{"partitions":2}', { ...JSON_TYPE, 'content-encoding': 'identity' })).status,
      ).toBe(200);
    }
  });

  test('posthorn-* headers that a call does not take are named', async () => {
    const batch = '{"events":[{"value":1}]}';
    for (const name of ['posthorn-key', 'posthorn-header-a', 'posthorn-partition']) {
      const headers = { ...JSON_TYPE, [name]: '1' };
      const problem = await refused(400, 'INVALID_REQUEST', 'POST', '/v1/topics/orders/batches', batch, headers);
      expect(problem.detail).toContain(name);
    }
    const headers = { ...JSON_TYPE, 'posthorn-partition': '1' };
    const problem = await refused(400, 'INVALID_REQUEST', 'POST', '/v1/topics/orders/events', '1', headers);
    expect(problem.errors).toEqual([{ path: '/posthorn-partition', message: 'is unknown' }]);
    const delivered = { ...headers, 'posthorn-subscription': 's', 'posthorn-key': 'k' };
    expect((await send('POST', '/v1/topics/orders/events', '1', delivered)).status).toBe(200);
  });

  test('two keys are one too many', async () => {
    const headers = { ...JSON_TYPE, 'posthorn-key': 'b' };
    await refused(400, 'INVALID_REQUEST', 'POST', '/v1/topics/orders/events?key=a', '1', headers);
    expect((await send('POST', '/v1/topics/orders/events?key=b', '1', headers)).status).toBe(200);
  });

  test.each(['key=%ff', 'key=100%', 'partition=0&key=%zz'])('?%s is not percent-encoded', async (query) => {
    const problem = await refused(400, 'INVALID_REQUEST', 'POST', `/v1/topics/orders/events?${query}`, '1');
    expect(problem.errors).toEqual([{ path: '/key', message: 'is not percent-encoded UTF-8' }]);
  });

  test('a choice names what there is', async () => {
    const problem = await refused(400, 'INVALID_REQUEST', 'GET', '/v1/topics/orders/partitions/0/events?from=garbage');
    expect(problem.errors).toEqual([{ path: '/from', message: 'must be one of "earliest", "latest"' }]);
    expect(problem.detail).toContain(`'from' must be one of "earliest", "latest".`);
  });

  test('a partition beyond all is not suggested', async () => {
    const far = await refused(
      404,
      'UNKNOWN_TOPIC_OR_PARTITION',
      'POST',
      '/v1/topics/orders/events?partition=5000',
      '1',
    );
    expect(far.detail).toMatch(/Leave \?partition= out\.$/);
    const near = await refused(404, 'UNKNOWN_TOPIC_OR_PARTITION', 'POST', '/v1/topics/orders/events?partition=7', '1');
    expect(near.detail).toContain('{"partitions":8}');
    await refused(400, 'INVALID_REQUEST', 'POST', '/v1/topics/orders/events?partition=99999999999999999999', '1');
  });
});

describe('calls', () => {
  test('one that does not exist is 404 whatever its body', async () => {
    await refused(404, 'ROUTE_NOT_FOUND', 'POST', '/v1/nothing');
    await refused(404, 'ROUTE_NOT_FOUND', 'POST', '/v1/nothing', '{', { 'content-type': 'text/xml' });
  });

  test('405 names the path that was asked for', async () => {
    const problem = await refused(405, 'METHOD_NOT_ALLOWED', 'PATCH', '/v1/topics/orders?x=1');
    expect(problem.detail).toMatch(/^\/v1\/topics\/orders takes PUT, GET, HEAD, DELETE, not PATCH\./);
  });

  test('deleting what does not exist is not told to create it', async () => {
    const problem = await refused(404, 'UNKNOWN_TOPIC_OR_PARTITION', 'DELETE', '/v1/topics/nothing');
    expect(problem.detail).not.toContain('PUT');
  });

  test.each(['/health/live', '/health/ready', '/metrics', '/v1/topics', '/v1/topics/orders/partitions/0/events'])(
    'HEAD %s answers as GET, without the body',
    async (path) => {
      const head = await client.send('HEAD', path);
      const get = await client.get(path);
      expect([head.status, head.text]).toEqual([200, '']);
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
    },
  );

  test('HEAD of an answer that is sent in pieces has its length alone', async () => {
    await client.put('/v1/topics/large', {});
    for (let sent = 0; sent < 12; sent += 1) await send('POST', '/v1/topics/large/events', `"${'x'.repeat(8_000)}"`);
    const path = '/v1/topics/large/partitions/0/events';
    const head = await client.send('HEAD', path);
    const get = await client.get(path);
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', String(get.bytes.length)]);
    expect((await client.get('/health/live')).status).toBe(200);
  });

  test('the page to read the contract asks for nothing that a server without TLS lacks', async () => {
    const policy = (await client.get('/docs')).headers['content-security-policy'];
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('upgrade-insecure-requests');
  });
});

describe('HTTP itself', () => {
  async function speak(text: string): Promise<string> {
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
    socket.end(text);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }

  test.each([
    ['no Host header', 'GET /health/live HTTP/1.1\r\nconnection: close\r\n\r\n', 'has no Host header'],
    ['an unknown expectation', 'GET /health/live HTTP/1.1\r\nhost: x\r\nexpect: foo\r\n\r\n', "'foo' is not known"],
    ['a header without a colon', 'GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n', 'Send a request line'],
  ])('%s gets a problem document', async (_what, text, detail) => {
    const answer = await speak(text);
    expect(answer).toMatch(/^HTTP\/1.1 400 .*application\/problem\+json.*"code":"INVALID_REQUEST"/s);
    expect(answer).toContain(detail);
  });

  test('a transfer coding beside chunked is not taken for the body itself', async () => {
    const head =
      'POST /v1/topics/orders/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json';
    const answer = await speak(`${head}\r\ntransfer-encoding: gzip, chunked\r\n\r\n1\r\n1\r\n0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 415 .*"code":"UNSUPPORTED_MEDIA_TYPE"/s);
    expect(answer).toContain('of which only chunked is taken');
  });

  test('a sender that waits is asked only for what its own call takes', async () => {
    const ask = async (method: string, path: string, bytes: number) => {
      const headers = { ...JSON_TYPE, 'content-length': bytes, expect: '100-continue' };
      const request = httpRequest(running.url + path, { method, headers });
      let asked = false;
      request.on('continue', () => {
        asked = true;
        request.end('1'.repeat(bytes));
      });
      request.flushHeaders();
      const [response] = await once(request, 'response');
      request.destroy();
      return [asked, response.statusCode];
    };
    expect(await ask('POST', '/v1/topics/orders/events', MAX_CONTROL_BODY_BYTES + 1)).toEqual([true, 200]);
    expect(await ask('PUT', '/v1/topics/orders', MAX_CONTROL_BODY_BYTES + 1)).toEqual([false, 413]);
    expect(await ask('POST', '/v1/nothing', 10)).toEqual([false, 404]);
  });
});
