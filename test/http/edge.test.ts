// Bad input at the edge: each kind gets its own code and says what to do, and the server goes on.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Type } from '#posthorn/http/json-schema.js';
import type { Route } from '#posthorn/http/route.js';
import { problems } from '#posthorn/http/shapes/problem.js';
import { type Edge, SMALL_LIMITS, startEdge } from './edge-server.js';

const ok = Type.Object({ ok: Type.Boolean() }, { additionalProperties: true });

const routes: Route[] = [
  {
    method: 'PUT',
    url: '/v1/things/:thing',
    scope: 'admin',
    schema: {
      operationId: 'putThing',
      summary: 'A JSON call',
      tags: ['topics'],
      params: Type.Object({ thing: Type.String() }),
      querystring: Type.Object(
        { limit: Type.Optional(Type.Integer({ minimum: 1 })), dry: Type.Optional(Type.Boolean()) },
        { additionalProperties: false },
      ),
      body: Type.Object(
        {
          partitions: Type.Integer(),
          inner: Type.Optional(Type.Object({ a: Type.String() }, { additionalProperties: false })),
        },
        { additionalProperties: false },
      ),
      response: { 200: ok, ...problems('UNKNOWN_TOPIC_OR_PARTITION') },
    },
    handler: (request) => ({ ok: true, query: request.query, params: request.params }),
  },
  {
    method: 'POST',
    url: '/v1/bytes',
    scope: 'produce',
    schema: { operationId: 'postBytes', summary: 'Bytes', tags: ['events'], response: { 200: ok, ...problems() } },
    rawBody: true,
    handler: (request) => {
      const body = request.body as Buffer;
      return { ok: true, text: body.toString('latin1'), own: body.buffer.byteLength === body.length };
    },
  },
  {
    method: 'GET',
    url: '/v1/broken',
    scope: 'admin',
    schema: { operationId: 'getBroken', summary: 'Fails', tags: ['topics'], response: { 200: ok, ...problems() } },
    handler: () => {
      throw new Error('the secret is whsec_abcdef123456');
    },
  },
  {
    method: 'GET',
    url: '/health/live',
    scope: 'public',
    schema: { operationId: 'getLive', summary: 'Lives', tags: ['operations'], response: { 200: ok, ...problems() } },
    handler: () => ({ ok: true }),
  },
];

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge(routes);
});
afterAll(() => edge.stop());

type Answer = { status: number; headers: Headers; body: Record<string, unknown> };

async function call(
  method: string,
  path: string,
  options: { body?: string | Uint8Array; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(edge.url + path, { method, ...options });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

const json = (value: unknown) => ({ body: JSON.stringify(value), headers: { 'content-type': 'application/json' } });

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.body).toMatchObject({ status, code, type: `/docs/errors#${code}` });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('x-request-id')).toBe(answer.body['requestId']);
  expect(String(answer.body['title']).length).toBeGreaterThan(5);
  expect(String(answer.body['detail']).length).toBeGreaterThan(10);
}

describe('fields', () => {
  it('coerces declared query fields and nothing else', async () => {
    const answer = await call('PUT', '/v1/things/7?limit=3&dry=true', json({ partitions: 1 }));
    expect(answer.body).toMatchObject({ query: { limit: 3, dry: true }, params: { thing: '7' } });
  });

  it('refuses unknown query fields by name, on calls with and without a declared query', async () => {
    const declared = await call('PUT', '/v1/things/a?limt=3', json({ partitions: 1 }));
    expectProblem(declared, 400, 'INVALID_REQUEST');
    expect(declared.body['errors']).toEqual([{ path: '/limt', message: 'is unknown' }]);
    expect(declared.body['detail']).toContain('limt');
    const undeclared = await call('POST', '/v1/bytes?partiton=1', { body: 'x' });
    expectProblem(undeclared, 400, 'INVALID_REQUEST');
    expect(undeclared.body['errors']).toEqual([{ path: '/partiton', message: 'is unknown' }]);
  });

  it('refuses unknown and wrong body fields, all of them, without coercion', async () => {
    const answer = await call('PUT', '/v1/things/a', json({ partitions: '3', replicas: 2, inner: { a: 'x', b: 1 } }));
    expectProblem(answer, 400, 'INVALID_REQUEST');
    expect(answer.body['errors']).toEqual(
      expect.arrayContaining([
        { path: '/replicas', message: 'is unknown' },
        { path: '/inner/b', message: 'is unknown' },
        { path: '/partitions', message: 'must be integer' },
      ]),
    );
  });

  it.each(['limit=1.5', 'limit=abc', 'limit=0', 'limit=1e3', 'limit=', 'limit=1&limit=2', 'dry=yes'])(
    'refuses ?%s',
    async (query) => {
      expectProblem(await call('PUT', `/v1/things/a?${query}`, json({ partitions: 1 })), 400, 'INVALID_REQUEST');
    },
  );

  it('refuses a missing body', async () => {
    expectProblem(await call('PUT', '/v1/things/a'), 400, 'INVALID_REQUEST');
    expectProblem(
      await call('PUT', '/v1/things/a', { body: '', headers: { 'content-type': 'application/json' } }),
      400,
      'INVALID_REQUEST',
    );
  });

  it('lets names of 249 characters and more through to the call', async () => {
    const answer = await call('PUT', `/v1/things/${'a'.repeat(1000)}`, json({ partitions: 1 }));
    expect(answer.status).toBe(200);
  });
});

describe('bodies', () => {
  it('refuses what is not JSON, not UTF-8 or not said to be JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    expectProblem(await call('PUT', '/v1/things/a', { body: '{"partitions": 1', headers }), 422, 'INVALID_JSON');
    const bytes = Buffer.concat([Buffer.from('{"partitions":1,"x":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expectProblem(await call('PUT', '/v1/things/a', { body: bytes, headers }), 422, 'INVALID_UTF8');
    const xml = { body: '<x/>', headers: { 'content-type': 'text/xml' } };
    expectProblem(await call('PUT', '/v1/things/a', xml), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('does not let __proto__ in', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await call('PUT', '/v1/things/a', { body: '{"partitions":1,"__proto__":{"x":1}}', headers });
    expectProblem(answer, 400, 'INVALID_REQUEST');
  });

  it('hands raw bodies on as they came, whatever their type, in memory of their own', async () => {
    for (const contentType of ['application/json', 'application/x-ndjson', 'image/png', 'x/unknown; a=b']) {
      const answer = await call('POST', '/v1/bytes', { body: '{"a":  1}', headers: { 'content-type': contentType } });
      expect(answer.body).toEqual({ ok: true, text: '{"a":  1}', own: true });
    }
    const untyped = await fetch(`${edge.url}/v1/bytes`, { method: 'POST', body: Buffer.from('xyz') });
    expect(await untyped.json()).toMatchObject({ text: 'xyz' });
    const malformed = await call('POST', '/v1/bytes', { body: 'x', headers: { 'content-type': 'no type' } });
    expectProblem(malformed, 415, 'UNSUPPORTED_MEDIA_TYPE');
    const empty = await call('POST', '/v1/bytes');
    expect(empty.body).toMatchObject({ text: '' });
  });

  it('reads a body of unknown length, and stops at the limit', async () => {
    const chunked = (bytes: number): RequestInit & { duplex: 'half' } => ({
      method: 'POST',
      duplex: 'half',
      body: new ReadableStream({
        start(controller) {
          for (let sent = 0; sent < bytes; sent += 1024) controller.enqueue(Buffer.alloc(1024, 'x'));
          controller.close();
        },
      }),
    });
    const fits = await fetch(`${edge.url}/v1/bytes`, chunked(8 * 1024));
    expect(await fits.json()).toMatchObject({ own: true, text: 'x'.repeat(8 * 1024) });
    const over = await fetch(`${edge.url}/v1/bytes`, chunked(SMALL_LIMITS.maxBodyBytes + 1024));
    expect(over.status).toBe(413);
  });

  it('answers 413 to a body that announces too much, before it is sent', async () => {
    const request = httpRequest(`${edge.url}/v1/bytes`, {
      method: 'POST',
      headers: { 'content-length': SMALL_LIMITS.maxBodyBytes + 1 },
    });
    request.flushHeaders();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(413);
    request.destroy();
    expectProblem(
      await call('POST', '/v1/bytes', { body: 'x'.repeat(SMALL_LIMITS.maxBodyBytes + 1) }),
      413,
      'MESSAGE_TOO_LARGE',
    );
    const control = await call(
      'PUT',
      '/v1/things/a',
      json({ partitions: 1, pad: 'x'.repeat(SMALL_LIMITS.maxControlBodyBytes) }),
    );
    expectProblem(control, 413, 'MESSAGE_TOO_LARGE');
  });
});

describe('a sender that waits to be asked', () => {
  it('is asked for a body that fits, and not for one that does not', async () => {
    const send = async (bytes: number) => {
      const headers = { 'content-length': bytes, expect: '100-continue' };
      const request = httpRequest(`${edge.url}/v1/bytes`, { method: 'POST', headers });
      let asked = false;
      request.on('continue', () => {
        asked = true;
        request.end(Buffer.alloc(bytes, 'x'));
      });
      request.flushHeaders();
      const [response] = await once(request, 'response');
      request.destroy();
      return [asked, response.statusCode];
    };
    expect(await send(10)).toEqual([true, 200]);
    expect(await send(SMALL_LIMITS.maxBodyBytes + 1)).toEqual([false, 413]);
  });
});

describe('paths, methods, ids', () => {
  it('says which calls there are', async () => {
    expectProblem(await call('GET', '/v1/nothing'), 404, 'ROUTE_NOT_FOUND');
    const answer = await call('DELETE', '/v1/things/a');
    expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
    expect(answer.headers.get('allow')).toBe('PUT');
    const patch = await call('PATCH', '/v1/bytes', { body: '<x/>', headers: { 'content-type': 'text/xml' } });
    expectProblem(patch, 405, 'METHOD_NOT_ALLOWED');
    expect(patch.headers.get('allow')).toBe('POST');
  });

  it('refuses a path that is not percent-encoded UTF-8', async () => {
    expectProblem(await call('PUT', '/v1/things/%ff%fe', json({ partitions: 1 })), 400, 'INVALID_REQUEST');
  });

  it('keeps a plain request id, and replaces any other', async () => {
    const kept = await call('GET', '/v1/nothing', { headers: { 'x-request-id': 'trace-1/2' } });
    expect(kept.headers.get('x-request-id')).toBe('trace-1/2');
    const replaced = await call('GET', '/v1/nothing', { headers: { 'x-request-id': 'a b"c' } });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[\w-]+$/);
  });
});

describe('failures', () => {
  it('tells a caller nothing of the inside, and the log no secret', async () => {
    const answer = await call('GET', '/v1/broken');
    expectProblem(answer, 500, 'UNKNOWN_SERVER_ERROR');
    expect(JSON.stringify(answer.body)).not.toContain('whsec_');
    const lines = edge.log.filter((line) => line.includes(String(answer.body['requestId'])));
    expect(lines.join('')).toContain('request failed');
    expect(lines.join('')).toContain('whsec_[redacted]');
    expect(lines.join('')).not.toContain('abcdef123456');
  });

  it('answers broken HTTP and too many headers with a problem', async () => {
    expect(await speak('GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 .*"code":"INVALID_REQUEST"/s,
    );
    const large = `GET / HTTP/1.1\r\nhost: x\r\nx-large: ${'x'.repeat(SMALL_LIMITS.maxHeaderBytes)}\r\n\r\n`;
    expect(await speak(large)).toMatch(/^HTTP\/1.1 431 .*application\/problem\+json.*"code":"HEADERS_TOO_LARGE"/s);
    expect((await call('GET', '/health/live')).status).toBe(200);
  });

  it('refuses new requests while it stops, except probes', async () => {
    const stopping = await startEdge(routes);
    stopping.stopping = true;
    const refused = await fetch(`${stopping.url}/v1/bytes`, { method: 'POST', body: 'x' });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await refused.json()).toMatchObject({ code: 'SHUTTING_DOWN' });
    expect((await fetch(`${stopping.url}/health/live`)).status).toBe(200);
    await stopping.stop();
  });
});

async function speak(text: string): Promise<string> {
  const socket = connect(edge.port, '127.0.0.1');
  socket.end(text);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
